import SchemaMapping

/// Section 5.5.2.3: some object can be both.
@Sendable func checkPossibleFragmentSpreads(_ survey: Survey, _ findings: inout Findings) {
    func check(_ condition: String, inside parent: ObjectDefinition?, _ location: Document.Location) {
        guard let parent, parent.name != condition, survey.schema.isComposite(condition) else { return }
        let possible = survey.schema.possibleTypes(of: parent.name)
        guard !survey.schema.possibleTypes(of: condition).contains(where: possible.contains) else { return }
        findings.report("A fragment on \"\(condition)\" fits no object of type \"\(parent.name)\".", at: location)
    }
    for site in survey.all(\.inlines) {
        if let name = site.inline.typeCondition { check(name.text, inside: site.parent, site.inline.location) }
    }
    for site in survey.all(\.spreads) {
        guard let index = survey.fragments[site.spread.name.text], let fragment = survey.definitions[index].fragment
        else { continue }
        check(fragment.typeCondition.text, inside: site.parent, site.spread.location)
    }
}
