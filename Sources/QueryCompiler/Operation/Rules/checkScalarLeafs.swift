import SchemaMapping

/// Section 5.3.3.
@Sendable func checkScalarLeafs(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.fields) {
        guard let definition = site.definition else { continue }
        let name = site.field.name.text
        if !survey.schema.isComposite(definition.typeName) {
            guard site.field.selections != nil else { continue }
            findings.report(
                "The field \"\(name)\" of type \"\(definition.type)\" has no fields to select.", at: site.field.location
            )
        } else if site.field.selections == nil {
            findings.report(
                "The field \"\(name)\" of type \"\(definition.type)\" needs a selection of fields: \(name) { ... }.",
                at: site.field.location)
        }
    }
}
