/// Section 5.5.1.1.
@Sendable func checkUniqueFragmentNames(_ survey: Survey, _ findings: inout Findings) {
    var seen: [String: Document.Location] = [:]
    for name in survey.document.fragments.map(\.name) {
        if let first = seen[name.text] {
            findings.report("Two fragments are named \"\(name.text)\".", at: first, name.location)
        } else {
            seen[name.text] = name.location
        }
    }
}
