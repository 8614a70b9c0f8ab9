import SchemaMapping
import SQLText

/// A root field that a function answers.
func planRootFunction(
    _ function: FunctionField, _ reading: FunctionReading, _ field: SelectedField, _ context: inout PlanContext
) throws(RequestErrors) -> Plan.Work {
    context.callsFunctions = true
    let call = FunctionCall(
        function: function.function.name, arguments: try planArguments(function.arguments, field, context))
    switch function.result {
    case .value(let type):
        return .call(CallPlan(call: call, alias: context.nextAlias(), form: outputForm(of: type, context)))
    case .row(let entity): return .read(try planCalledRow(of: context.entity(entity), field, call, &context))
    case .rows(let entity):
        let entity = try context.entity(entity)
        switch reading {
        case .result: return .read(try planList(of: entity, field, call: call, &context))
        case .connection: return .connection(try planConnection(of: entity, field, call: call, &context))
        case .aggregate, .groups: return .read(try planAggregate(of: entity, field, call: call, &context))
        }
    }
}

/// What a function gives for a row of an alias.
func planRowFunction(
    _ function: FunctionField, _ reading: FunctionReading, of entity: Entity, _ field: SelectedField, _ alias: String,
    _ context: inout PlanContext
) throws(RequestErrors) -> OutputValue {
    context.callsFunctions = true
    let call = try planCall(of: function.function, function.arguments, onRowOf: entity, field, alias, context)
    switch function.result {
    case .value(let type):
        let form = outputForm(of: type, context)
        return .computed(.call(call), form, textForm(of: type, form))
    case .row(let target): return .nested(try planCalledRow(of: context.entity(target), field, call, &context))
    case .rows(let target):
        let target = try context.entity(target)
        switch reading {
        case .result: return .nested(try planList(of: target, field, call: call, &context))
        case .connection: return .connection(try planConnection(of: target, field, call: call, &context))
        case .aggregate, .groups: return .nested(try planAggregate(of: target, field, call: call, &context))
        }
    }
}

/// A call for a row of an alias.
func planCall(
    of function: FunctionReference, _ arguments: [FunctionArgument], onRowOf entity: Entity, _ field: SelectedField,
    _ alias: String, _ context: PlanContext
) throws(RequestErrors) -> FunctionCall {
    guard let row = entity.rowColumn else {
        throw context.refusal("the view of \(entity.typeName) has no column for its rows", .internalError)
    }
    return FunctionCall(
        function: function.name, row: ColumnReference(alias: alias, column: row),
        arguments: try planArguments(arguments, field, context))
}

/// The one row that a function gives, or none.
private func planCalledRow(
    of entity: Entity, _ field: SelectedField, _ call: FunctionCall, _ context: inout PlanContext
) throws(RequestErrors) -> ReadPlan {
    let alias = context.nextAlias()
    return ReadPlan(
        cardinality: .one, source: .called(try calledSource(call, of: entity, alias, context)), alias: alias,
        fields: try planFields(field.selections, of: entity, alias, joins: 0, &context), filter: [], order: [],
        limit: nil, offset: nil)
}

/// The order in which the function gives its rows.
func positionTerm(of entity: Entity, _ alias: String) -> OrderTerm {
    let name = freeName("position", entity.viewColumns)
    return OrderTerm(
        key: .column(ColumnReference(alias: alias, column: name)), direction: .ascending, type: countType,
        isNullable: false)
}

/// - Parameters:
///   - column: tells the order of the function's rows.
///   - position: what it counts.
func calledSource(
    _ call: FunctionCall, of entity: Entity, _ alias: String, column: String? = nil,
    counting position: CalledSource.Position = .given, _ context: PlanContext
) throws(RequestErrors) -> CalledSource {
    // An alias of its own for each, beside that of the level.
    let (called, viewed) = ("f" + alias.dropFirst(), "v" + alias.dropFirst())
    let join = (entity.pageKey?.columns ?? []).compactMap { name in
        entity.field(column: name).map { field in
            Predicate.joined(
                ColumnReference(alias: viewed, column: name), operatorName("=", field.type),
                ColumnReference(alias: called, column: name))
        }
    }
    guard !join.isEmpty else { throw context.refusal("\(entity.typeName) has no key", .internalError) }
    return CalledSource(
        view: entity.view, call: call, callAlias: called, viewAlias: viewed, join: join, positionColumn: column,
        position: position)
}

/// json is written as jsonb is, for which there are operators.
private func written(_ type: FieldType) -> FieldType {
    guard type.postgresType == QualifiedName("pg_catalog", "json") else { return type }
    var type = type
    type.postgresType = QualifiedName("pg_catalog", "jsonb")
    return type
}

/// The arguments given. One that is absent has the parameter's default; null is a value.
private func planArguments(
    _ arguments: [FunctionArgument], _ field: SelectedField, _ context: PlanContext
) throws(RequestErrors) -> [FunctionCall.Argument] {
    var planned: [FunctionCall.Argument] = []
    for argument in arguments {
        let value = field.arguments.first { $0.name == argument.name }?.value
        let given = value.map { Given($0, context.variables) } ?? .absent
        if given.isAbsent {
            if argument.isRequired { throw context.refusal("the argument \(argument.name) is missing") }
            continue
        }
        if given.hasAbsentElement(context.variables) {
            throw context.refusal(of: given, at: argument.name, "a variable in this list has no value")
        }
        var operand = Operand(source: .bind(nullBind(given)), type: argument.parameterType, isArray: false)
        if !given.isNull {
            operand = try planOperand(given, .value, written(argument.type), at: argument.name, context)
        }
        operand.type = argument.parameterType
        operand.isArray = argument.parameterIsArray
        planned.append(FunctionCall.Argument(parameter: argument.parameter, value: operand))
    }
    return planned
}

/// A domain may refuse null, and the error then names the variable.
private func nullBind(_ given: Given) -> Bind {
    if case .variable(_, let path) = given { .variable(path, .scalar) } else { .literal(nil) }
}
