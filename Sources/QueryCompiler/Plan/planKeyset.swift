import JSONText
import SchemaMapping
import SQLText

/// Rows later in `order` than the row of a cursor that was given for it.
func planKeyset(
    _ given: Given, _ order: [OrderTerm], _ ordering: String, isInclusive: Bool = false, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> Predicate {
    let text: String
    switch given {
    case .literal(.string(let literal)): text = literal
    case .variable(.string(let value), _): text = value
    case .absent, .literal, .variable: throw context.refusal(of: given, at: place, "must be a cursor")
    }
    guard let cursor = Cursor(text) else {
        throw context.refusal(of: given, at: place, noCursor)
    }
    guard cursor.ordering == ordering, cursor.values.count == order.count else {
        throw context.refusal(
            of: given, at: place, "is a cursor of another ordering: ask for the first page again, or order as before")
    }
    var terms: [Keyset.Term] = []
    for (index, (term, value)) in zip(order, cursor.values).enumerated() {
        // Null for a key that has always a value: a hand made it.
        guard value != nil || term.isNullable else { throw context.refusal(of: given, at: place, noCursor) }
        var operand: Operand?
        if let value {
            let bind: Bind =
                if case .variable(_, let path) = given { .variable(path, .cursorValue(index)) } else { .literal(value) }
            operand = Operand(source: .bind(bind), type: parameterType(term.type), isArray: term.type.isArray)
        }
        terms.append(
            Keyset.Term(
                key: term.key, later: operatorName(term.direction.isAscending ? ">" : "<", term.type),
                equal: operatorName("=", term.type), value: operand, isNullable: term.isNullable,
                putsNullsLast: term.direction.putsNullsLast))
    }
    return .keyset(Keyset(terms: terms, isInclusive: isInclusive))
}

private let noCursor = "is no cursor of this API: pass one as it was read"
