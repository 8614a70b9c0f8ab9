import JSONText
import SchemaMapping
import SQLText

/// `orderBy: [{ aggregate: { count: DESC } }, { status: ASC }]` of groups.
func planGroupOrder(
    _ given: Given, _ argument: InputValueDefinition, _ groups: Groups, _ aggregation: inout Aggregation,
    _ context: inout PlanContext
) throws(RequestErrors) -> [OrderTerm] {
    var terms: [OrderTerm] = []
    let elements = given.elements(context.variables)
    if let reason = ConditionCount.refusal(ofOrderTerms: elements.count) {
        throw context.refusal(of: given, at: argument.name, reason, .limitExceeded)
    }
    for (index, element) in elements.enumerated() {
        let place = "\(argument.name)[\(index)]"
        let (member, value, inner) = try onlyMember(element, argument.type, at: place, &context)
        switch member.meaning {
        case .groupKeyOrder(let field):
            guard let column = groups.column(field) else {
                throw context.refusal("\(inner) is no part of the key: add it to groupBy")
            }
            terms.append(
                OrderTerm(
                    key: .column(column), direction: try direction(value, at: inner, context), type: field.type,
                    isNullable: true))
        case .groupAggregateOrder:
            let (expression, type, direction) = try planAggregateTerm(
                value, member.type, aggregation.source.alias, at: inner, &context)
            terms.append(
                OrderTerm(
                    key: .column(aggregation.column(of: expression)), direction: direction, type: type,
                    isNullable: true))
        default: throw context.refusal("\(inner) is no order", .internalError)
        }
    }
    return terms
}

/// By what the rows that a to-many relation leads to come to.
func planRelationAggregateOrder(
    _ given: Given, _ type: GraphQLType, _ relation: Relation, _ outer: String, at place: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> OrderTerm {
    let target = try context.entity(relation.target)
    let inner = context.nextAlias()
    let (expression, result, direction) = try planAggregateTerm(given, type, inner, at: place, &context)
    let join = context.join(relation, outer: outer, inner: inner)
    return OrderTerm(
        key: .aggregated(view: target.view, alias: inner, join: join, expression), direction: direction, type: result,
        isNullable: expression != .count)
}

/// `{ count: DESC }`, `{ total: { sum: DESC } }`
private func planAggregateTerm(
    _ given: Given, _ type: GraphQLType, _ alias: String, at place: String, _ context: inout PlanContext
) throws(RequestErrors) -> (AggregateExpression, FieldType, OrderDirection) {
    let (member, value, place) = try onlyMember(given, type, at: place, &context)
    switch member.meaning {
    case .aggregateCountOrder: return (.count, countType, try direction(value, at: place, context))
    case .aggregateColumnOrder(let field):
        let (inner, value, place) = try onlyMember(value, member.type, at: place, &context)
        guard case .aggregateFunctionOrder(let function) = inner.meaning,
            let mapping = aggregates(of: field.type).first(where: { $0.function == function })
        else { throw context.refusal("\(place) is no order", .internalError) }
        let column = context.column(field, alias)
        return (.function(function, column), mapping.result, try direction(value, at: place, context))
    default: throw context.refusal("\(place) is no order", .internalError)
    }
}
