import SchemaMapping

/// Section 5.3.1.
@Sendable func checkFieldsOnCorrectType(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.fields) {
        guard let parent = site.parent, site.definition == nil else { continue }
        guard !findings.isFull else { return }
        let name = site.field.name.text
        let end = suggestion(for: name, among: parent.fields.map(\.name), in: survey.schema)
        findings.report("The type \"\(parent.name)\" has no field \"\(name)\"\(end)", at: site.field.location)
    }
}
