import SQLText
import SchemaMapping

/// What stands behind `from`: a view, what its rows come to, or those of them that a function names.
///
///     select
///         t1.status as key1,
///         count(*) as value1
///     from api.v_order as t1
///     group by t1.status
func printSource(_ source: RowSource) -> SQL<Bind> {
    switch source {
    case .view(let view): "\(view)"
    case .groups(let groups): "(\n    \(printGroups(groups))\n)"
    case .called(let called): "(\n    \(printCalledSource(called))\n)"
    }
}

private func printGroups(_ source: GroupSource) -> SQL<Bind> {
    let keys: [SQL<Bind>] = source.keys.map(printKey)
    let columns =
        zip(source.keys, keys).map { key, expression -> SQL<Bind> in "\(expression) as \(identifier: key.name)" }
        + source.values.map { "\(printAggregate($0.expression)) as \(identifier: $0.name)" }
    var clauses: [SQL<Bind>] = [
        columns.isEmpty ? "select" : "select\n    \(columns.joined(by: ",\n"))",
        "from \(printSource(source.rows)) as \(identifier: source.alias)",
    ]
    if !source.filter.isEmpty { clauses.append("where \(printConjunction(source.filter))") }
    // Without keys all rows are one group, also where there is no row.
    if keys.isEmpty { clauses.append("having true") } else { clauses.append("group by \(keys.joined(by: ", "))") }
    return clauses.joined(by: "\n")
}

private func printKey(_ key: GroupSource.Key) -> SQL<Bind> {
    let column = printReference(key.column)
    guard let unit = key.unit else { return column }
    return "date_trunc(\(literal: unit.rawValue.lowercased()), \(column))"
}

func printAggregate(_ expression: AggregateExpression) -> SQL<Bind> {
    switch expression {
    case .count: "count(*)"
    case .countDistinct(let column): "count(distinct \(printReference(column)))"
    // The name comes from the table of functions.
    case .function(let function, let column): "\(unsafe: function.sqlName)(\(printReference(column)))"
    }
}
