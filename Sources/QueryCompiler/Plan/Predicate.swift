package import SQLText

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
    case infix(ColumnReference, OperatorName, Operand)
    /// `column = any ($1)`, `column <> all ($1)`.
    case infixAny(ColumnReference, OperatorName, Operand)
    case infixAll(ColumnReference, OperatorName, Operand)
    case isNull(ColumnReference, Bool)
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
