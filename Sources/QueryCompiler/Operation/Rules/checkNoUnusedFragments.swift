/// Section 5.5.1.4.
@Sendable func checkNoUnusedFragments(_ survey: Survey, _ findings: inout Findings) {
    let used = Set(survey.reach.joined().compactMap { survey.definitions[$0].fragment?.name.text })
    for fragment in survey.document.fragments where !used.contains(fragment.name.text) {
        findings.report("The fragment \"\(fragment.name.text)\" is used nowhere.", at: fragment.location)
    }
}
