package import SchemaMapping

// A filter never widens what it matches: a part that says nothing is an error and not "match all". `id: {}`,
// `id: { eq: null }`, `not: {}`, `where: null` and `posts: null` are refused; `some: {}` and `none: {}` ask whether there are rows.
// Literals are checked by a rule, variables when they are coerced, and absent variables by the planner.

/// Why the member of an input object may not be null; nil where null is a value.
package func refusalOfNull(_ member: InputValueDefinition) -> String? {
    switch member.meaning {
    case .filterOperator: "\"\(member.name)\" may not be null: rows without a value are found with isNull."
    case .filter, .and, .or, .not, .columnFilter, .relationFilter, .some, .every, .none, .having,
        .relationAggregateFilter, .aggregateCountFilter, .aggregateColumnFilter, .aggregateFunctionFilter:
        "\"\(member.name)\" may not be null: leave it out instead."
    default: nil
    }
}

/// Why a member or argument may not be a variable without a value.
let refusalOfAbsent =
    "The variable has no value, and without it more rows would match: leave the condition out instead."

/// Why an input object may not be empty; nil where `{}` is a value. `place` is the argument or member that it is given
/// for, where that is known: a whole variable may stand anywhere.
package func refusalOfEmpty(_ object: InputObjectDefinition, as place: InputValueDefinition?) -> String? {
    guard let first = object.fields.first else { return nil }
    switch (place?.meaning, first.meaning) {
    case (.some(.some), _), (.some(.none), _): return nil
    case (_, .filterOperator): return "A filter on a column needs at least one operator of \(object.name)."
    case (_, .some), (_, .every), (_, .none): return "A filter on a list needs at least one of some, every and none."
    case (_, .aggregateCountFilter): return "A filter on what rows come to needs count or a column."
    case (_, .aggregateFunctionFilter): return "A filter on what a column comes to needs at least one function."
    case (.some, .and), (.some, .or), (.some, .not), (.some, .columnFilter), (.some, .relationFilter):
        return "An empty filter would match every row: leave it out instead."
    default: return nil
    }
}
