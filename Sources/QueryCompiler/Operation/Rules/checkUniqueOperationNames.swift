/// Section 5.2.2.1.
@Sendable func checkUniqueOperationNames(_ survey: Survey, _ findings: inout Findings) {
    var seen: [String: Document.Location] = [:]
    for name in survey.document.operations.compactMap(\.name) {
        if let first = seen[name.text] {
            findings.report("Two operations are named \"\(name.text)\".", at: first, name.location)
        } else {
            seen[name.text] = name.location
        }
    }
}
