/// Section 5.5.2.1.
@Sendable func checkKnownFragmentNames(_ survey: Survey, _ findings: inout Findings) {
    for name in survey.all(\.spreads).map(\.spread.name) where survey.fragments[name.text] == nil {
        guard !findings.isFull else { return }
        let end = suggestion(for: name.text, among: survey.document.fragments.map(\.name.text), in: survey.schema)
        findings.report("The document has no fragment \"\(name.text)\"\(end)", at: name.location)
    }
}
