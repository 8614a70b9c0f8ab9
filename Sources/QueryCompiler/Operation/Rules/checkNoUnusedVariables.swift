/// Section 5.8.4.
@Sendable func checkNoUnusedVariables(_ survey: Survey, _ findings: inout Findings) {
    for (operation, reached) in zip(survey.document.operations, survey.reach) where !operation.variables.isEmpty {
        let used = Set(reached.flatMap { survey.definitions[$0].variableUses.map(\.name) })
        for variable in operation.variables where !used.contains(variable.name.text) {
            findings.report("The variable \"$\(variable.name.text)\" is used nowhere.", at: variable.location)
        }
    }
}
