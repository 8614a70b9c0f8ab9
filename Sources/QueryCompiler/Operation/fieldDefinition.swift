import SchemaMapping

/// The field as a selection on the type may name it, meta fields included (GraphQL specification, section 4.1).
func fieldDefinition(_ name: String, on type: ObjectDefinition, in schema: GraphQLSchema) -> FieldDefinition? {
    if let field = type.field(name) { return field }
    if name == MetaFields.typeName.name { return MetaFields.typeName }
    guard type.name == schema.queryType else { return nil }
    return [MetaFields.schema, MetaFields.type].first { $0.name == name }
}
