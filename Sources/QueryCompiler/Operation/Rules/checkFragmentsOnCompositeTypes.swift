import SchemaMapping

/// Section 5.5.1.3.
@Sendable func checkFragmentsOnCompositeTypes(_ survey: Survey, _ findings: inout Findings) {
    let conditions =
        survey.document.fragments.map(\.typeCondition) + survey.all(\.inlines).compactMap(\.inline.typeCondition)
    for name in conditions {
        guard survey.schema.kind(ofType: name.text) != nil, !survey.schema.isComposite(name.text) else { continue }
        findings.report("A fragment cannot be on \"\(name.text)\": it has no fields.", at: name.location)
    }
}
