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
            let reference = ColumnReference(alias: alias, column: column.column)
            conditions += try planOperators(value, for: field, column.type, reference, at: place, context)
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

/// `{ eq: 1, lt: 5 }`: every operator must hold.
func planOperators(
    _ given: Given, for member: InputValueDefinition, _ type: FieldType, _ column: ColumnReference, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> [Predicate] {
    let definition = try inputObject(member, context)
    var conditions: [Predicate] = []
    for (name, value) in try requireMembers(given, for: member, of: definition, at: place, context) {
        let place = "\(place).\(name)"
        guard let field = definition.field(name), case .filterOperator(let filter) = field.meaning else {
            throw context.refusal("\(place) is unknown")
        }
        try requireValue(value, for: field, at: place, context)
        conditions.append(try planOperator(filter, value, type, column, at: place, context))
    }
    return conditions
}

private func planOperator(
    _ filter: FilterOperator, _ value: Given, _ type: FieldType, _ column: ColumnReference, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> Predicate {
    func operand() throws(RequestErrors) -> Operand {
        try planOperand(value, filter.operand, type, at: place, context)
    }
    switch filter.form {
    case .infix(let name): return .infix(column, operatorName(name, type), try operand())
    case .any(let name): return .infixAny(column, operatorName(name, type), try operand())
    case .all(let name): return .infixAll(column, operatorName(name, type), try operand())
    case .isNull:
        guard let isNull = value.boolean else { throw context.refusal("\(place) must be true or false") }
        return .isNull(column, isNull)
    case .pattern(let isCaseInsensitive, let prefix, let suffix):
        let operand = try planPattern(value, prefix: prefix, suffix: suffix, at: place, context)
        return .infix(column, operatorName(isCaseInsensitive ? "~~*" : "~~", type), operand)
    }
}

func operatorName(_ name: String, _ type: FieldType) -> OperatorName {
    // Arrays and enums are compared by pg_catalog, wherever their type lives.
    let isBuiltIn = type.postgresType.schema == "pg_catalog" || type.isArray || type.isEnumeration
    return OperatorName(schema: isBuiltIn ? nil : type.postgresType.schema, name: name)
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
