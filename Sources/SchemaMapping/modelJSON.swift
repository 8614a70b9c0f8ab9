package import JSONText
import CatalogModel
import SQLText

extension APIModel {
    /// Members in a fixed order, defaults left out: a field or relation stands on one line of `prettyText`.
    package var json: JSON {
        var object: JSONObject = [
            "format": JSON(Self.currentFormat),
            "apiSchema": .string(apiSchema),
            "limits": [
                "defaultPageSize": JSON(limits.defaultPageSize), "maximumPageSize": JSON(limits.maximumPageSize),
                "maximumDepth": JSON(limits.maximumDepth),
            ],
            "entities": .array(entities.map(entityJSON)),
            "enumerations": .array(enumerations.map(enumerationJSON)),
        ]
        // A program that does not know them serves the rest.
        if !functions.isEmpty { object.append("functions", .array(functions.map(functionFieldJSON))) }
        // The database keeps tenants apart, whoever serves.
        if let tenancy { object.append("tenancy", tenancy.json) }
        return .object(object)
    }

    package init(json: JSON) throws(JSONError) {
        let reader = JSONReader(json)
        let format = try reader.int("format")
        guard Self.readableFormats.contains(format) else {
            throw reader.fail(
                "the API model has format \(format), this program reads \(Self.readableFormats)")
        }
        let limits = try reader.member("limits")
        self.init(
            apiSchema: try reader.string("apiSchema"),
            limits: Limits(
                defaultPageSize: try limits.int("defaultPageSize"), maximumPageSize: try limits.int("maximumPageSize"),
                maximumDepth: try limits.int("maximumDepth")),
            entities: try reader.array("entities", readEntity),
            enumerations: try reader.array("enumerations", readEnumeration),
            functions: try reader.optionalMember("functions")?.array(readFunctionField) ?? [],
            tenancy: try reader.optionalMember("tenancy").map { (item) throws(JSONError) in try Tenancy(item) })
    }
}

private func entityJSON(_ entity: Entity) -> JSON {
    var object: JSONObject = ["type": .string(entity.typeName)]
    object.appendOptional("description", entity.description)
    object.append("relation", nameJSON(entity.relation))
    object.append("kind", .string(entity.kind.rawValue))
    object.append("view", nameJSON(entity.view))
    object.append("document", .string(entity.documentColumn))
    object.append("list", .string(entity.listField))
    object.append("fields", .array(entity.fields.map(fieldJSON)))
    // As with the functions of the API.
    if !entity.functions.isEmpty { object.append("functions", .array(entity.functions.map(functionFieldJSON))) }
    object.appendOptional("row", entity.rowColumn)
    object.append("relations", .array(entity.relations.map(relationJSON)))
    object.append("keys", .array(entity.keys.map(keyJSON)))
    object.append("embeds", stringsJSON(entity.embeds))
    return .object(object)
}

private func readEntity(_ reader: JSONReader) throws(JSONError) -> Entity {
    Entity(
        typeName: try reader.string("type"), description: try reader.optionalString("description"),
        relation: try readName(reader.member("relation")), kind: try readCase(reader.member("kind")),
        view: try readName(reader.member("view")), documentColumn: try reader.string("document"),
        listField: try reader.string("list"), fields: try reader.array("fields", readField),
        functions: try reader.optionalMember("functions")?.array(readFunctionField) ?? [],
        rowColumn: try reader.optionalString("row"), relations: try reader.array("relations", readRelation),
        keys: try reader.array("keys", readKey),
        embeds: try reader.strings("embeds"))
}

private func fieldJSON(_ field: Field) -> JSON {
    var object: JSONObject = [
        "name": .string(field.name), "column": .string(field.column), "type": .string(field.type.graphQLName),
        "postgres": nameJSON(field.type.postgresType),
    ]
    appendTraits(of: field.type, to: &object)
    if field.isNullable { object.append("nullable", true) }
    object.appendOptional("description", field.description)
    if let function = field.function { object.append("function", functionJSON(function)) }
    if !field.arguments.isEmpty { object.append("arguments", .array(field.arguments.map(argumentJSON))) }
    return .object(object)
}

/// Beside `type` and `postgres`.
func appendTraits(of type: FieldType, to object: inout JSONObject) {
    if type.isArray { object.append("array", true) }
    if type.isEnumeration { object.append("enum", true) }
}

func readType(_ reader: JSONReader) throws(JSONError) -> FieldType {
    FieldType(
        graphQLName: try reader.string("type"), postgresType: try readName(reader.member("postgres")),
        isArray: try readFlag(reader, "array"), isEnumeration: try readFlag(reader, "enum"))
}

func functionJSON(_ function: FunctionReference) -> JSON {
    ["name": nameJSON(function.name), "signature": .string(function.signature)]
}

