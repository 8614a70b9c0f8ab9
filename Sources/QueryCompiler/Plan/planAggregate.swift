import JSONText
import SchemaMapping
import SQLText

/// What rows come to, in all or by groups: of a root field, or of a to-many relation that `correlation` ties to the
/// outer row, or of those that a call gives.
func planAggregate(
    of entity: Entity, _ field: SelectedField, correlation: (String) -> [Predicate] = { _ in [] },
    call: FunctionCall? = nil, _ context: inout PlanContext
) throws(RequestErrors) -> ReadPlan {
    let inner = context.nextAlias()
    let alias = context.nextAlias()
    let rows = try call.map { (call) throws(RequestErrors) in try calledSource(call, of: entity, inner, context) }
    var source = GroupSource(
        rows: rows.map(RowSource.called) ?? .view(entity.view), alias: inner, filter: correlation(inner))
    var (having, orderBy, limit, offset) = (Given.absent, Given.absent, Given.absent, Given.absent)
    var groups: Groups?
    var arguments: [String: InputValueDefinition] = [:]
    for definition in field.definition.arguments {
        arguments[definition.name] = definition
        guard let value = field.arguments.first(where: { $0.name == definition.name })?.value else { continue }
        let given = Given(value, context.variables)
        switch definition.meaning {
        case .filter:
            try checkFilter(given, for: definition, at: definition.name, &context)
            source.filter.append(try planFilter(given, for: definition, inner, at: definition.name, &context))
        case .groupBy: groups = try planGroups(given, for: definition, of: entity, inner, alias, &context)
        case .having:
            try checkFilter(given, for: definition, at: definition.name, &context)
            having = given
        case .order: orderBy = given
        case .limit: limit = given
        case .offset: offset = given
        case .argument: continue
        default: throw context.refusal("the argument \(definition.name) has no meaning here", .internalError)
        }
    }
    source.keys = groups?.keys ?? []
    var aggregation = Aggregation(entity: entity, source: source, alias: alias)
    let fields: [OutputField]
    var (filter, order) = ([Predicate](), [OrderTerm]())
    if let groups {
        if let definition = arguments["having"], !having.isAbsent {
            filter = try planAggregateFilter(having, for: definition, at: "having", &aggregation, &context)
        }
        if let definition = arguments["orderBy"], !orderBy.isAbsent, !orderBy.isNull {
            order = try planGroupOrder(orderBy, definition, groups, &aggregation, &context)
        }
        for term in groups.order where !order.contains(where: { $0.key == term.key }) { order.append(term) }
        fields = try planGroupFields(field.selections, groups, &aggregation, &context)
    } else {
        fields = try planAggregateFields(field.selections, &aggregation, &context)
    }
    let limits = context.schema.model.limits
    let page: Count? =
        groups == nil
        ? nil
        : try planCount(limit, "limit", maximum: limits.maximumPageSize, context)
            ?? .literal(limits.pageSize)
    return ReadPlan(
        cardinality: groups == nil ? .one : .many, source: .groups(aggregation.source), alias: alias, fields: fields,
        filter: filter, order: order, limit: page,
        offset: try planOffset(offset, context))
}

/// The source while its values are collected, under the alias that it is read by.
struct Aggregation {
    let entity: Entity
    var source: GroupSource
    let alias: String

    mutating func column(of expression: AggregateExpression) -> ColumnReference {
        ColumnReference(alias: alias, column: source.column(of: expression))
    }

    /// What a function of a column comes to.
    mutating func column(of function: AggregateFunction, _ field: Field) -> (ColumnReference, FieldType)? {
        guard let mapping = aggregates(of: field.type).first(where: { $0.function == function }) else { return nil }
        let inner = ColumnReference(alias: source.alias, column: field.column)
        return (column(of: .function(function, inner)), mapping.result)
    }
}

/// The columns of a key, by the names that the selection and the order use.
struct Groups {
    var keys: [GroupSource.Key] = []
    /// By field name: the column of the source, and the field.
    var columns: [(field: Field, column: ColumnReference)] = []

    var order: [OrderTerm] {
        columns.map { field, column in
            OrderTerm(key: .column(column), direction: .ascending, type: field.type, isNullable: true)
        }
    }

    func column(_ field: Field) -> ColumnReference? { columns.first { $0.field == field }?.column }
}

