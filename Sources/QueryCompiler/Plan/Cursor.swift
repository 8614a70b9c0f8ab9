import JSONText
import SQLText
import SchemaMapping

/// The place of a row in an ordering: base64url of the JSON text `["k3x9", "2026-01-31", null, "7"]`, the ordering that it
/// belongs to and the texts of the values that order the row. Statements make it, `after` and `before` take it.
struct Cursor {
    var ordering: String
    var values: [String?]

    /// Nil for text that no statement has made.
    init?(_ text: String) {
        guard let parts = readOpaqueText(text), case .string(let ordering)? = parts.first else { return nil }
        self.ordering = ordering
        values = []
        for part in parts.dropFirst() {
            switch part {
            case .null: values.append(nil)
            case .string(let text) where !text.utf8.contains(0): values.append(text)
            default: return nil
            }
        }
    }
}

/// A name for an order, the same in every process and release: cursors are kept by clients.
func orderingName(_ order: [OrderTerm], of entity: Entity) -> String {
    var text = entity.typeName
    for term in order {
        text += "\n\(describe(term.key)) \(term.direction.isAscending) \(term.direction.putsNullsLast)"
    }
    return String(stableHash(text), radix: 36)
}

/// The same for the order in which a function gives rows. Which function, and nothing of its arguments: with others, as with
/// another filter, a cursor is the same place in the rows that there are then.
func orderingName(of call: FunctionCall, _ entity: Entity) -> String {
    String(stableHash("\(entity.typeName)\n\(call.function)()"), radix: 36)
}

/// Whether a text can be the name of an order: anything else beside the marks of a shape could read like another shape.
func isOrderingName(_ text: String) -> Bool {
    (1...13).contains(text.utf8.count)
        && text.utf8.allSatisfy { isDigit($0) || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")) }
}

/// Without aliases, which depend on the rest of the request.
private func describe(_ key: OrderTerm.Key) -> String {
    switch key {
    case .column(let column): return column.column
    case .rank(let column, let language, _): return "rank \(column.column) \(language ?? "")"
    case .related(let view, _, let join, let key):
        return "\(view)(\(describe(join))).\(describe(key))"
    case .aggregated(let view, _, let join, let expression):
        return "\(view)(\(describe(join))).\(describe(expression))"
    }
}

private func describe(_ expression: AggregateExpression) -> String {
    switch expression {
    case .count: "count"
    case .countDistinct(let column): "count distinct \(column.column)"
    case .function(let function, let column): "\(function.rawValue) \(column.column)"
    }
}

private func describe(_ join: [Predicate]) -> String {
    join.map { predicate in
        switch predicate {
        case .joined(let inner, _, let outer): "\(outer.column)=\(inner.column)"
        case .exists(let view, _, let filter): "\(view)(\(describe(filter)))"
        default: ""
        }
    }.joined(separator: ",")
}
