/// Section 5.8.3.
@Sendable func checkNoUndefinedVariables(_ survey: Survey, _ findings: inout Findings) {
    for (operation, reached) in zip(survey.document.operations, survey.reach) {
        let defined = Set(operation.variables.map(\.name.text))
        let owner = operation.name.map { "the operation \"\($0.text)\"" } ?? "the operation"
        for use in reached.flatMap({ survey.definitions[$0].variableUses }) where !defined.contains(use.name) {
            findings.report(
                "The variable \"$\(use.name)\" is not defined by \(owner).", at: use.location, operation.location)
        }
    }
}
