/// What a request runs: one entry per root field, in response order.
package struct CompiledRequest: Sendable {
    package var roots: [Root]
    /// Whether it calls a function of the user's, which may change settings of its transaction.
    package var callsFunctions: Bool

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

    package init(roots: [Root], callsFunctions: Bool = false) {
        self.roots = roots
        self.callsFunctions = callsFunctions
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
