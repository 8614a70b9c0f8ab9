package import SQLText

/// A call of a function of the user's. What is not given has the parameter's default.
package struct FunctionCall: Hashable, Sendable {
    package struct Argument: Hashable, Sendable {
        package var parameter: String
        package var value: Operand
    }

    package var function: QualifiedName
    /// The row that it takes first.
    package var row: ColumnReference?
    package var arguments: [Argument]
}

/// What a function gives for a row: called once, however often the JSON form names the value.
package enum ComputedValue: Hashable, Sendable {
    /// A column of the view that calls it.
    case column(ColumnReference)
    case call(FunctionCall)

    /// The column that it is read from, or made of.
    package var column: ColumnReference? {
        switch self {
        case .column(let column): column
        case .call(let call): call.row
        }
    }
}

/// One value that a function gives, as JSON.
package struct CallPlan: Hashable, Sendable {
    package var call: FunctionCall
    package var alias: String
    package var form: OutputForm
}

/// The rows of a view that a function names by their keys, in the order in which it does. Read through the view, they are
/// what the caller may see, with all its columns, whoever the function runs as.
package struct CalledSource: Hashable, Sendable {
    package var view: QualifiedName
    package var call: FunctionCall
    /// Of what the function gives, and of the view.
    package var callAlias: String
    package var viewAlias: String
    /// The key, equal on both sides.
    package var join: [Predicate]
    /// The column that holds a row's place; nil where nobody asks for it.
    package var positionColumn: String?
    package var position = Position.given
    /// Whether several parts of a statement read the rows, of one call.
    package var isShared = false

    package enum Position: Hashable, Sendable {
        /// Among all that the function gives: enough to order by.
        case given
        /// Among those that the caller sees: what a cursor may tell.
        case seen
    }
}
