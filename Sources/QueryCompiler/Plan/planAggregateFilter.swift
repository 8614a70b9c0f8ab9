import JSONText
import SchemaMapping
import SQLText

/// A filter on what rows come to: `{ count: { gt: 3 }, total: { sum: { lt: "100" } } }`.
func planAggregateFilter(
    _ given: Given, for member: InputValueDefinition, at place: String, _ aggregation: inout Aggregation,
    _ context: inout PlanContext
) throws(RequestErrors) -> [Predicate] {
    let definition = try inputObject(member, context)
    var conditions: [Predicate] = []
    for (name, value) in try requireMembers(given, for: member, of: definition, at: place, context) {
        let place = "\(place).\(name)"
        guard let field = definition.field(name) else { throw context.refusal("\(place) is unknown") }
        switch field.meaning {
        case .aggregateCountFilter:
            let column = aggregation.column(of: .count)
            conditions += try planOperators(value, for: field, countType, .column(column), at: place, context)
        case .aggregateColumnFilter(let column):
            context.note(column)
            conditions += try planFunctionFilter(value, for: field, column, at: place, &aggregation, context)
        default: throw context.refusal("\(place) is no filter", .internalError)
        }
    }
    return conditions
}

private func planFunctionFilter(
    _ given: Given, for member: InputValueDefinition, _ column: Field, at place: String,
    _ aggregation: inout Aggregation, _ context: PlanContext
) throws(RequestErrors) -> [Predicate] {
    let definition = try inputObject(member, context)
    var conditions: [Predicate] = []
    for (name, value) in try requireMembers(given, for: member, of: definition, at: place, context) {
        let place = "\(place).\(name)"
        guard let field = definition.field(name), case .aggregateFunctionFilter(let function) = field.meaning,
            let (reference, type) = aggregation.column(of: function, column)
        else { throw context.refusal("\(place) is unknown") }
        conditions += try planOperators(value, for: field, type, .column(reference), at: place, context)
    }
    return conditions
}

/// The same of the rows that a to-many relation leads to.
func planRelationAggregateFilter(
    _ given: Given, for member: InputValueDefinition, _ relation: Relation, _ outer: String, at place: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> Predicate {
    let target = try context.entity(relation.target)
    let (inner, alias) = (context.nextAlias(), context.nextAlias())
    let source = GroupSource(
        rows: .view(target.view), alias: inner, filter: context.join(relation, outer: outer, inner: inner))
    var aggregation = Aggregation(entity: target, source: source, alias: alias)
    let filter = try planAggregateFilter(given, for: member, at: place, &aggregation, &context)
    return .aggregated(aggregation.source, alias: alias, filter: filter)
}
