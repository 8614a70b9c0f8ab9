import JSONText
import SQLText

func functionFieldJSON(_ function: FunctionField) -> JSON {
    var object: JSONObject = ["field": .string(function.field)]
    object.appendOptional("description", function.description)
    object.append("function", functionJSON(function.function))
    object.append("arguments", .array(function.arguments.map(argumentJSON)))
    switch function.result {
    case .value(let type): object.append("value", typeJSON(type))
    case .row(let entity): object.append("row", .string(entity))
    case .rows(let entity): object.append("rows", .string(entity))
    }
    return .object(object)
}

func readFunctionField(_ reader: JSONReader) throws(JSONError) -> FunctionField {
    let result: FunctionField.Result =
        if let entity = try reader.optionalString("rows") {
            .rows(entity: entity)
        } else if let entity = try reader.optionalString("row") {
            .row(entity: entity)
        } else {
            .value(try readType(reader.member("value")))
        }
    return FunctionField(
        field: try reader.string("field"), description: try reader.optionalString("description"),
        function: try readFunction(reader.member("function")), arguments: try reader.array("arguments", readArgument),
        result: result)
}

func argumentJSON(_ argument: FunctionArgument) -> JSON {
    var object: JSONObject = [
        "name": .string(argument.name), "parameter": .string(argument.parameter), "value": typeJSON(argument.type),
        "declared": nameJSON(argument.parameterType),
    ]
    if argument.parameterIsArray { object.append("declaredArray", true) }
    if argument.isRequired { object.append("required", true) }
    return .object(object)
}

func readArgument(_ reader: JSONReader) throws(JSONError) -> FunctionArgument {
    FunctionArgument(
        name: try reader.string("name"), parameter: try reader.string("parameter"),
        type: try readType(reader.member("value")), parameterType: try readName(reader.member("declared")),
        parameterIsArray: try readFlag(reader, "declaredArray"), isRequired: try readFlag(reader, "required"))
}

private func typeJSON(_ type: FieldType) -> JSON {
    var object: JSONObject = ["type": .string(type.graphQLName), "postgres": nameJSON(type.postgresType)]
    appendTraits(of: type, to: &object)
    return .object(object)
}
