/// An operator of a `where` input: its GraphQL name, what it takes, and what PostgreSQL is asked.
package struct FilterOperator: Hashable, Sendable {
    package enum Operand: String, Hashable, Sendable {
        /// One value of the field's scalar.
        case scalar
        /// A list of values, sent as one array.
        case list
        /// `true` or `false`.
        case boolean
        /// Text, whatever the field's scalar.
        case text
    }

    /// The SQL, made in `QueryCompiler/Statement`: an infix operator of pg_catalog, or a form that needs more.
    package enum Form: Hashable, Sendable {
        /// `column = $1`.
        case infix(String)
        /// `column = any($1)`, `column <> all($1)`.
        case any(String)
        case all(String)
        case isNull
        /// `like` with the operand's wildcards escaped and these added around it.
        case pattern(caseInsensitive: Bool, prefix: Bool, suffix: Bool)
    }

    package var name: String
    package var operand: Operand
    package var form: Form
    package var description: String

    package init(_ name: String, _ operand: Operand, _ form: Form, _ description: String) {
        self.name = name
        self.operand = operand
        self.form = form
        self.description = description
    }
}
