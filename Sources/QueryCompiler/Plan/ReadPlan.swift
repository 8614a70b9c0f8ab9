package import SQLText
package import SchemaMapping

/// One level of rows: which view, which rows of it, in which order, and what each row shows.
package struct ReadPlan: Hashable, Sendable {
    package enum Cardinality: String, Hashable, Sendable {
        /// A JSON array.
        case many
        /// A JSON object, or null where there is no row.
        case one
    }

    package var cardinality: Cardinality
    package var source: RowSource
    /// `t1`, `t2`: by position in the request.
    package var alias: String
    /// Response keys in response order, each once.
    package var fields: [OutputField]
    /// All must hold.
    package var filter: [Predicate]
    /// Total wherever the entity has a key to order pages by (`Entity.pageKey`).
    package var order: [OrderTerm]
    package var limit: Count?
    package var offset: Count?
    /// One row for each combination of values: the first in order, which begins with these.
    package var distinctOn: [ColumnReference] = []
}

package struct OutputField: Hashable, Sendable {
    package var responseKey: String
    package var value: OutputValue
}

package indirect enum OutputValue: Hashable, Sendable {
    case column(ColumnReference, OutputForm, TextForm)
    case computed(ComputedValue, OutputForm, TextForm)
    /// `__typename`.
    case constant(String)
    /// The global id of a row: the name of its type and the columns of its key.
    case nodeID(String, [ColumnReference])
    /// Rows of a related view, correlated by the nested plan's own filter.
    case nested(ReadPlan)
    /// The row that a to-one relation leads to, joined to the page: one plan for all rows of it.
    case joined(ReadPlan)
    /// A page of related rows.
    case connection(ConnectionPlan)
    /// An object of further fields of the same row.
    case object([OutputField])
}

/// How a column's value becomes JSON.
package enum OutputForm: Hashable, Sendable {
    /// As PostgreSQL's JSON functions print it.
    case plain
    /// The same of an array: one of several dimensions is an error, as it is in the other forms.
    case list
    /// Through text, element by element for an array: int8 and numeric keep their digits.
    case text(isArray: Bool)
    /// An enum with labels that are no GraphQL names; the pairs that differ.
    case names([LabelName], isArray: Bool)

    /// Whether the printed form names the value more than once.
    package var namesValueOften: Bool {
        switch self {
        case .plain, .text(isArray: false): false
        case .list, .text(isArray: true), .names: true
        }
    }

    package struct LabelName: Hashable, Sendable {
        package var label: String
        package var name: String
    }
}

/// How the text of a column's value becomes JSON where the sidecar writes it, equal to what `row_to_json` writes.
package enum TextForm: Hashable, Sendable {
    case encoded(Statement.ValueEncoding)
    /// Only PostgreSQL knows: `to_json` of the value. The text of a timestamp is not its JSON form, NaN is no number.
    case toJSON
}

/// A column of a view under its alias.
package struct ColumnReference: Hashable, Sendable {
    package var alias: String
    package var column: String
}

package struct OrderTerm: Hashable, Sendable {
    package indirect enum Key: Hashable, Sendable {
        case column(ColumnReference)
        /// The same key of the row that a to-one relation leads to.
        case related(view: QualifiedName, alias: String, join: [Predicate], Key)
        /// How well a search in the column is satisfied.
        case rank(ColumnReference, language: String?, Operand)
        /// What the rows that a to-many relation leads to come to.
        case aggregated(view: QualifiedName, alias: String, join: [Predicate], AggregateExpression)

        /// Of the ordered view itself.
        package var column: ColumnReference? { if case .column(let column) = self { column } else { nil } }
    }

    package var key: Key
    package var direction: OrderDirection
    package var type: FieldType
    /// Whether the key can be null: of a related row, always.
    package var isNullable: Bool

    package var reversed: OrderTerm {
        var term = self
        term.direction = direction.reversed
        return term
    }
}

/// A number of rows: known to the planner, so PostgreSQL estimates with it, or given with each request.
package enum Count: Hashable, Sendable {
    case literal(Int)
    case bind(Bind)
}