private func planGroups(
    _ given: Given, for argument: InputValueDefinition, of entity: Entity, _ inner: String, _ alias: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> Groups {
    let (definition, place) = (try inputObject(argument, context), argument.name)
    var groups = Groups()
    let elements = given.elements(context.variables)
    guard !elements.isEmpty else {
        throw context.refusal("\(place) must name a column; \(entity.listField)Aggregate has all rows as one")
    }
    guard elements.count <= RequestLimits.orderTerms else {
        throw context.refusal(
            "\(place) has \(elements.count) columns, where \(RequestLimits.orderTerms) are allowed", .limitExceeded)
    }
    for (index, element) in elements.enumerated() {
        let place = "\(place)[\(index)]"
        var (column, unit): (Field?, DateUnit?)
        for (name, value) in element.members(context.variables) ?? [] where !value.isAbsent && !value.isNull {
            switch definition.field(name)?.meaning {
            case .groupColumn: column = try planColumn(value, of: entity, at: "\(place).column", &context)
            case .groupUnit: unit = try planUnit(value, at: "\(place).to", context)
            default: throw context.refusal("\(place).\(name) is unknown")
            }
        }
        guard let column else { throw context.refusal("\(place) must name a column") }
        guard groups.column(column) == nil else { throw context.refusal("\(place).column stands here twice") }
        guard unit == nil || column.type.isTruncatable else {
            throw context.refusal("\(place).to is for a date and time, which \(column.name) is not")
        }
        let name = "key\(index + 1)"
        groups.keys.append(
            GroupSource.Key(name: name, column: ColumnReference(alias: inner, column: column.column), unit: unit))
        groups.columns.append((column, ColumnReference(alias: alias, column: name)))
    }
    return groups
}

private func planUnit(_ given: Given, at place: String, _ context: PlanContext) throws(RequestErrors) -> DateUnit {
    guard let unit = given.name.flatMap(DateUnit.init(rawValue:)) else {
        throw context.refusal("\(place) must be one of \(DateUnit.allCases.map(\.rawValue))")
    }
    return unit
}

private func planGroupFields(
    _ selections: [SelectedField], _ groups: Groups, _ aggregation: inout Aggregation, _ context: inout PlanContext
) throws(RequestErrors) -> [OutputField] {
    try planParts(selections, &context) { (field, context) throws(RequestErrors) in
        let value: OutputValue
        switch field.definition.meaning {
        case .typeName: value = .constant(field.parentType)
        case .groupKey:
            value = .object(
                try planParts(field.selections, &context) { (field, context) throws(RequestErrors) in
                    OutputField(responseKey: field.responseKey, value: try planGroupKey(field, groups, context))
                })
        case .groupAggregate: value = .object(try planAggregateFields(field.selections, &aggregation, &context))
        default: throw context.refusal("the field \(field.definition.name) is no part of a group", .internalError)
        }
        return OutputField(responseKey: field.responseKey, value: value)
    }
}

private func planGroupKey(
    _ field: SelectedField, _ groups: Groups, _ context: PlanContext
) throws(RequestErrors) -> OutputValue {
    switch field.definition.meaning {
    case .typeName: return .constant(field.parentType)
    case .groupKeyColumn(let column):
        guard let reference = groups.column(column) else {
            throw context.refusal("\(column.name) is no part of the key: add it to groupBy, or do not select it")
        }
        return outputColumn(reference, column.type, context)
    default: throw context.refusal("the field \(field.definition.name) is no part of a key", .internalError)
    }
}

private func planAggregateFields(
    _ selections: [SelectedField], _ aggregation: inout Aggregation, _ context: inout PlanContext
) throws(RequestErrors) -> [OutputField] {
    try planParts(selections, &context) { (field, context) throws(RequestErrors) in
        let value: OutputValue
        switch field.definition.meaning {
        case .typeName: value = .constant(field.parentType)
        case .aggregateCount: value = try planRowCount(field, &aggregation, &context)
        case .aggregateColumn(let column):
            context.note(column)
            value = .object(
                try planParts(field.selections, &context) { (field, context) throws(RequestErrors) in
                    OutputField(
                        responseKey: field.responseKey,
                        value: try planFunction(field, of: column, &aggregation, context))
                })
        default: throw context.refusal("the field \(field.definition.name) is no aggregate", .internalError)
        }
        return OutputField(responseKey: field.responseKey, value: value)
    }
}

private func planRowCount(
    _ field: SelectedField, _ aggregation: inout Aggregation, _ context: inout PlanContext
) throws(RequestErrors) -> OutputValue {
    var expression = AggregateExpression.count
    if let value = field.arguments.first(where: { $0.name == "distinct" })?.value {
        let given = Given(value, context.variables)
        if !given.isAbsent, !given.isNull {
            let column = try planColumn(given, of: aggregation.entity, at: "distinct", &context)
            expression = .countDistinct(ColumnReference(alias: aggregation.source.alias, column: column.column))
        }
    }
    return outputColumn(aggregation.column(of: expression), countType, context)
}

private func planFunction(
    _ field: SelectedField, of column: Field, _ aggregation: inout Aggregation, _ context: PlanContext
) throws(RequestErrors) -> OutputValue {
    switch field.definition.meaning {
    case .typeName: return .constant(field.parentType)
    case .aggregateFunction(let function):
        guard let (reference, type) = aggregation.column(of: function, column) else {
            throw context.refusal("\(column.name) has no \(function.rawValue)", .internalError)
        }
        return outputColumn(reference, type, context)
    default: throw context.refusal("the field \(field.definition.name) is no aggregate", .internalError)
    }
}

func outputColumn(_ reference: ColumnReference, _ type: FieldType, _ context: PlanContext) -> OutputValue {
    let form = outputForm(of: type, context)
    return .column(reference, form, textForm(of: type, form))
}
