import SQLText

/// Rows after the row of a cursor. Where all keys run in one direction and nulls cannot come later, a row comparison,
/// which an index serves in one range:
///
///     (t1.created_at, t1.id) > ($1, $2)
///
/// Otherwise one alternative for each key, with a bound of the first key in front where there can be one:
///
///     t1.name >= $1 and (t1.name > $2 or (t1.name = $3 and t1.id < $4))
func printKeyset(_ keyset: Keyset) -> SQL<Bind> {
    if let comparison = printRowComparison(keyset) { return comparison }
    var alternatives: [SQL<Bind>] = []
    for index in keyset.terms.indices {
        guard let later = printLater(keyset.terms[index]) else { continue }
        alternatives.append(printAll(keyset.terms[..<index].map(printEqual) + [later]))
    }
    if keyset.isInclusive { alternatives.append(printAll(keyset.terms.map(printEqual))) }
    if alternatives.isEmpty { return "false" }
    let any: SQL<Bind> = "(\(alternatives.joined(by: " or ")))"
    guard keyset.terms.count > 1, let first = keyset.terms.first, !first.nullsFollow, let value = first.value else {
        return any
    }
    return "(\(printOrderKey(first.key)) \(printOperator(first.later.orEqual)) \(printOperand(value)) and \(any))"
}

private func printRowComparison(_ keyset: Keyset) -> SQL<Bind>? {
    guard let later = keyset.terms.first?.later, later.schema == nil else { return nil }
    var (keys, values): ([SQL<Bind>], [SQL<Bind>]) = ([], [])
    for term in keyset.terms {
        guard let value = term.value, term.later == later, !term.nullsFollow else { return nil }
        keys.append(printOrderKey(term.key))
        values.append(printOperand(value))
    }
    let comparison = printOperator(keyset.isInclusive ? later.orEqual : later)
    if keys.count == 1 { return "\(keys[0]) \(comparison) \(values[0])" }
    return "(\(keys.joined(by: ", "))) \(comparison) (\(values.joined(by: ", ")))"
}

/// Nil where no key can be later.
private func printLater(_ term: Keyset.Term) -> SQL<Bind>? {
    let key = printOrderKey(term.key)
    guard let value = term.value else { return term.putsNullsLast ? nil : "\(key) is not null" }
    let comparison: SQL<Bind> = "\(key) \(printOperator(term.later)) \(printOperand(value))"
    return term.nullsFollow ? "(\(comparison) or \(key) is null)" : comparison
}

private func printEqual(_ term: Keyset.Term) -> SQL<Bind> {
    let key = printOrderKey(term.key)
    return term.value.map { "\(key) \(printOperator(term.equal)) \(printOperand($0))" } ?? "\(key) is null"
}

private func printAll(_ conditions: [SQL<Bind>]) -> SQL<Bind> {
    conditions.count == 1 ? conditions[0] : "(\(conditions.joined(by: " and ")))"
}

extension Keyset.Term {
    /// Whether rows without a value come after one that has one.
    fileprivate var nullsFollow: Bool { isNullable && putsNullsLast }
}

extension OperatorName {
    fileprivate var orEqual: OperatorName { OperatorName(schema: schema, name: name + "=") }
}
