/// A function as a field of Query or of a row: its parameters, and for a set of rows the arguments of lists behind them.
func makeFunctionField(
    _ function: FunctionField, _ meaning: FieldDefinition.Meaning, entity: (String) -> Entity?
) -> FieldDefinition {
    let own = function.arguments.map(argumentDefinition)
    switch function.result {
    case .value(let type):
        return FieldDefinition(
            name: function.field, description: function.description, arguments: own, type: valueType(type),
            meaning: meaning)
    case .row(let entity):
        return FieldDefinition(
            name: function.field, description: function.description, arguments: own, type: .named(entity),
            meaning: meaning)
    case .rows(let name):
        let ofList = entity(name).map(listArguments) ?? []
        return FieldDefinition(
            name: function.field, description: function.description, arguments: own + ofList, type: listType(name),
            meaning: meaning)
    }
}

func argumentDefinition(_ argument: FunctionArgument) -> InputValueDefinition {
    let type = valueType(argument.type)
    return InputValueDefinition(
        name: argument.name, type: argument.isRequired ? .nonNull(type) : type, meaning: .argument(argument))
}
