import SchemaMapping

/// Section 5.5.1.2, and the types of variables.
@Sendable func checkKnownTypeNames(_ survey: Survey, _ findings: inout Findings) {
    let named =
        survey.document.operations.flatMap { $0.variables.map(\.type.name) }
        + survey.document.fragments.map(\.typeCondition) + survey.all(\.inlines).compactMap(\.inline.typeCondition)
    for name in named where survey.schema.kind(ofType: name.text) == nil {
        guard !findings.isFull else { return }
        let end = suggestion(for: name.text, among: survey.schema.typeNames, in: survey.schema)
        findings.report("The schema has no type \"\(name.text)\"\(end)", at: name.location)
    }
}
