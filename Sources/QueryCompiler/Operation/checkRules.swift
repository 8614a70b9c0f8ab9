package import SchemaMapping

/// An error and the rule that found it.
package struct RuleFinding: Hashable, Sendable {
    package var rule: String
    package var error: GraphQLError
}

/// What every rule finds in a document, whichever operation is to run. Throws where checking it would take too long.
package func checkRules(_ document: Document, in schema: GraphQLSchema) throws(GraphQLError) -> [RuleFinding] {
    let survey = try makeSurvey(document, in: schema)
    var findings = Findings()
    for rule in rules {
        findings.rule = rule.name
        rule.check(survey, &findings)
    }
    findings.rule = "OverlappingFieldsCanBeMerged"
    try checkOverlappingFieldsCanBeMerged(survey, &findings)
    return findings.found
}

/// What the rules report to.
struct Findings {
    static let limit = 50
    /// The rule at work.
    var rule = ""
    private(set) var found: [RuleFinding] = []

    var isFull: Bool { found.count >= Self.limit }

    mutating func report(_ message: String, _ code: ErrorCode = .validationFailed, at locations: Document.Location...) {
        guard !isFull else { return }
        // A name of 200 KB in fifty messages would be an answer of 10 MB.
        let text = message.utf8.count <= 1_000 ? message : "\(message.prefix(300))..."
        found.append(RuleFinding(rule: rule, error: GraphQLError(text, code, locations: locations)))
    }
}
