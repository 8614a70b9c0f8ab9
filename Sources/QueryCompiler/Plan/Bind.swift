/// Where a parameter's text comes from. Every parameter is cast in the statement, so it travels as text.
package enum Bind: Hashable, Sendable {
    case literal(String?)
    /// A value inside the coerced variables: `$where.and[0].id.eq` is `["where", "and", 0, "id", "eq"]`.
    indirect case variable(VariablePath, Conversion)
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
        /// Words of a search, as `searchText` leaves them.
        case search
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
