import SQLText
import SchemaMapping

/// `[{ name: ASC }, { author: { name: DESC } }]`: each object names one key, so that their order is the list's.
/// - Parameter filter: the conditions of the same list, whose searches can rank its rows.
func planOrder(
    _ given: Given, _ type: GraphQLType, _ alias: String, _ filter: [Predicate], at place: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> [OrderTerm] {
    var terms: [OrderTerm] = []
    let elements = given.elements(context.variables)
    if let reason = ConditionCount.refusal(ofOrderTerms: elements.count) {
        throw context.refusal(of: given, at: place, reason, .limitExceeded)
    }
    for (index, element) in elements.enumerated() {
        let place = "\(place)[\(index)]"
        terms.append(try planOrderTerm(element, type, alias, filter, at: place, &context))
    }
    return terms
}

private func planOrderTerm(
    _ given: Given, _ type: GraphQLType, _ alias: String, _ filter: [Predicate], at place: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> OrderTerm {
    let (member, value, place) = try onlyMember(given, type, at: place, &context)
    switch member.meaning {
    case .relationAggregateOrder(let relation):
        return try planRelationAggregateOrder(value, member.type, relation, alias, at: place, &context)
    case .columnOrder(let field):
        let direction = try direction(value, at: place, context)
        let column = context.column(field, alias)
        return OrderTerm(
            key: .column(column), direction: direction, type: field.type, isNullable: field.isNullable)
    case .searchOrder(let field):
        let (_, value, place) = try onlyMember(value, member.type, at: place, &context)
        let column = context.column(field, alias)
        guard let (language, words) = onlySearch(of: column, in: filter) else {
            throw context.refusal(
                "\(place) orders by the search in this column: `where` must search it once, and not inside or, not or a "
                    + "relation")
        }
        return OrderTerm(
            key: .rank(column, language: language, words), direction: try direction(value, at: place, context),
            type: rankType, isNullable: false)
    case .relationOrder(let relation):
        let target = try context.entity(relation.target)
        let inner = context.nextAlias()
        let term = try planOrderTerm(value, member.type, inner, [], at: place, &context)
        let join = context.join(relation, outer: alias, inner: inner)
        return OrderTerm(
            key: .related(view: target.view, alias: inner, join: join, term.key), direction: term.direction,
            type: term.type, isNullable: true)
    default: throw context.refusal("\(place) is no order", .internalError)
    }
}

/// What `ts_rank` yields.
private let rankType = FieldType(graphQLName: "Float", postgresType: QualifiedName("pg_catalog", "float4"))

/// The search in a column that all rows of a list satisfy; nil where there is none or more than one.
private func onlySearch(of column: ColumnReference, in filter: [Predicate]) -> (language: String?, words: Operand)? {
    var found: [(String?, Operand)] = []
    var pending = filter
    while let predicate = pending.popLast() {
        switch predicate {
        case .and(let inner): pending += inner
        case .search(.column(column), let language, let words): found.append((language, words))
        default: break
        }
    }
    return found.count == 1 ? found[0] : nil
}

/// The one member of an ordering object, its value and its place.
func onlyMember(
    _ given: Given, _ type: GraphQLType, at place: String, _ context: inout PlanContext
) throws(RequestErrors) -> (InputValueDefinition, Given, String) {
    guard let members = given.members(context.variables), members.count == 1, let (name, value) = members.first else {
        throw context.refusal("\(place) must hold exactly one key; further keys stand in objects of their own")
    }
    let place = "\(place).\(name)"
    guard let member = context.schema.inputObject(type.name)?.field(name) else {
        throw context.refusal("\(place) is unknown")
    }
    if let reason = context.conditions.add(member) {
        throw context.refusal(of: given, at: place, reason, .limitExceeded)
    }
    return (member, value, place)
}

func direction(_ given: Given, at place: String, _ context: PlanContext) throws(RequestErrors) -> OrderDirection {
    guard let direction = given.name.flatMap(OrderDirection.init(rawValue:)) else {
        throw context.refusal("\(place) must be one of \(OrderDirection.allCases.map(\.rawValue))")
    }
    return direction
}

/// Appends the key of pages, in the direction of the last term: an index on both then serves forwards or backwards.
/// Rows of an entity without a key stay in the order given, ties as PostgreSQL finds them.
func makeTotal(_ terms: [OrderTerm], of entity: Entity, _ alias: String) -> [OrderTerm] {
    guard let key = entity.pageKey else { return terms }
    let direction: OrderDirection = terms.last?.direction.isAscending ?? true ? .ascending : .descending
    var total = terms
    for column in key.columns {
        let reference = ColumnReference(alias: alias, column: column)
        let isOrdered = terms.contains { $0.key == .column(reference) }
        guard !isOrdered, let field = entity.field(column: column) else { continue }
        total.append(
            OrderTerm(
                key: .column(reference), direction: direction, type: field.type, isNullable: field.isNullable))
    }
    return total
}
