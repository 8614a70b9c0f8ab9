import JSONText
package import SchemaMapping

/// Bytes of introspection in one answer. The usual query on 500 tables of 12 columns gives 6.6 MB.
package let maximumIntrospectionBytes = 16 << 20

/// Answers `__schema` or `__type` (GraphQL specification, section 4.2) as JSON text, from the schema alone. Takes what it
/// writes from `bytesLeft`, and refuses to write more.
package func introspect(
    _ field: SelectedField, _ variables: Variables, in schema: GraphQLSchema, bytesLeft: inout Int
) throws(RequestErrors) -> String {
    var writer = IntrospectionWriter(schema: schema, variables: variables, limit: bytesLeft)
    do throws(GraphQLError) {
        switch field.definition.name {
        case "__schema": try writer.object(.schema, field.selections)
        default:
            let name = field.arguments.first { $0.name == "name" }.flatMap { writer.string($0.value) }
            try writer.value(.object(name.flatMap { schema.types[$0] }.map { .type(.named($0.name)) }), field)
        }
    } catch {
        throw RequestErrors(error)
    }
    bytesLeft -= writer.bytes.count
    return String(decoding: writer.bytes, as: UTF8.self)
}

/// A thing that introspection speaks of: one case for each object type of the specification's introspection schema.
enum Introspected {
    case schema
    case type(GraphQLType)
    case field(FieldDefinition)
    case inputValue(InputValueDefinition)
    case enumValue(EnumDefinition.Value)
    case directive(DirectiveDefinition)
}

/// The value of a field of one of them.
enum IntrospectedValue {
    case text(String?)
    case flag(Bool)
    case texts([String])
    case object(Introspected?)
    case objects([Introspected]?)
}

private struct IntrospectionWriter {
    let schema: GraphQLSchema
    let variables: Variables
    let limit: Int
    var bytes: [UInt8] = []

    init(schema: GraphQLSchema, variables: Variables, limit: Int) {
        self.limit = limit
        self.schema = schema
        self.variables = variables
    }

    /// Recursion follows the selections, whose depth validation bounds.
    mutating func object(_ object: Introspected, _ selections: [SelectedField]) throws(GraphQLError) {
        bytes.append(UInt8(ascii: "{"))
        for (index, field) in try mergeSelections(selections, variables).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            writeJSONString(field.responseKey, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            let found = introspectedValue(
                field.definition.name, of: object, includesDeprecated: includesDeprecated(field), in: schema)
            try value(found, field)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func value(_ value: IntrospectedValue, _ field: SelectedField) throws(GraphQLError) {
        guard bytes.count <= limit else {
            throw GraphQLError(
                "The introspection's answer is longer than \(maximumIntrospectionBytes >> 20) MiB: ask for fewer types.",
                .limitExceeded, locations: [field.location])
        }
        switch value {
        case .text(let text?): writeJSONString(text, into: &bytes)
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .texts(let texts): writeJSON(.array(texts.map { .string($0) }), into: &bytes)
        case .object(let inner?): try object(inner, field.selections)
        case .objects(let inner?):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in inner.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try object(element, field.selections)
            }
            bytes.append(UInt8(ascii: "]"))
        case .text(nil), .object(nil), .objects(nil): bytes += "null".utf8
        }
    }

    func string(_ value: InputValue) -> String? {
        switch value {
        case .string(let text): text
        case .variable(let name): if case .string(let text)? = variables.values[name] { text } else { nil }
        default: nil
        }
    }

    private func includesDeprecated(_ field: SelectedField) -> Bool {
        switch field.arguments.first(where: { $0.name == "includeDeprecated" })?.value {
        case .boolean(let flag)?: flag
        case .variable(let name)?: variables.values[name] == .bool(true)
        default: false
        }
    }
}
