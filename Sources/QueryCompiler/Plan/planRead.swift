import JSONText
import SchemaMapping
import SQLText

/// Many rows: of a root list, of a to-many relation that `correlation` ties to the outer row, or those that a call gives,
/// in the order that it gives them unless the request has another.
func planList(
    of entity: Entity, _ field: SelectedField, correlation: (String) -> [Predicate] = { _ in [] },
    call: FunctionCall? = nil, _ context: inout PlanContext
) throws(RequestErrors) -> ReadPlan {
    let alias = context.nextAlias()
    var filter = correlation(alias)
    var order: [OrderTerm] = []
    var limit: Given = .absent
    var offset: Given = .absent
    var distinctOn: [Field] = []
    for definition in field.definition.arguments {
        guard let value = field.arguments.first(where: { $0.name == definition.name })?.value else { continue }
        let given = Given(value, context.variables)
        switch definition.meaning {
        case .filter:
            try checkFilter(given, for: definition, at: definition.name, &context)
            filter.append(try planFilter(given, for: definition, alias, at: definition.name, &context))
        case .order:
            if given.isAbsent || given.isNull { continue }
            order = try planOrder(given, definition.type, alias, filter, at: definition.name, &context)
        case .limit: limit = given
        case .offset: offset = given
        case .distinctOn: distinctOn = try planColumns(given, of: entity, at: definition.name, &context)
        case .argument: continue
        default: throw context.refusal("the argument \(definition.name) has no meaning on a list", .internalError)
        }
    }
    let limits = context.schema.model.limits
    let distinct = distinctOn.map { ColumnReference(alias: alias, column: $0.column) }
    var source = RowSource.view(entity.view)
    let asked = try orderDistinct(order, by: distinctOn, alias, context)
    var total = makeTotal(asked, of: entity, alias)
    if let call {
        let position = order.isEmpty ? positionTerm(of: entity, alias) : nil
        if let position { total = asked + [position] }
        source = .called(try calledSource(call, of: entity, alias, column: position?.key.column?.column, context))
    }
    let count =
        try planCount(limit, "limit", maximum: limits.maximumPageSize, context)
        ?? .literal(limits.pageSize)
    return ReadPlan(
        cardinality: .many, source: source, alias: alias,
        fields: try planFields(
            field.selections, of: entity, alias, joins: mayJoin(total, count) ? maximumJoins : 0, &context),
        filter: filter, order: total, limit: count,
        offset: try planOffset(offset, context), distinctOn: distinct)
}

/// PostgreSQL searches the best order of up to eight tables.
private let maximumJoins = 4

/// A to-one relation is joined to the page where PostgreSQL knows how long the page is: for `limit $1` it reckons with a
/// tenth of the table and may read all of the other one. The page is ordered once more, so by columns of its own.
private func mayJoin(_ order: [OrderTerm], _ limit: Count) -> Bool {
    guard case .literal = limit else { return false }
    return order.allSatisfy { term in
        if case .column = term.key { true } else { false }
    }
}

/// One row by a key.
func planLookup(
    of entity: Entity, by key: LookupKey, _ field: SelectedField, _ context: inout PlanContext
) throws(RequestErrors) -> ReadPlan {
    let alias = context.nextAlias()
    var filter: [Predicate] = []
    for definition in field.definition.arguments {
        guard case .key(let column) = definition.meaning,
            let value = field.arguments.first(where: { $0.name == definition.name })?.value
        else { throw context.refusal("the argument \(definition.name) is missing") }
        let given = Given(value, context.variables)
        guard !given.isAbsent, !given.isNull else { throw context.refusal("\(definition.name) must not be null") }
        let operand = try planOperand(given, .value, column.type, at: definition.name, context)
        filter.append(
            .infix(
                .column(ColumnReference(alias: alias, column: column.column)), operatorName("=", column.type), operand))
    }
    guard filter.count == key.columns.count, !filter.isEmpty else {
        throw context.refusal("the key \(key.constraint) has other columns than its arguments", .internalError)
    }
    return ReadPlan(
        cardinality: .one, source: .view(entity.view), alias: alias,
        fields: try planFields(field.selections, of: entity, alias, joins: 0, &context),
        filter: filter, order: [], limit: nil, offset: nil)
}

/// What each row shows. Without `joins` the rows are joined to a page already, and share what it has left.
func planFields(
    _ selections: [SelectedField], of entity: Entity, _ alias: String, joins: Int?, _ context: inout PlanContext
) throws(RequestErrors) -> [OutputField] {
    let outerJoins = context.joinsLeft
    if let joins { context.joinsLeft = joins }
    defer { if joins != nil { context.joinsLeft = outerJoins } }
    let merged = try context.merge(selections)
    let (outerPath, outerLocation) = (context.path, context.location)
    var fields: [OutputField] = []
    fields.reserveCapacity(merged.count)
    for field in merged {
        context.path = outerPath + [.key(field.responseKey)]
        context.location = field.location
        fields.append(
            OutputField(responseKey: field.responseKey, value: try planValue(field, of: entity, alias, &context)))
    }
    (context.path, context.location) = (outerPath, outerLocation)
    return fields
}

