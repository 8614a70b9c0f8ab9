import SchemaMapping

/// The value of an introspection field by its name (GraphQL specification, section 4.2, September 2025).
func introspectedValue(
    _ name: IntrospectedField.Name, of object: Introspected, includesDeprecated: Bool, in schema: GraphQLSchema
) -> IntrospectedValue {
    switch object {
    case .schema: schemaValue(name, schema)
    case .type(let type): referenceValue(name, of: type, schema)
    case .definition(let type): typeValue(name, of: type, includesDeprecated, schema)
    case .field(let field): fieldValue(name, of: field)
    case .inputValue(let value): inputValueValue(name, of: value)
    case .enumValue(let value): enumValueValue(name, of: value)
    case .directive(let directive): directiveValue(name, of: directive)
    }
}

private func schemaValue(_ name: IntrospectedField.Name, _ schema: GraphQLSchema) -> IntrospectedValue {
    switch name {
    case .typename: .text("__Schema")
    case .types: .objects(schema.typeNames.map { .type(.named($0)) })
    case .queryType: .object(.type(.named(schema.queryType)))
    case .directives: .objects(schema.directives.map { .directive($0) })
    default: .text(nil)  // description, mutationType, subscriptionType
    }
}

private func referenceValue(
    _ name: IntrospectedField.Name, of type: GraphQLType, _ schema: GraphQLSchema
) -> IntrospectedValue {
    switch (name, type) {
    case (.typename, _): .text("__Type")
    case (.kind, .nonNull): .text("NON_NULL")
    case (.kind, .list): .text("LIST")
    case (.kind, .named(let name)): .text(schema.kind(ofType: name)?.rawValue)
    case (.name, .named(let name)): .text(name)
    case (.ofType, .nonNull(let inner)), (.ofType, .list(let inner)): .object(.type(inner))
    default: .text(nil)
    }
}

private func typeValue(
    _ name: IntrospectedField.Name, of type: TypeDefinition, _ includesDeprecated: Bool, _ schema: GraphQLSchema
) -> IntrospectedValue {
    switch (name, type) {
    case (.typename, _): .text("__Type")
    case (.name, _): .text(type.name)
    case (.kind, _): .text(type.kind.rawValue)
    case (.description, .scalar(let scalar)): .text(scalar.description)
    case (.description, .object(let object)), (.description, .interface(let object)): .text(object.description)
    case (.description, .enumeration(let enumeration)): .text(enumeration.description)
    case (.description, .inputObject(let object)): .text(object.description)
    case (.specifiedByURL, .scalar(let scalar)): .text(scalar.specifiedBy)
    case (.fields, .object(let object)), (.fields, .interface(let object)):
        .objects(
            object.fields.filter { includesDeprecated || $0.deprecationReason == nil }.map { .field($0) })
    case (.interfaces, .object(let object)), (.interfaces, .interface(let object)):
        .objects(object.interfaces.map { .type(.named($0)) })
    case (.possibleTypes, .interface(let interface)):
        .objects(schema.possibleTypes(of: interface.name).map { .type(.named($0)) })
    case (.enumValues, .enumeration(let enumeration)):
        .objects(
            enumeration.values.filter { includesDeprecated || $0.deprecationReason == nil }.map { .enumValue($0) })
    case (.inputFields, .inputObject(let object)): .objects(object.fields.map { .inputValue($0) })
    case (.isOneOf, .inputObject(let object)): .flag(object.isOneOf)
    default: .text(nil)
    }
}

private func fieldValue(_ name: IntrospectedField.Name, of field: FieldDefinition) -> IntrospectedValue {
    switch name {
    case .typename: .text("__Field")
    case .name: .text(field.name)
    case .description: .text(field.description)
    case .args: .objects(field.arguments.map { .inputValue($0) })
    case .type: .object(.type(field.type))
    case .isDeprecated: .flag(field.deprecationReason != nil)
    case .deprecationReason: .text(field.deprecationReason)
    default: .text(nil)
    }
}

private func inputValueValue(_ name: IntrospectedField.Name, of value: InputValueDefinition) -> IntrospectedValue {
    switch name {
    case .typename: .text("__InputValue")
    case .name: .text(value.name)
    case .description: .text(value.description)
    case .type: .object(.type(value.type))
    case .defaultValue: .text(value.defaultValue)
    case .isDeprecated: .flag(false)
    default: .text(nil)
    }
}

private func enumValueValue(_ name: IntrospectedField.Name, of value: EnumDefinition.Value) -> IntrospectedValue {
    switch name {
    case .typename: .text("__EnumValue")
    case .name: .text(value.name)
    case .description: .text(value.description)
    case .isDeprecated: .flag(value.deprecationReason != nil)
    case .deprecationReason: .text(value.deprecationReason)
    default: .text(nil)
    }
}

private func directiveValue(_ name: IntrospectedField.Name, of directive: DirectiveDefinition) -> IntrospectedValue {
    switch name {
    case .typename: .text("__Directive")
    case .name: .text(directive.name)
    case .description: .text(directive.description)
    case .locations: .texts(directive.locations)
    case .args: .objects(directive.arguments.map { .inputValue($0) })
    case .isRepeatable: .flag(false)
    default: .text(nil)
    }
}
