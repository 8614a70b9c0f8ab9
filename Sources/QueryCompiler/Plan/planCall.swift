import SchemaMapping
import SQLText

/// A root field that a function answers.
func planCall(
    _ function: RootFunction, _ field: SelectedField, _ context: inout PlanContext
) throws(RequestErrors) -> Plan.Work {
    context.callsFunctions = true
    let call = try planArguments(of: function, field, context)
    switch function.result {
    case .value(let type):
        return .call(CallPlan(call: call, alias: context.nextAlias(), form: outputForm(of: type, context)))
    case .rows(let entity):
        let entity = try context.entity(entity)
        return .read(try planList(of: entity, field, correlation: { _ in [] }, call: call, &context))
    case .row(let entity):
        let entity = try context.entity(entity)
        let alias = context.nextAlias()
        return .read(
            ReadPlan(
                cardinality: .one, source: .called(try calledSource(call, of: entity, alias, context)), alias: alias,
                fields: try planFields(field.selections, of: entity, alias, joins: 0, &context), filter: [],
                order: [], limit: nil, offset: nil))
    }
}

/// The order in which the function gives its rows.
func positionTerm(of entity: Entity, _ alias: String) -> OrderTerm {
    let name = freeName("position", Set(entity.fields.map(\.column) + [entity.documentColumn]))
    return OrderTerm(
        key: .column(ColumnReference(alias: alias, column: name)), direction: .ascending, type: countType,
        isNullable: false)
}

/// - Parameter position: the column that tells the order of the function's rows.
func calledSource(
    _ call: FunctionCall, of entity: Entity, _ alias: String, position: String? = nil, _ context: PlanContext
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
        view: entity.view, call: call, callAlias: called, viewAlias: viewed, join: join, positionColumn: position)
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
    of function: RootFunction, _ field: SelectedField, _ context: PlanContext
) throws(RequestErrors) -> FunctionCall {
    var call = FunctionCall(function: function.function.name, arguments: [])
    for argument in function.arguments {
        let value = field.arguments.first { $0.name == argument.name }?.value
        let given = value.map { Given($0, context.variables) } ?? .absent
        if given.isAbsent {
            if argument.isRequired { throw context.refusal("the argument \(argument.name) is missing") }
            continue
        }
        if given.hasAbsentElement(context.variables) {
            throw context.refusal(of: given, at: argument.name, "a variable in this list has no value")
        }
        var operand = Operand(source: .bind(.literal(nil)), type: argument.parameterType, isArray: false)
        if !given.isNull {
            operand = try planOperand(given, .value, written(argument.type), at: argument.name, context)
        }
        operand.type = argument.parameterType
        operand.isArray = argument.parameterIsArray
        call.arguments.append(FunctionCall.Argument(parameter: argument.parameter, value: operand))
    }
    return call
}