private func planValue(
    _ field: SelectedField, of entity: Entity, _ alias: String, _ context: inout PlanContext
) throws(RequestErrors) -> OutputValue {
    switch field.definition.meaning {
    case .typeName: return .constant(entity.typeName)
    case .column(let column): return try planColumn(column, of: entity, field, alias, &context)
    case .rowFunction(let function, let reading):
        return try planRowFunction(function, reading, of: entity, field, alias, &context)
    case .relation(let relation):
        let target = try context.entity(relation.target)
        switch relation.kind {
        case .toMany:
            let correlation = context.correlation(relation, outer: alias)
            return .nested(try planList(of: target, field, correlation: correlation, &context))
        case .toOne:
            return try planToOne(field, relation, target, alias, &context)
        }
    case .relationConnection(let relation):
        let target = try context.entity(relation.target)
        let correlation = context.correlation(relation, outer: alias)
        return .connection(try planConnection(of: target, field, correlation: correlation, &context))
    case .relationAggregate(let relation), .relationGroups(let relation):
        let target = try context.entity(relation.target)
        let correlation = context.correlation(relation, outer: alias)
        return .nested(try planAggregate(of: target, field, correlation: correlation, &context))
    case .nodeID:
        guard let key = entity.primaryKey else {
            throw context.refusal("\(entity.typeName) has no primary key", .internalError)
        }
        return .nodeID(entity.typeName, key.columns.map { ColumnReference(alias: alias, column: $0) })
    case .list, .connection, .connectionPart, .lookup, .function, .node, .introspection, .aggregate, .groups,
        .aggregateCount, .aggregateColumn, .aggregateFunction, .groupKey, .groupKeyColumn, .groupAggregate:
        throw context.refusal("the field \(field.definition.name) is no field of a row", .internalError)
    }
}

/// A column of the view, or a call where the function behind it is given arguments.
private func planColumn(
    _ column: Field, of entity: Entity, _ field: SelectedField, _ alias: String, _ context: inout PlanContext
) throws(RequestErrors) -> OutputValue {
    let reference = context.column(column, alias)
    let form = outputForm(of: column.type, context)
    let text = textForm(of: column.type, form)
    if let function = column.function, !field.arguments.isEmpty {
        let call = try planCall(of: function, column.arguments, onRowOf: entity, field, alias, context)
        if !call.arguments.isEmpty { return .computed(.call(call), form, text) }
    }
    return column.function != nil && form.namesValueOften
        ? .computed(.column(reference), form, text) : .column(reference, form, text)
}

private func planToOne(
    _ field: SelectedField, _ relation: Relation, _ target: Entity, _ outer: String, _ context: inout PlanContext
) throws(RequestErrors) -> OutputValue {
    let alias = context.nextAlias()
    let isJoined = context.joinsLeft > 0
    if isJoined { context.joinsLeft -= 1 }
    let read = ReadPlan(
        cardinality: .one, source: .view(target.view), alias: alias,
        fields: try planFields(field.selections, of: target, alias, joins: isJoined ? nil : 0, &context),
        filter: context.join(relation, outer: outer, inner: alias), order: [], limit: nil, offset: nil)
    return isJoined ? .joined(read) : .nested(read)
}

/// Rows to skip; PostgreSQL counts further, but nobody pages so far.
func planOffset(_ given: Given, _ context: PlanContext) throws(RequestErrors) -> Count? {
    try planCount(given, "offset", maximum: Int(Int32.max), context)
}

/// A page bound: a literal that fits, a bind that is checked with each request, or nil where nothing is given.
func planCount(
    _ given: Given, _ name: String, maximum: Int, _ context: PlanContext
) throws(RequestErrors) -> Count? {
    switch given {
    case .absent, .literal(.null), .variable(.null, _): return nil
    case .literal(.int(let text)):
        guard let count = Int(text) else { throw context.refusal("\(name) is out of range", .limitExceeded) }
        guard count >= 0 else { throw context.refusal("\(name) must not be negative") }
        guard count <= maximum else {
            throw context.refusal("\(name) is \(count), where \(maximum) is the most", .limitExceeded)
        }
        return .literal(count)
    case .variable(_, let path): return .bind(.variable(path, .count(maximum: maximum, of: context.place)))
    case .literal: throw context.refusal("\(name) must be an integer")
    }
}
