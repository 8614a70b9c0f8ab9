import SchemaMapping

/// Section 5.2.4.1, which speaks of the fields of the subscription root: a schema without one has nothing to say. Requests
/// never come here, since `validate` refuses subscriptions first; other operations of their document may.
@Sendable func checkSingleFieldSubscriptions(_ survey: Survey, _ findings: inout Findings) {
    guard survey.schema.object("Subscription") != nil else { return }
    for operation in survey.document.operations where operation.kind == .subscription {
        var keys: Set<String> = []
        var pending = [operation.selections]
        var seen: Set<String> = []
        while let selections = pending.popLast() {
            for selection in selections {
                switch selection {
                case .field(let field): keys.insert(field.responseKey)
                case .inline(let inline): pending.append(inline.selections)
                case .spread(let spread):
                    let name = spread.name.text
                    guard seen.insert(name).inserted, let index = survey.fragments[name] else { continue }
                    pending.append(survey.definitions[index].fragment?.selections ?? [])
                }
            }
        }
        if keys.count > 1 {
            findings.report("A subscription must select one field, not \(keys.count).", at: operation.location)
        }
    }
}
