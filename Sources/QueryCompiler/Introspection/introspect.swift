import JSONText
package import SchemaMapping

/// Bytes of introspection in one answer. The usual query on 500 tables of 12 columns gives 20 MB.
package let maximumIntrospectionBytes = 64 << 20

/// Answers `__schema` or `__type` (GraphQL specification, section 4.2) as JSON text, from the schema alone. Takes what it
/// writes from `bytesLeft`, and refuses to write more.
package func introspect(
    _ field: SelectedField, _ variables: Variables, in schema: GraphQLSchema, bytesLeft: inout Int
) throws(RequestErrors) -> String {
    var writer = IntrospectionWriter(schema: schema, limit: bytesLeft)
    do throws(GraphQLError) {
        var places = 0
        let fields = try mergeIntrospection(field.selections, variables, &places)
        switch field.definition.name {
        case "__schema": try writer.object(.schema, fields)
        default:
            let name = field.arguments.first { $0.name == "name" }.flatMap { string($0.value, variables) }
            let type = name.flatMap {
                !$0.isASCII || schema.kind(ofType: $0) == nil ? nil : Introspected.type(.named($0))
            }
            try writer.value(.object(type), fields, field.location)
        }
    } catch {
        throw RequestErrors(error)
    }
    bytesLeft -= writer.bytes.count
    return String(decoding: writer.bytes, as: UTF8.self)
}

private func string(_ value: InputValue, _ variables: Variables) -> String? {
    switch value {
    case .string(let text): text
    case .variable(let name): if case .string(let text)? = variables.values[name] { text } else { nil }
    default: nil
    }
}

/// A thing that introspection speaks of: one case for each object type of the specification's introspection schema.
enum Introspected {
    case schema
    /// A type as others refer to it.
    case type(GraphQLType)
    /// A named type with what it holds.
    case definition(TypeDefinition)
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
    private struct Reference: Hashable {
        var place: Int
        var type: GraphQLType
    }

    let schema: GraphQLSchema
    let limit: Int
    private(set) var bytes: [UInt8] = []
    /// References to types, which make up most of an answer, as they were written first.
    private var references: [Reference: [UInt8]] = [:]

    init(schema: GraphQLSchema, limit: Int) {
        self.schema = schema
        self.limit = limit
    }

    /// Recursion follows the selections, whose depth validation bounds.
    mutating func object(_ object: Introspected, _ fields: IntrospectedFields) throws(GraphQLError) {
        guard case .type(let type) = object else { return try members(object, fields) }
        if fields.isReference {
            let reference = Reference(place: fields.place, type: type)
            if let written = references[reference] {
                bytes += written
                return
            }
            let start = bytes.count
            try members(object, fields)
            references[reference] = Array(bytes[start...])
        } else if case .named(let name) = type, let definition = schema.passingType(name) {
            try members(.definition(definition), fields)
        } else {
            try members(object, fields)
        }
    }

    private mutating func members(_ object: Introspected, _ fields: IntrospectedFields) throws(GraphQLError) {
        bytes.append(UInt8(ascii: "{"))
        for field in fields.fields {
            bytes += field.key
            let found = introspectedValue(
                field.name, of: object, includesDeprecated: field.includesDeprecated, in: schema)
            try value(found, field.below, field.location)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func value(
        _ value: IntrospectedValue, _ fields: IntrospectedFields, _ location: GraphQLError.Location
    ) throws(GraphQLError) {
        guard bytes.count <= limit else {
            throw GraphQLError(
                "The introspection's answer is longer than \(maximumIntrospectionBytes >> 20) MiB: ask for fewer types, "
                    + "or take the schema from `fraiseql schema`.",
                .limitExceeded, locations: [location])
        }
        switch value {
        case .text(let text?): writeJSONString(text, into: &bytes)
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .texts(let texts): writeJSON(.array(texts.map { .string($0) }), into: &bytes)
        case .object(let inner?): try object(inner, fields)
        case .objects(let inner?):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in inner.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try object(element, fields)
            }
            bytes.append(UInt8(ascii: "]"))
        case .text(nil), .object(nil), .objects(nil): bytes += "null".utf8
        }
    }
}
