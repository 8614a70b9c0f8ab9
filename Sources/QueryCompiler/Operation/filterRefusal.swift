package import SchemaMapping

// A filter never widens what it matches: a part that says nothing is an error and not "match all". `id: {}`,
// `id: { eq: null }`, `not: {}` and `posts: null` are refused; `where: {}` and `posts: { some: {} }` say what they mean.
// Literals are checked by a rule, variables when they are coerced, and what a variable leaves out by the planner.

/// Why the member of an input object may not be null; nil where null is a value.
package func refusalOfNull(_ member: InputValueDefinition) -> String? {
    switch member.meaning {
    case .filterOperator: "\"\(member.name)\" may not be null: to test for null write isNull."
    case .and, .or, .not, .columnFilter, .relationFilter, .some, .every, .none:
        "\"\(member.name)\" may not be null: a filter that says nothing is left out."
    default: nil
    }
}

/// Why an input object may not be empty; nil where `{}` is a value. `member` is where it stands, if in another object.
package func refusalOfEmpty(_ object: InputObjectDefinition, as member: InputValueDefinition?) -> String? {
    if member?.meaning == .not { return "\"not\" of an empty filter says nothing: leave it out." }
    guard let first = object.fields.first else { return nil }
    switch first.meaning {
    case .filterOperator: return "A filter needs at least one operator of \(object.name)."
    case .some, .every, .none: return "A filter on a list needs at least one of some, every and none."
    default: return nil
    }
}
