import JSONText
import SchemaMapping
import SQLText

/// A filter object as a condition on the rows of `alias`. What says nothing is refused, so that a forgotten variable
/// never widens a result: an empty object, null in place of a value. Only `and: []` says "all".
func planFilter(
    _ given: Given, _ type: GraphQLType, _ alias: String, at place: String, _ context: inout PlanContext
) throws(RequestErrors) -> Predicate {
    let members = try requireMembers(given, at: place, context)
    guard let definition = context.schema.inputObject(type.name) else {
        throw context.refusal("\(type) is no filter", .internalError)
    }
    var conditions: [Predicate] = []
    for (name, value) in members {
        let place = "\(place).\(name)"
        guard let field = definition.field(name) else { throw context.refusal("\(place) is unknown") }
        switch field.meaning {
        case .and: conditions.append(.and(try planFilters(value, field.type, alias, at: place, &context)))
        case .or: conditions.append(.or(try planFilters(value, field.type, alias, at: place, &context)))
        case .not: conditions.append(.not(try planFilter(value, field.type, alias, at: place, &context)))
        case .columnFilter(let column):
            let reference = ColumnReference(alias: alias, column: column.column)
            conditions += try planOperators(value, column.type, reference, field.type, at: place, context)
        case .relationFilter(let relation):
            conditions += try planRelationFilter(value, relation, alias, field.type, at: place, &context)
        default: throw context.refusal("\(place) is no filter", .internalError)
        }
    }
    return conditions.count == 1 ? conditions[0] : .and(conditions)
}

private func planFilters(
    _ given: Given, _ type: GraphQLType, _ alias: String, at place: String, _ context: inout PlanContext
) throws(RequestErrors) -> [Predicate] {
    guard !given.isNull else { throw context.refusal("\(place) is null; leave it out instead") }
    var conditions: [Predicate] = []
    for (index, element) in given.elements(context.variables).enumerated() {
        conditions.append(try planFilter(element, type, alias, at: "\(place)[\(index)]", &context))
    }
    return conditions
}

/// `{ eq: 1, lt: 5 }`: every operator must hold.
private func planOperators(
    _ given: Given, _ type: FieldType, _ column: ColumnReference, _ inputType: GraphQLType, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> [Predicate] {
    let definition = context.schema.inputObject(inputType.name)
    var conditions: [Predicate] = []
    for (name, value) in try requireMembers(given, at: place, context) {
        let place = "\(place).\(name)"
        guard case .filterOperator(let filter)? = definition?.field(name)?.meaning else {
            throw context.refusal("\(place) is unknown")
        }
        guard !value.isNull else {
            throw context.refusal("\(place) is null; rows without a value are found with isNull")
        }
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
    _ given: Given, _ relation: Relation, _ outer: String, _ inputType: GraphQLType, at place: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> [Predicate] {
    let target = try context.entity(relation.target)
    if relation.kind == .toOne {
        let alias = context.nextAlias()
        let filter = try planFilter(given, inputType, alias, at: place, &context)
        return [
            .exists(view: target.view, alias: alias, filter: join(relation, outer: outer, inner: alias) + [filter])
        ]
    }
    let definition = context.schema.inputObject(inputType.name)
    var conditions: [Predicate] = []
    for (name, value) in try requireMembers(given, at: place, context) {
        let place = "\(place).\(name)"
        guard let field = definition?.field(name) else { throw context.refusal("\(place) is unknown") }
        let alias = context.nextAlias()
        // `some: {}` and `none: {}` ask whether there are rows at all. `every: {}` would hold for every row.
        let filter: Predicate =
            value.isWrittenEmpty && field.meaning != .every
            ? .everything : try planFilter(value, field.type, alias, at: place, &context)
        let join = join(relation, outer: outer, inner: alias)
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

private func requireMembers(
    _ given: Given, at place: String, _ context: PlanContext
) throws(RequestErrors) -> [(name: String, value: Given)] {
    guard !given.isNull else { throw context.refusal("\(place) is null; leave it out instead") }
    guard let members = given.members(context.variables) else { throw context.refusal("\(place) must be an object") }
    guard !members.isEmpty else {
        throw context.refusal("\(place) is empty, which would match every row; leave it out instead")
    }
    return members
}
