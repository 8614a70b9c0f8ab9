package import SQLText
package import SchemaMapping

/// Where the rows of a level come from.
package indirect enum RowSource: Hashable, Sendable {
    case view(QualifiedName)
    case groups(GroupSource)
    case called(CalledSource)

    /// The outer row that a function is called with.
    package var calledWith: ColumnReference? {
        switch self {
        case .view: nil
        case .groups(let groups): groups.rows.calledWith
        case .called(let called): called.call.row
        }
    }
}

/// What rows come to, by groups: one row for each group, and one in all where there are no keys. Its columns
/// have names of their own, so that filters, orders and outputs name them like the columns of a view.
package struct GroupSource: Hashable, Sendable {
    package struct Key: Hashable, Sendable {
        package var name: String
        package var column: ColumnReference
        package var unit: DateUnit?
    }

    package struct Value: Hashable, Sendable {
        package var name: String
        package var expression: AggregateExpression
    }

    package var rows: RowSource
    package var alias: String
    package var filter: [Predicate]
    package var keys: [Key] = []
    package var values: [Value] = []

    /// The column that holds a value, which is computed once however often it is named.
    mutating func column(of expression: AggregateExpression) -> String {
        if let found = values.first(where: { $0.expression == expression }) { return found.name }
        let name = "value\(values.count + 1)"
        values.append(Value(name: name, expression: expression))
        return name
    }
}

/// What rows come to.
package enum AggregateExpression: Hashable, Sendable {
    /// How many rows there are.
    case count
    /// How many values a column has.
    case countDistinct(ColumnReference)
    case function(AggregateFunction, ColumnReference)
}
