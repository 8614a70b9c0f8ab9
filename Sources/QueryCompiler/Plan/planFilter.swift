import JSONText
import SchemaMapping
import SQLText

/// A filter object, given for `member`, as a condition on the rows of `alias`. What says nothing is refused, so that a
/// forgotten variable never widens a result (see filterRefusal.swift). Only `and: []` says "all".
func planFilter(
    _ given: Given, for member: InputValueDefinition, _ alias: String, at place: String, _ context: inout PlanContext
) throws(RequestErrors) -> Predicate {
    let definition = try inputObject(member, context)
    var conditions: [Predicate] = []
    for (name, value) in try requireMembers(given, for: member, of: definition, at: place, context) {
        let place = "\(place).\(name)"
        guard let field = definition.field(name) else { throw context.refusal("\(place) is unknown") }
        switch field.meaning {
        case .and: conditions.append(.and(try planFilters(value, for: field, alias, at: place, &context)))
        case .or: conditions.append(.or(try planFilters(value, for: field, alias, at: place, &context)))
        case .not: conditions.append(.not(try planFilter(value, for: field, alias, at: place, &context)))
        case .columnFilter(let column):
            let subject = Subject.column(context.column(column, alias))
            conditions += try planOperators(value, for: field, column.type, subject, at: place, context)
        case .relationAggregateFilter(let relation):
            conditions.append(
                try planRelationAggregateFilter(value, for: field, relation, alias, at: place, &context))
        case .relationFilter(let relation):
            conditions += try planRelationFilter(value, for: field, relation, alias, at: place, &context)
        default: throw context.refusal("\(place) is no filter", .internalError)
        }
    }
    return conditions.count == 1 ? conditions[0] : .and(conditions)
}

func inputObject(
    _ member: InputValueDefinition, _ context: PlanContext
) throws(RequestErrors) -> InputObjectDefinition {
    guard let definition = context.schema.inputObject(member.type.name) else {
        throw context.refusal("\(member.type) is no filter", .internalError)
    }
    return definition
}

private func planFilters(
    _ given: Given, for member: InputValueDefinition, _ alias: String, at place: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> [Predicate] {
    try requireValue(given, for: member, at: place, context)
    var conditions: [Predicate] = []
    for (index, element) in given.elements(context.variables).enumerated() {
        conditions.append(try planFilter(element, for: member, alias, at: "\(place)[\(index)]", &context))
    }
    return conditions
}

/// To-one: a filter on the row that it leads to. To-many: `some`, `every`, `none` of its rows.
private func planRelationFilter(
    _ given: Given, for member: InputValueDefinition, _ relation: Relation, _ outer: String, at place: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> [Predicate] {
    let target = try context.entity(relation.target)
    if relation.kind == .toOne {
        let alias = context.nextAlias()
        let filter = try planFilter(given, for: member, alias, at: place, &context)
        return [
            .exists(
                view: target.view, alias: alias, filter: context.join(relation, outer: outer, inner: alias) + [filter])
        ]
    }
    let definition = try inputObject(member, context)
    var conditions: [Predicate] = []
    for (name, value) in try requireMembers(given, for: member, of: definition, at: place, context) {
        let place = "\(place).\(name)"
        guard let field = definition.field(name) else { throw context.refusal("\(place) is unknown") }
        let alias = context.nextAlias()
        // `some: {}` and `none: {}` ask whether there are rows at all. `every: {}` would hold for every row.
        let filter: Predicate =
            value.isWrittenEmpty && field.meaning != .every
            ? .everything : try planFilter(value, for: field, alias, at: place, &context)
        let join = context.join(relation, outer: outer, inner: alias)
        switch field.meaning {
        case .some: conditions.append(.exists(view: target.view, alias: alias, filter: join + [filter]))
        case .none: conditions.append(.not(.exists(view: target.view, alias: alias, filter: join + [filter])))
        case .every:
            let violation = Predicate.exists(view: target.view, alias: alias, filter: join + [.isNotTrue(filter)])
            conditions.append(.not(violation))
        default: throw context.refusal("\(place) is no filter", .internalError)
        }
    }
    return conditions
}

/// The members of a filter object that is given for `member`.
func requireMembers(
    _ given: Given, for member: InputValueDefinition, of object: InputObjectDefinition, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> [(name: String, value: Given)] {
    try requireValue(given, for: member, at: place, context)
    guard let members = given.members(context.variables) else { throw context.refusal("\(place) must be an object") }
    if members.isEmpty {
        let reason = refusalOfEmpty(object, as: member) ?? "An empty filter says nothing."
        throw context.refusal(of: given, at: place, reason)
    }
    return members
}

func requireValue(
    _ given: Given, for member: InputValueDefinition, at place: String, _ context: PlanContext
) throws(RequestErrors) {
    guard given.isNull else { return }
    throw context.refusal(of: given, at: place, refusalOfNull(member) ?? "\"\(member.name)\" may not be null.")
}
