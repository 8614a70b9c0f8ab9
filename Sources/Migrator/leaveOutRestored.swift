import InstallPlanner
private import SQLText

/// The steps of a way back to base without what they would make again only to drop it further down: a former view may
/// name columns that the user has dropped since. Statements that a person wrote stay.
func leaveOutRestored(_ steps: [[ScriptStep]]) -> [[ScriptStep]] {
    let views = Set(droppedNames("view", steps.flatMap { $0 }.flatMap(\.statements).map(\.text)))
    return steps.map { steps in
        steps.map { step in
            let records = step.statements.map(\.text).filter { $0.hasPrefix("call fraiseql.record_object(") }
            var step = step
            step.statements.removeAll { statement in
                records.contains(statement.text) || makesAgain(statement.text, views)
                    || (statement.text.hasPrefix("grant ")
                        && records.contains { $0.contains(quoteLiteral(statement.text)) })
            }
            return step
        }
    }
}

private func makesAgain(_ statement: String, _ views: Set<String>) -> Bool {
    for prefix in ["create", "create or replace", "comment on"].map({ "\($0) view " }) where statement.hasPrefix(prefix)
    {
        let rest = statement.dropFirst(prefix.count)
        return views.contains { rest.hasPrefix("\($0) ") }
    }
    if statement.hasPrefix("comment on column ") {
        let rest = statement.dropFirst("comment on column ".count)
        return views.contains { rest.hasPrefix("\($0).") }
    }
    return statement.hasPrefix("grant ") && views.contains { statement.contains(" on \($0) to ") }
}
