/// A function as a field of Query: its parameters, and for a set of rows the arguments of lists behind them.
func makeFunctionField(_ function: RootFunction, _ model: APIModel) -> FieldDefinition {
    let own = function.arguments.map { argument in
        let type = valueType(argument.type)
        return InputValueDefinition(
            name: argument.name, type: argument.isRequired ? .nonNull(type) : type, meaning: .argument(argument))
    }
    switch function.result {
    case .value(let type):
        return FieldDefinition(
            name: function.field, description: function.description, arguments: own, type: valueType(type),
            meaning: .function(function))
    case .row(let entity):
        return FieldDefinition(
            name: function.field, description: function.description, arguments: own, type: .named(entity),
            meaning: .function(function))
    case .rows(let entity):
        let ofList = model.entity(entity).map(listArguments) ?? []
        return FieldDefinition(
            name: function.field, description: function.description, arguments: own + ofList, type: listType(entity),
            meaning: .function(function))
    }
}
