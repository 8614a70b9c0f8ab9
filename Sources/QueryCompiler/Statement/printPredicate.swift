import SQLText

func printReference(_ reference: ColumnReference) -> SQL<Bind> {
    "\(identifier: reference.alias).\(identifier: reference.column)"
}

/// Conditions that must all hold, one a line, as a `where` clause takes them.
func printConjunction(_ predicates: [Predicate]) -> SQL<Bind> {
    var conditions: [Predicate] = []
    for predicate in predicates {
        // The usual case, a filter object of several columns, reads better without its parentheses.
        if case .and(let inner) = predicate, !inner.isEmpty {
            conditions += inner
        } else {
            conditions.append(predicate)
        }
    }
    // Each condition starts its line, so that what it nests is indented below it.
    let further: [SQL<Bind>] = conditions.dropFirst().map { condition in
        let line: SQL<Bind> = "and \(printPredicate(condition))"
        return "\n    \(line)"
    }
    return conditions.prefix(1).map(printPredicate).joined(by: "") + further.joined(by: "")
}

/// A condition that may stand beside `and`, `or` and `not` as it is.
private func printPredicate(_ predicate: Predicate) -> SQL<Bind> {
    switch predicate {
    case .everything: "true"
    case .and(let predicates): printGroup(predicates, "and", empty: true)
    case .or(let predicates): printGroup(predicates, "or", empty: false)
    case .aggregated(let source, let alias, let filter):
        """
        exists (
            select
            from \(printSource(.groups(source))) as \(identifier: alias)
            where \(printConjunction(filter))
        )
        """
    case .keyset(let keyset): printKeyset(keyset)
    case .not(.exists(let view, let alias, let filter)):
        "not \(printPredicate(.exists(view: view, alias: alias, filter: filter)))"
    case .not(let inner): "not \(printEnclosed(inner))"
    case .isNotTrue(let inner): "\(printEnclosed(inner)) is not true"
    case .infix(let subject, let name, let operand):
        "\(printSubject(subject)) \(printOperator(name)) \(printOperand(operand))"
    case .infixAny(let subject, let name, let operand):
        "\(printSubject(subject)) \(printOperator(name)) any (\(printOperand(operand)))"
    case .infixAll(let subject, let name, let operand):
        "\(printSubject(subject)) \(printOperator(name)) all (\(printOperand(operand)))"
    case .isNull(let subject, true, asOneValue: false): "\(printSubject(subject)) is null"
    case .isNull(let subject, false, asOneValue: false): "\(printSubject(subject)) is not null"
    case .isNull(let subject, true, asOneValue: true): "\(printSubject(subject)) is not distinct from null"
    case .isNull(let subject, false, asOneValue: true): "\(printSubject(subject)) is distinct from null"
    case .test(let test, let subject): printTest(test, printSubject(subject))
    case .search(let subject, let language, let operand):
        "\(printSubject(subject)) @@ \(printSearch(language, printOperand(operand)))"
    case .joined(let inner, let name, let outer):
        "\(printReference(inner)) \(printOperator(name)) \(printReference(outer))"
    case .exists(let view, let alias, let filter):
        """
        exists (
            \(printExistence(.view(view), alias, filter))
        )
        """
    }
}

func printExistence(_ source: RowSource, _ alias: String, _ filter: [Predicate]) -> SQL<Bind> {
    """
    select
    from \(printSource(source)) as \(identifier: alias)
    where \(printConjunction(filter))
    """
}

private func printGroup(_ predicates: [Predicate], _ word: SQL<Bind>, empty: Bool) -> SQL<Bind> {
    switch predicates.count {
    case 0: empty ? "true" : "false"
    case 1: printPredicate(predicates[0])
    default: "(\(predicates.map(printPredicate).joined(by: " \(word) ")))"
    }
}

private func printEnclosed(_ predicate: Predicate) -> SQL<Bind> {
    "(\(printPredicate(predicate)))"
}

/// The names come from the operator table, never from a request.
func printOperator(_ name: OperatorName) -> SQL<Bind> {
    guard let schema = name.schema else { return "\(unsafe: likeWords[name.name] ?? name.name)" }
    return "operator(\(identifier: schema).\(unsafe: name.name))"
}

/// How people write them.
private let likeWords = ["~~": "like", "!~~": "not like", "~~*": "ilike", "!~~*": "not ilike"]

func printOperand(_ operand: Operand) -> SQL<Bind> {
    let type: SQL<Bind> = operand.isArray ? "\(operand.type)[]" : "\(operand.type)"
    switch operand.source {
    case .bind(let bind): return "\(bind: bind)::\(type)"
    case .list(let binds):
        let elements: [SQL<Bind>] = binds.map { "\(bind: $0)::\(operand.type)" }
        return "array[\(elements.joined(by: ", "))]::\(type)"
    }
}
