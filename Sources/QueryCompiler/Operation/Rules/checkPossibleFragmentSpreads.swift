import SchemaMapping

/// Section 5.5.2.3. Every composite type is an object so far: a fragment fits its own type only.
@Sendable func checkPossibleFragmentSpreads(_ survey: Survey, _ findings: inout Findings) {
    func check(_ condition: String, inside parent: ObjectDefinition?, _ location: Document.Location) {
        guard let parent, survey.schema.object(condition) != nil, parent.name != condition else { return }
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