func readFunction(_ reader: JSONReader) throws(JSONError) -> FunctionReference {
    FunctionReference(name: try readName(reader.member("name")), signature: try reader.string("signature"))
}

private func readField(_ reader: JSONReader) throws(JSONError) -> Field {
    Field(
        name: try reader.string("name"), column: try reader.string("column"), type: try readType(reader),
        isNullable: try readFlag(reader, "nullable"), description: try reader.optionalString("description"),
        // A program that does not know it reads a column of the view, which it is.
        function: try reader.optionalMember("function").map(readFunction),
        arguments: try reader.optionalMember("arguments")?.array(readArgument) ?? [])
}

private func relationJSON(_ relation: Relation) -> JSON {
    var object: JSONObject = [
        "name": .string(relation.name), "kind": .string(relation.kind.rawValue), "target": .string(relation.target),
        "columns": .array(pairsJSON(relation.columns)),
    ]
    if relation.isNullable { object.append("nullable", true) }
    object.append("constraint", .string(relation.constraint))
    if let through = relation.through {
        object.append(
            "through",
            [
                "entity": .string(through.entity), "outer": .array(pairsJSON(through.outer)),
                "inner": .array(pairsJSON(through.inner)),
            ])
    }
    object.appendOptional("description", relation.description)
    return .object(object)
}

private func readRelation(_ reader: JSONReader) throws(JSONError) -> Relation {
    Relation(
        name: try reader.string("name"), kind: try readCase(reader.member("kind")),
        target: try reader.string("target"),
        columns: try readPairs(reader, "columns"), isNullable: try readFlag(reader, "nullable"),
        constraint: try reader.string("constraint"), description: try reader.optionalString("description"),
        through: try reader.optionalMember("through").map { (through) throws(JSONError) in
            Junction(
                entity: try through.string("entity"), outer: try readPairs(through, "outer"),
                inner: try readPairs(through, "inner"))
        })
}

private func pairsJSON(_ pairs: [Relation.ColumnPair]) -> [JSON] {
    pairs.map { [.string($0.local), .string($0.remote)] }
}

private func readPairs(_ reader: JSONReader, _ key: String) throws(JSONError) -> [Relation.ColumnPair] {
    try reader.array(key) { (pair) throws(JSONError) in
        let (local, remote) = try readPair(pair)
        return Relation.ColumnPair(local: local, remote: remote)
    }
}

private func keyJSON(_ key: LookupKey) -> JSON {
    var object: JSONObject = ["field": .string(key.rootField), "constraint": .string(key.constraint)]
    if key.isPrimary { object.append("primary", true) }
    object.append("columns", stringsJSON(key.columns))
    return .object(object)
}

private func readKey(_ reader: JSONReader) throws(JSONError) -> LookupKey {
    LookupKey(
        rootField: try reader.string("field"), constraint: try reader.string("constraint"),
        isPrimary: try readFlag(reader, "primary"), columns: try reader.strings("columns"))
}

private func enumerationJSON(_ enumeration: Enumeration) -> JSON {
    var object: JSONObject = [
        "name": .string(enumeration.name), "postgres": nameJSON(enumeration.postgresType),
        "values": .array(enumeration.values.map { [.string($0.name), .string($0.label)] }),
    ]
    object.appendOptional("description", enumeration.description)
    return .object(object)
}

private func readEnumeration(_ reader: JSONReader) throws(JSONError) -> Enumeration {
    Enumeration(
        name: try reader.string("name"), postgresType: try readName(reader.member("postgres")),
        values: try reader.array("values") { (pair) throws(JSONError) in
            let (name, label) = try readPair(pair)
            return Enumeration.Value(name: name, label: label)
        },
        description: try reader.optionalString("description"))
}

func nameJSON(_ name: QualifiedName) -> JSON { [.string(name.schema), .string(name.name)] }

func readName(_ reader: JSONReader) throws(JSONError) -> QualifiedName {
    let (schema, name) = try readPair(reader)
    return QualifiedName(schema, name)
}

private func readPair(_ reader: JSONReader) throws(JSONError) -> (String, String) {
    let strings = try reader.array { (item) throws(JSONError) in try item.string() }
    guard strings.count == 2 else { throw reader.fail("expected two strings") }
    return (strings[0], strings[1])
}

func readFlag(_ reader: JSONReader, _ key: String) throws(JSONError) -> Bool {
    try reader.optionalMember(key)?.bool() ?? false
}

private func readCase<Case: RawRepresentable<String>>(_ reader: JSONReader) throws(JSONError) -> Case {
    guard let value = Case(rawValue: try reader.string()) else {
        throw reader.fail("unknown value \(reader.value.text)")
    }
    return value
}

private func stringsJSON(_ strings: [String]) -> JSON { .array(strings.map { .string($0) }) }

extension JSONObject {
    mutating func appendOptional(_ key: String, _ text: String?) {
        if let text { append(key, .string(text)) }
    }
}
