package import SchemaMapping

/// `__typename`, on every object type (GraphQL specification, section 4.1).
package let typeNameField = FieldDefinition(
    name: "__typename", description: "The name of the object's type.", type: .nonNull(.named("String")),
    meaning: .typeName)

/// `__schema` and `__type`, on the query type only.
private let introspectionFields: [String: FieldDefinition] = [
    "__schema": FieldDefinition(name: "__schema", type: .nonNull(.named("__Schema")), meaning: .introspection),
    "__type": FieldDefinition(
        name: "__type",
        arguments: [InputValueDefinition(name: "name", type: .nonNull(.named("String")), meaning: .meta)],
        type: .named("__Type"), meaning: .introspection),
]

/// The field as a selection on the type may name it, meta fields included.
func fieldDefinition(_ name: String, on type: ObjectDefinition, in schema: GraphQLSchema) -> FieldDefinition? {
    if let field = type.field(name) { return field }
    if name == typeNameField.name { return typeNameField }
    return type.name == schema.queryType ? introspectionFields[name] : nil
}
