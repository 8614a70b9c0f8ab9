/// Section 5.8.1.
@Sendable func checkUniqueVariableNames(_ survey: Survey, _ findings: inout Findings) {
    for operation in survey.document.operations {
        var seen: [String: Document.Location] = [:]
        for name in operation.variables.map(\.name) {
            if let first = seen[name.text] {
                findings.report("Two variables are named \"$\(name.text)\".", at: first, name.location)
            } else {
                seen[name.text] = name.location
            }
        }
    }
}
