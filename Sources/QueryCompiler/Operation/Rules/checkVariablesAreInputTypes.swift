import SchemaMapping

/// Section 5.8.2.
@Sendable func checkVariablesAreInputTypes(_ survey: Survey, _ findings: inout Findings) {
    for variable in survey.document.operations.flatMap(\.variables) {
        guard survey.schema.isComposite(variable.type.name.text) else { continue }
        findings.report(
            "The variable \"$\(variable.name.text)\" cannot be of type \"\(variable.type.type)\": it is no input type.",
            at: variable.type.name.location)
    }
}
