import SchemaMapping

/// What the blog lacks: an `@oneOf` object, defaults, ID, a deprecated value, an argument of the scalar JSON.
let small: GraphQLSchema = {
    func argument(_ name: String, _ type: GraphQLType, _ defaultValue: String? = nil) -> InputValueDefinition {
        InputValueDefinition(name: name, type: type, defaultValue: defaultValue, meaning: .meta)
    }
    let pick = FieldDefinition(
        name: "pick",
        arguments: [
            argument("choice", .named("Choice")), argument("box", .named("Box")), argument("id", .named("ID")),
            argument("json", .named("JSON")), argument("matrix", .list(.list(.named("Int")))),
            argument("color", .named("Color")), argument("count", .nonNull(.named("Int")), "3"),
        ], type: .named("Post"), meaning: .typeName)
    let id = FieldDefinition(name: "id", type: .nonNull(.named("ID")), meaning: .typeName)
    let base = makeGraphQLSchema(
        APIModel(
            apiSchema: "api", limits: Limits(defaultPageSize: 10, maximumPageSize: 100, maximumDepth: 4), entities: [],
            enumerations: []))
    return GraphQLSchema(
        model: base.model,
        shared: base.typeNames.filter { $0 != "Query" }.compactMap { base.type($0) } + [
            .object(ObjectDefinition(name: "Query", fields: [pick])),
            .object(ObjectDefinition(name: "Post", fields: [id, pick])),
            .inputObject(
                InputObjectDefinition(
                    name: "Choice", fields: [argument("a", .named("Int")), argument("b", .named("String"))],
                    isOneOf: true)),
            .inputObject(
                InputObjectDefinition(
                    name: "Box",
                    fields: [
                        argument("must", .nonNull(.named("Int"))), argument("may", .named("Int")),
                        argument("given", .nonNull(.named("Int")), "7"),
                        argument("colors", .list(.named("Color")), "[RED]"),
                        argument("inner", .named("Box")),
                    ])),
            .enumeration(
                EnumDefinition(
                    name: "Color",
                    values: [
                        EnumDefinition.Value(name: "RED"),
                        EnumDefinition.Value(name: "PINK", deprecationReason: "out of fashion"),
                    ])),
            .scalar(ScalarDefinition(name: "JSON", accepts: .any)),
        ], directives: base.directives)
}()
