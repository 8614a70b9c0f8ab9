import JSONText
import SchemaMapping
import SQLText

/// A page of rows by cursors: of a root field, of a to-many relation that `correlation` ties to the outer row, or of those
/// that a call gives. Unless the request has another order, the place of such a row is that in which the call gives it.
func planConnection(
    of entity: Entity, _ field: SelectedField, correlation: (String) -> [Predicate] = { _ in [] },
    call: FunctionCall? = nil, _ context: inout PlanContext
) throws(RequestErrors) -> ConnectionPlan {
    let alias = context.nextAlias()
    var filter = correlation(alias)
    var terms: [OrderTerm] = []
    var (first, last, after, before) = (Given.absent, Given.absent, Given.absent, Given.absent)
    for definition in field.definition.arguments {
        guard let value = field.arguments.first(where: { $0.name == definition.name })?.value else { continue }
        let given = Given(value, context.variables)
        switch definition.meaning {
        case .filter:
            try checkFilter(given, for: definition, at: definition.name, &context)
            filter.append(try planFilter(given, for: definition, alias, at: definition.name, &context))
        case .order where given.isAbsent || given.isNull: continue
        case .order: terms = try planOrder(given, definition.type, alias, filter, at: definition.name, &context)
        case .first: first = given
        case .last: last = given
        case .after: after = given
        case .before: before = given
        case .argument: continue
        default: throw context.refusal("the argument \(definition.name) has no meaning on a page", .internalError)
        }
    }
    let limits = context.schema.model.limits
    let fromStart = try planCount(first, "first", maximum: limits.maximumPageSize, context)
    let fromEnd = try planCount(last, "last", maximum: limits.maximumPageSize, context)
    guard fromStart == nil || fromEnd == nil else {
        throw context.refusal("first and last exclude each other: a page is counted from one end")
    }
    var columns = Set(entity.fields.map(\.column))
    var order = makeTotal(terms, of: entity, alias)
    var source = RowSource.view(entity.view)
    var ordering = orderingName(order, of: entity)
    if let call {
        let position = terms.isEmpty ? positionTerm(of: entity, alias) : nil
        if let position {
            order = [position]
            ordering = orderingName(of: call, entity)
        }
        let column = position?.key.column?.column
        columns.formUnion(column.map { [$0] } ?? [])
        source = .called(try calledSource(call, of: entity, alias, column: column, counting: .seen, context))
    }
    let back = order.map(\.reversed)
    var range: [Predicate] = []
    var (behind, ahead): (Predicate?, Predicate?)
    if !after.isAbsent, !after.isNull {
        range.append(try planKeyset(after, order, ordering, at: "after", context))
        behind = try planKeyset(after, back, ordering, isInclusive: true, at: "after", context)
    }
    if !before.isAbsent, !before.isNull {
        range.append(try planKeyset(before, back, ordering, at: "before", context))
        ahead = try planKeyset(before, order, ordering, isInclusive: true, at: "before", context)
    }
    let isBackward = fromEnd != nil
    return ConnectionPlan(
        source: source, alias: alias,
        fields: try planPage(field.selections, of: entity, alias, &context), filter: filter, range: range,
        order: isBackward ? back : order, isBackward: isBackward,
        limit: fromEnd ?? fromStart ?? .literal(limits.pageSize),
        cursor: CursorPlan(ordering: ordering, keys: cursorKeys(order, columns)), before: behind, after: ahead,
        positionColumn: freeName("position", columns), foundColumn: freeName("found", columns))
}

private func cursorKeys(_ order: [OrderTerm], _ columns: Set<String>) -> [CursorPlan.Key] {
    order.enumerated().map { index, term in
        if case .column(let column) = term.key { return CursorPlan.Key(key: term.key, column: column.column) }
        return CursorPlan.Key(key: term.key, column: freeName("key\(index + 1)", columns))
    }
}

func freeName(_ name: String, _ columns: Set<String>) -> String {
    columns.contains(name) ? freeName(name + "_", columns) : name
}

private func planPage(
    _ selections: [SelectedField], of entity: Entity, _ alias: String, _ context: inout PlanContext
) throws(RequestErrors) -> [ConnectionField] {
    try planParts(selections, &context) { (field, context) throws(RequestErrors) in
        let value: ConnectionField.Value
        switch field.definition.meaning {
        case .typeName: value = .constant(field.parentType)
        case .connectionPart(.totalCount): value = .totalCount
        case .connectionPart(.nodes):
            value = .nodes(try planFields(field.selections, of: entity, alias, joins: 0, &context))
        case .connectionPart(.edges):
            value = .edges(try planEdge(field.selections, of: entity, alias, &context))
        case .connectionPart(.pageInfo): value = .pageInfo(try planPageInfo(field.selections, &context))
        default: throw context.refusal("the field \(field.definition.name) is no part of a page", .internalError)
        }
        return ConnectionField(responseKey: field.responseKey, value: value)
    }
}

private func planEdge(
    _ selections: [SelectedField], of entity: Entity, _ alias: String, _ context: inout PlanContext
) throws(RequestErrors) -> [EdgeField] {
    try planParts(selections, &context) { (field, context) throws(RequestErrors) in
        let value: EdgeField.Value
        switch field.definition.meaning {
        case .typeName: value = .constant(field.parentType)
        case .connectionPart(.cursor): value = .cursor
        case .connectionPart(.node):
            value = .node(try planFields(field.selections, of: entity, alias, joins: 0, &context))
        default: throw context.refusal("the field \(field.definition.name) is no part of an edge", .internalError)
        }
        return EdgeField(responseKey: field.responseKey, value: value)
    }
}

private func planPageInfo(
    _ selections: [SelectedField], _ context: inout PlanContext
) throws(RequestErrors) -> [PageInfoField] {
    try planParts(selections, &context) { (field, context) throws(RequestErrors) in
        let value: PageInfoField.Value
        switch field.definition.meaning {
        case .typeName: value = .constant(field.parentType)
        case .connectionPart(.hasNextPage): value = .hasNextPage
        case .connectionPart(.hasPreviousPage): value = .hasPreviousPage
        case .connectionPart(.startCursor): value = .startCursor
        case .connectionPart(.endCursor): value = .endCursor
        default: throw context.refusal("the field \(field.definition.name) is no part of PageInfo", .internalError)
        }
        return PageInfoField(responseKey: field.responseKey, value: value)
    }
}

/// The fields of an object that is no row.
func planParts<Part>(
    _ selections: [SelectedField], _ context: inout PlanContext,
    _ plan: (SelectedField, inout PlanContext) throws(RequestErrors) -> Part
) throws(RequestErrors) -> [Part] {
    let (outerPath, outerLocation) = (context.path, context.location)
    var parts: [Part] = []
    for field in try context.merge(selections) {
        context.path = outerPath + [.key(field.responseKey)]
        context.location = field.location
        parts.append(try plan(field, &context))
    }
    (context.path, context.location) = (outerPath, outerLocation)
    return parts
}
