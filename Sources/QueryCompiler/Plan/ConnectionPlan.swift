/// A page of rows by cursors (Relay's cursor connections), as one JSON object.
package struct ConnectionPlan: Hashable, Sendable {
    package var source: RowSource
    package var alias: String
    package var fields: [ConnectionField]
    /// Which rows there are at all: `totalCount` counts them.
    package var filter: [Predicate]
    /// Of them, those after and before the cursors given.
    package var range: [Predicate]
    /// In the direction that the page is read: backwards for `last`.
    package var order: [OrderTerm]
    package var isBackward: Bool
    package var limit: Count
    /// Of each row.
    package var cursor: CursorPlan
    /// Where a cursor is given: rows that the page leaves behind it, and ahead of it. Nil stands for none.
    package var before: Predicate?
    package var after: Predicate?
    /// Columns of the page that no column of the view is called like.
    package var positionColumn: String
    package var foundColumn: String
}

package struct ConnectionField: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case constant(String)
        case totalCount
        case nodes([OutputField])
        case edges([EdgeField])
        case pageInfo([PageInfoField])
    }

    package var responseKey: String
    package var value: Value
}

package struct EdgeField: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case constant(String)
        case cursor
        case node([OutputField])
    }

    package var responseKey: String
    package var value: Value
}

package struct PageInfoField: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case constant(String)
        case hasNextPage
        case hasPreviousPage
        case startCursor
        case endCursor
    }

    package var responseKey: String
    package var value: Value
}

/// What a cursor is made of: the ordering that it belongs to, and the values that order its row.
package struct CursorPlan: Hashable, Sendable {
    package struct Key: Hashable, Sendable {
        package var key: OrderTerm.Key
        /// Of the page: the view's own column, or a free name for a key that is computed.
        package var column: String
    }

    package var ordering: String
    package var keys: [Key]
}

/// Rows that come after a row in an order, which is given by the values of its keys.
package struct Keyset: Hashable, Sendable {
    package struct Term: Hashable, Sendable {
        package var key: OrderTerm.Key
        /// Whether a later row's key is greater or less.
        package var later: OperatorName
        package var equal: OperatorName
        /// Nil where the row has no value.
        package var value: Operand?
        package var isNullable: Bool
        package var putsNullsLast: Bool
    }

    package var terms: [Term]
    /// Whether the row itself counts.
    package var isInclusive: Bool
}
