/// Section 5.2.3.1.
@Sendable func checkLoneAnonymousOperation(_ survey: Survey, _ findings: inout Findings) {
    guard survey.document.operations.count > 1 else { return }
    for operation in survey.document.operations where operation.name == nil {
        findings.report("An operation without a name must be the only one.", at: operation.location)
    }
}
