import SchemaMapping

/// Section 5.4.2.1.
@Sendable func checkProvidedRequiredArguments(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.arguments) {
        for definition in site.definitions ?? [] where definition.isRequired {
            guard !site.arguments.contains(where: { $0.name.text == definition.name }) else { continue }
            findings.report(
                "The argument \"\(definition.name)\" of type \"\(definition.type)\" is required by \(site.owner).",
                at: site.location)
        }
    }
}
