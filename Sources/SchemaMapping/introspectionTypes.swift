/// The introspection schema (GraphQL specification, September 2025, section 4.2).
let introspectionTypes: [TypeDefinition] = [
    meta(
        "__Schema", "The types and directives of this API.",
        [
            field("description", string), field("types", listOf("__Type")), field("queryType", required("__Type")),
            field("mutationType", .named("__Type")), field("subscriptionType", .named("__Type")),
            field("directives", listOf("__Directive")),
        ]),
    meta(
        "__Type", "A type: its kind says which of the fields have a value.",
        [
            field("kind", required("__TypeKind")), field("name", string), field("description", string),
            field("specifiedByURL", string),
            field("fields", .list(.nonNull(.named("__Field"))), withDeprecated),
            field("interfaces", .list(.nonNull(.named("__Type")))),
            field("possibleTypes", .list(.nonNull(.named("__Type")))),
            field("enumValues", .list(.nonNull(.named("__EnumValue"))), withDeprecated),
            field("inputFields", .list(.nonNull(.named("__InputValue"))), withDeprecated),
            field("ofType", .named("__Type")), field("isOneOf", .named("Boolean")),
        ]),
    meta(
        "__Field", "A field of an object or interface.",
        [
            field("name", required("String")), field("description", string),
            field("args", listOf("__InputValue"), withDeprecated), field("type", required("__Type")),
            field("isDeprecated", required("Boolean")), field("deprecationReason", string),
        ]),
    meta(
        "__InputValue", "An argument, or a field of an input object.",
        [
            field("name", required("String")), field("description", string), field("type", required("__Type")),
            field("defaultValue", string), field("isDeprecated", required("Boolean")),
            field("deprecationReason", string),
        ]),
    meta(
        "__EnumValue", "A value of an enum.",
        [
            field("name", required("String")), field("description", string),
            field("isDeprecated", required("Boolean")), field("deprecationReason", string),
        ]),
    meta(
        "__Directive", "A directive that documents may use.",
        [
            field("name", required("String")), field("description", string),
            field("isRepeatable", required("Boolean")),
            field("locations", listOf("__DirectiveLocation")),
            field("args", listOf("__InputValue"), withDeprecated),
        ]),
    metaEnum(
        "__TypeKind", "What a type is.",
        ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL"]),
    metaEnum(
        "__DirectiveLocation", "Where a directive may stand.",
        [
            "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
            "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION",
            "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
        ]),
]

/// Fields that may be selected without standing in any type (specification, section 4.1).
package enum MetaFields {
    /// On every object.
    package static let typeName = FieldDefinition(
        name: "__typename", description: "The name of the type of this object.", type: .nonNull(.named("String")),
        meaning: .typeName)
    /// On `Query` only.
    package static let schema = FieldDefinition(
        name: "__schema", description: "The types and directives of this API.", type: .nonNull(.named("__Schema")),
        meaning: .introspection)
    package static let type = FieldDefinition(
        name: "__type", description: "The type with this name.",
        arguments: [InputValueDefinition(name: "name", type: .nonNull(.named("String")), meaning: .meta)],
        type: .named("__Type"), meaning: .introspection)
}

/// Specification, section 3.13.
let builtInDirectives: [DirectiveDefinition] = [
    DirectiveDefinition(
        name: "skip", description: "Leaves the field or fragment out when true.",
        arguments: [
            InputValueDefinition(
                name: "if", description: "When to leave out.", type: required("Boolean"), meaning: .meta)
        ], locations: ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]),
    DirectiveDefinition(
        name: "include", description: "Leaves the field or fragment out when false.",
        arguments: [
            InputValueDefinition(name: "if", description: "When to keep.", type: required("Boolean"), meaning: .meta)
        ], locations: ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]),
    DirectiveDefinition(
        name: "deprecated", description: "Not to be used any more.",
        arguments: [
            InputValueDefinition(
                name: "reason", description: "Why, and what to use instead.", type: required("String"),
                defaultValue: "\"No longer supported\"", meaning: .meta)
        ], locations: ["FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE"]),
    DirectiveDefinition(
        name: "specifiedBy", description: "Where the text form of a scalar is specified.",
        arguments: [
            InputValueDefinition(
                name: "url", description: "The address of the specification.", type: required("String"), meaning: .meta)
        ], locations: ["SCALAR"]),
    DirectiveDefinition(
        name: "oneOf", description: "Exactly one member is given, and it is not null.", arguments: [],
        locations: ["INPUT_OBJECT"]),
]

private let string = GraphQLType.named("String")

private func required(_ name: String) -> GraphQLType { .nonNull(.named(name)) }

private func listOf(_ name: String) -> GraphQLType { .nonNull(.list(.nonNull(.named(name)))) }

private let withDeprecated = [
    InputValueDefinition(name: "includeDeprecated", type: required("Boolean"), defaultValue: "false", meaning: .meta)
]

private func field(
    _ name: String, _ type: GraphQLType, _ arguments: [InputValueDefinition] = []
) -> FieldDefinition {
    FieldDefinition(name: name, arguments: arguments, type: type, meaning: .introspection)
}

private func meta(_ name: String, _ description: String, _ fields: [FieldDefinition]) -> TypeDefinition {
    .object(ObjectDefinition(name: name, description: description, fields: fields))
}

private func metaEnum(_ name: String, _ description: String, _ values: [String]) -> TypeDefinition {
    .enumeration(
        EnumDefinition(name: name, description: description, values: values.map { EnumDefinition.Value(name: $0) }))
}
