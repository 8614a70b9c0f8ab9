import SchemaMapping

/// Section 5.7.3. No directive of the schema is repeatable; unknown ones may be.
@Sendable func checkUniqueDirectivesPerLocation(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.directives) {
        var seen: [String: Document.Location] = [:]
        for directive in site.directives {
            let name = directive.name.text
            guard survey.schema.directives.contains(where: { $0.name == name }) else { continue }
            if let first = seen[name] {
                findings.report("The directive \"@\(name)\" stands twice in one place.", at: first, directive.location)
            } else {
                seen[name] = directive.location
            }
        }
    }
}
