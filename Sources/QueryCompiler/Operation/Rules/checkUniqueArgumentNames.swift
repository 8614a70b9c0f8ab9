/// Section 5.4.2.
@Sendable func checkUniqueArgumentNames(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.arguments) where site.arguments.count > 1 {
        var seen: [String: Document.Location] = [:]
        for name in site.arguments.map(\.name) {
            if let first = seen[name.text] {
                findings.report(
                    "The argument \"\(name.text)\" is given twice to \(site.owner).", at: first, name.location)
            } else {
                seen[name.text] = name.location
            }
        }
    }
}
