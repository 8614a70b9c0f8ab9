import SchemaMapping

/// Sections 5.7.1 and 5.7.2.
@Sendable func checkKnownDirectives(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.directives) {
        for directive in site.directives {
            guard !findings.isFull else { return }
            let name = directive.name.text
            if let definition = survey.schema.directives.first(where: { $0.name == name }) {
                guard !definition.locations.contains(site.place) else { continue }
                findings.report(
                    "The directive \"@\(name)\" may not stand on \(site.place): only on "
                        + "\(definition.locations.joined(separator: ", ")).", at: directive.location)
            } else {
                let end = suggestion(for: name, among: survey.schema.directives.map(\.name), in: survey.schema)
                findings.report("The schema has no directive \"@\(name)\"\(end)", at: directive.location)
            }
        }
    }
}
