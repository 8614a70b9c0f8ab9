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

extension OperatorGroup {
    /// In the order that SDL prints.
    package var operators: [FilterOperator] {
        switch self {
        case .nullOnly: [isNull]
        case .equality: equalityOperators + [isNull]
        case .comparison: equalityOperators + comparisonOperators + [isNull]
        case .text: equalityOperators + comparisonOperators + [isNull] + textOperators
        }
    }

    /// The operators of an array whose elements are of this group.
    package var listOperators: [FilterOperator] {
        switch self {
        case .nullOnly: [isNull]
        case .equality, .comparison, .text:
            [
                FilterOperator("eq", .list, .infix("="), "The same elements in the same order."),
                FilterOperator("neq", .list, .infix("<>"), "Other elements, or another order."),
                isNull,
            ]
        }
    }
}

private let isNull = FilterOperator("isNull", .boolean, .isNull, "`true`: has no value. `false`: has a value.")

private let equalityOperators = [
    FilterOperator("eq", .scalar, .infix("="), "Equal."),
    FilterOperator("neq", .scalar, .infix("<>"), "Not equal; rows without a value do not match."),
    FilterOperator("in", .list, .any("="), "Equal to one of these."),
    FilterOperator("nin", .list, .all("<>"), "Not equal to any of these; rows without a value do not match."),
]

private let comparisonOperators = [
    FilterOperator("lt", .scalar, .infix("<"), "Less than."),
    FilterOperator("lte", .scalar, .infix("<="), "Less than or equal."),
    FilterOperator("gt", .scalar, .infix(">"), "Greater than."),
    FilterOperator("gte", .scalar, .infix(">="), "Greater than or equal."),
]

private let textOperators = [
    FilterOperator("like", .text, .infix("~~"), "Matches a pattern: `%` any text, `_` one character, `\\` escapes."),
    FilterOperator("nlike", .text, .infix("!~~"), "Does not match a pattern."),
    FilterOperator("ilike", .text, .infix("~~*"), "Matches a pattern, upper and lower case alike."),
    FilterOperator("nilike", .text, .infix("!~~*"), "Does not match a pattern, upper and lower case alike."),
    pattern("contains", "Contains this text."),
    pattern("icontains", "Contains this text, upper and lower case alike.", caseInsensitive: true),
    pattern("startsWith", "Starts with this text.", prefix: false),
    pattern("istartsWith", "Starts with this text, upper and lower case alike.", caseInsensitive: true, prefix: false),
    pattern("endsWith", "Ends with this text.", suffix: false),
    pattern("iendsWith", "Ends with this text, upper and lower case alike.", caseInsensitive: true, suffix: false),
]

private func pattern(
    _ name: String, _ description: String, caseInsensitive: Bool = false, prefix: Bool = true, suffix: Bool = true
) -> FilterOperator {
    FilterOperator(
        name, .text, .pattern(caseInsensitive: caseInsensitive, prefix: prefix, suffix: suffix), description)
}
