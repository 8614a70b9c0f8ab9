/// What a request runs: one entry per root field, in response order.
package struct CompiledRequest: Sendable {
    package var roots: [Root]

    package struct Root: Sendable {
        package var responseKey: String
        package var answer: Answer

        package init(responseKey: String, answer: Answer) {
            self.responseKey = responseKey
            self.answer = answer
        }
    }

    package enum Answer: Sendable {
        /// JSON text known without the database: `__typename`, introspection.
        case constant(String)
        case statement(Statement)
    }

    package init(roots: [Root]) {
        self.roots = roots
    }
}

/// One statement for one root field. The same request shape gives the same text.
package struct Statement: Sendable {
    /// How the rows become the JSON value of the root field.
    package enum Form: Sendable {
        /// At most one row with one column: the JSON text as a whole; no row or a null column is `null`.
        case json
        /// One row per object. `keys[i]` is the JSON text before column i's value, such as `{"id":` or `,"name":`, and
        /// `encodings[i]` says how the column's text becomes JSON; rows stand in `[...]`, each ends with `}`.
        case rows(keys: [String], encodings: [ValueEncoding])
    }

    package enum ValueEncoding: Hashable, Sendable {
        /// The text is JSON already: numbers, nested objects. PostgreSQL's `t` and `f` are not.
        case raw
        case boolean
        /// The text becomes a JSON string.
        case string
    }

    package var text: String
    package var parameters: [Bind]
    package var form: Form

    package init(text: String, parameters: [Bind], form: Form) {
        self.text = text
        self.parameters = parameters
        self.form = form
    }

    /// What each row adds to an answer besides its values, in bytes: keys, `}` and the comma. A null adds four more.
    package var rowOverhead: Int {
        switch form {
        case .json: 0
        case .rows(let keys, _): keys.reduce(2) { $0 + $1.utf8.count }
        }
    }
}

/// Where a parameter's text comes from. Every parameter is cast in the statement, so it travels as text.
package enum Bind: Hashable, Sendable {
    case literal(String?)
    /// A value inside the coerced variables: `$where.and[0].id.eq` is `["where", "and", 0, "id", "eq"]`.
    case variable(VariablePath, Conversion)
    case claim(String)

    /// What becomes of a variable's value on its way to text.
    package enum Conversion: Hashable, Sendable {
        case scalar
        /// A list of scalars as the text form of a PostgreSQL array.
        case array
        /// A JSON value as its own text, a string in its quotes; a list of them as the text form of an array.
        case json
        case jsonArray
        /// An integer from 0 to `maximum`; otherwise `LIMIT_EXCEEDED` or `BAD_USER_INPUT`.
        case count(maximum: Int, of: FieldPlace = FieldPlace())
        /// Text whose `like` wildcards are escaped, with `%` before or after it.
        case pattern(prefix: Bool, suffix: Bool)
        /// The label of an enum value's name; the names that are no labels themselves.
        case label([String: String])
        case labels([String: String])
        /// Of a global id, this part of the key.
        case nodeKey(Int)
        /// Of a cursor, this value.
        case cursorValue(Int)
    }
}

/// The field that a value is given for, as an error names it.
package struct FieldPlace: Hashable, Sendable {
    package var location: GraphQLError.Location?
    package var path: [GraphQLError.PathElement]

    package init(location: GraphQLError.Location? = nil, path: [GraphQLError.PathElement] = []) {
        self.location = location
        self.path = path
    }
}

package struct VariablePath: Hashable, Sendable, CustomStringConvertible {
    package enum Element: Hashable, Sendable {
        case member(String)
        case index(Int)
    }

    package var variable: String
    package var elements: [Element]

    package init(variable: String, elements: [Element] = []) {
        self.variable = variable
        self.elements = elements
    }

    /// `$where.and[0].id`
    package var description: String {
        elements.reduce(into: "$\(variable)") { text, element in
            switch element {
            case .member(let name): text += ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
