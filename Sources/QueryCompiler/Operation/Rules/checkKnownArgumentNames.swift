import SchemaMapping

/// Section 5.4.1.
@Sendable func checkKnownArgumentNames(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.arguments) {
        guard let definitions = site.definitions else { continue }
        for name in site.arguments.map(\.name) where !definitions.contains(where: { $0.name == name.text }) {
            guard !findings.isFull else { return }
            let end = suggestion(for: name.text, among: definitions.map(\.name), in: survey.schema)
            findings.report("There is no argument \"\(name.text)\" of \(site.owner)\(end)", at: name.location)
        }
    }
}
