private import SQLText

/// The steps of a way back to base without what they would make again only to drop it further down: what pins columns may
/// name some that the user has dropped since. Statements that a person wrote stay.
package func leaveOutRestored(_ steps: [[ScriptStep]]) -> [[ScriptStep]] {
    let statements = steps.flatMap { $0 }.flatMap(\.statements).map(\.text)
    let dropped = Set(droppedObjects(statements).filter(\.kind.pinsColumns))
    return steps.map { steps in
        steps.map { step in
            let records = step.statements.map(\.text).filter { $0.hasPrefix("call fraiseql.record_object(") }
            var step = step
            step.statements.removeAll { statement in
                records.contains(statement.text) || dropped.contains { $0.isMadeAgain(by: statement.text) }
                    || (statement.text.hasPrefix("grant ")
                        && records.contains { $0.contains(quoteLiteral(statement.text)) })
            }
            return step
        }
    }
}

extension ObjectIdentity {
    /// Whether a statement of a script makes the object, describes it or its columns, or grants something on it.
    fileprivate func isMadeAgain(by statement: String) -> Bool {
        guard let keyword = kind.keyword else { return false }
        return ["create \(keyword)", kind.createInPlace, "comment on \(keyword)"].compactMap(\.self)
            .contains { statement.hasPrefix("\($0) \(name) ") }
            || statement.hasPrefix("comment on column \(name).")
            || statement.hasPrefix("grant ") && statement.contains(" on \(name) to ")
    }
}
