package import SQLText

/// `[functions."schema.name"]`: a function that is named becomes a root field, unless it is one of a row.
package struct FunctionSettings: Hashable, Sendable {
    package var name: QualifiedName
    /// The field; nil leaves it to the rules.
    package var field: String?
    /// Whether it may run with the rights of its owner.
    package var allowsSecurityDefiner: Bool
    /// What the API calls parameters, by their names in the database.
    package var argumentNames: [String: String]
    package var place: ConfigurationPlace

    package init(
        _ name: QualifiedName, field: String? = nil, allowsSecurityDefiner: Bool = false,
        argumentNames: [String: String] = [:], at place: ConfigurationPlace = ConfigurationPlace(line: 1, column: 1)
    ) {
        self.name = name
        self.field = field
        self.allowsSecurityDefiner = allowsSecurityDefiner
        self.argumentNames = argumentNames
        self.place = place
    }
}

/// The keys of `[functions."schema.name"]`, with their defaults and what they mean.
package let functionKeys: [(name: String, type: String, byDefault: String, meaning: String)] = [
    ("field", "text", "by the rules", "The field: `\"searchProducts\"`."),
    (
        "security_definer", "true or false", "`false`",
        "Whether it may be called although it is `security definer`: then it sees what its owner sees. Rows that it returns "
            + "are read through the view of their type all the same, so row security holds for them."
    ),
    ("arguments", "section", "none", "The arguments, by parameter: `p_query = \"query\"`."),
]
