package import SQLText
package import SchemaMapping

/// A condition on rows, with SQL's three truth values: a row counts only where it is true.
package indirect enum Predicate: Hashable, Sendable {
    /// Every row.
    case everything
    /// True when empty.
    case and([Predicate])
    /// False when empty.
    case or([Predicate])
    case not(Predicate)
    /// `column = $1`.
    case infix(Subject, OperatorName, Operand)
    /// `column = any ($1)`, `column <> all ($1)`.
    case infixAny(Subject, OperatorName, Operand)
    case infixAll(Subject, OperatorName, Operand)
    /// Whether there is no value. For SQL's `is null` a row of nulls is none; with `asOneValue` it is one.
    case isNull(Subject, Bool, asOneValue: Bool)
    case test(FilterOperator.Test, Subject)
    /// `column @@ websearch_to_tsquery('english', $1)`; without a language, by the database's default.
    case search(Subject, language: String?, Operand)
    /// The columns of a foreign key: equal on both sides.
    case joined(ColumnReference, OperatorName, ColumnReference)
    /// Whether rows of a view satisfy all of `filter`.
    case exists(view: QualifiedName, alias: String, filter: [Predicate])
    /// Whether what rows come to satisfies all of `filter`, which names columns of the source.
    case aggregated(GroupSource, alias: String, filter: [Predicate])
    /// Later in an order than the row of a cursor.
    case keyset(Keyset)
    /// Not true: false or unknown. `every` means that no row is like this.
    case isNotTrue(Predicate)
}

/// What a condition is about: a column, or what is made of it.
package indirect enum Subject: Hashable, Sendable {
    case column(ColumnReference)
    /// What stands at a path of a jsonb value; null where the path leads nowhere.
    case path(Subject, Operand)
    case part(FilterOperator.Part, of: Subject)
}

/// An operator. Those of an extension's type live in the type's schema, which no search path names; without it,
/// `citext = citext` would be found as `text = text` and see upper and lower case.
package struct OperatorName: Hashable, Sendable {
    /// nil for pg_catalog.
    package var schema: String?
    package var name: String
}

/// What a column is compared with. The cast gives every parameter one type, whatever the text of its value.
package struct Operand: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case bind(Bind)
        /// A list written in the document with variables in it: one bind each.
        case list([Bind])
    }

    package var source: Source
    /// The element's type for an array.
    package var type: QualifiedName
    package var isArray: Bool
}
