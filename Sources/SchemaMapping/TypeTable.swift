package import SQLText

/// How values of a PostgreSQL type travel and which operators filter them. THE type table: parser, SDL, SQL and docs
/// read it, nothing else maps a type.
package struct TypeMapping: Hashable, Sendable {
    /// How a value becomes JSON text.
    package enum Output: String, Hashable, Sendable {
        /// As PostgreSQL's JSON functions print it.
        case plain
        /// Through `::text`: a JSON number would lose digits, or the JSON form is not the text form.
        case text
    }

    package var postgresType: QualifiedName
    /// The built-in or custom scalar: `Int`, `BigInt`.
    package var scalar: String
    package var output: Output
    package var operators: OperatorGroup

    package init(_ postgresType: QualifiedName, _ scalar: String, _ output: Output, _ operators: OperatorGroup) {
        self.postgresType = postgresType
        self.scalar = scalar
        self.output = output
        self.operators = operators
    }
}

/// Which operators a type has; each group is one GraphQL input type per scalar (`IntFilter`).
package enum OperatorGroup: String, Hashable, Sendable, CaseIterable {
    /// `isNull`, `eq`, `neq`, `in`, `nin`.
    case equality
    /// Equality and `lt lte gt gte`.
    case comparison
    /// Comparison and the text operators.
    case text
    /// `isNull` only.
    case nullOnly
}
