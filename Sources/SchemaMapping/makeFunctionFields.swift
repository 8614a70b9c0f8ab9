/// A function as a field of Query or of a row: its parameters, and for a set of rows the arguments of lists behind them. With a
/// set come the fields that come with a list.
func makeFunctionFields(
    _ function: FunctionField, entity: (String) -> Entity?,
    meaning: (FunctionField, FunctionReading) -> FieldDefinition.Meaning
) -> [FieldDefinition] {
    let own = function.arguments.map(argumentDefinition)
    func field(_ arguments: [InputValueDefinition], _ type: GraphQLType) -> FieldDefinition {
        FieldDefinition(
            name: function.field, description: function.description, arguments: own + arguments, type: type,
            meaning: meaning(function, .result))
    }
    switch function.result {
    case .value(let type): return [field([], valueType(type))]
    case .row(let entity): return [field([], .named(entity))]
    case .rows(let name):
        guard let entity = entity(name) else { return [field([], listType(name))] }
        return [
            field(listArguments(entity), listType(name)),
            connectionField(function.field, entity, meaning(function, .connection), behind: own),
        ]
            + aggregateFields(
                function.field, entity, aggregate: meaning(function, .aggregate), groups: meaning(function, .groups),
                behind: own)
    }
}

func argumentDefinition(_ argument: FunctionArgument) -> InputValueDefinition {
    let type = valueType(argument.type)
    return InputValueDefinition(
        name: argument.name, type: argument.isRequired ? .nonNull(type) : type, meaning: .argument(argument))
}
