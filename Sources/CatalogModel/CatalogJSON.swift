package import JSONText
package import SQLText

// The catalog as JSON: the form of the goldens, and of the rows that the queries of sql/catalog/ answer. What is false,
// empty or absent is left out when written; the reader takes it as such.

extension Catalog {
    package init(json: JSON) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            serverVersion: try reader.int("serverVersion"),
            schemas: try reader.array("schemas") { (item) throws(JSONError) in try CatalogSchema(item) },
            relations: try reader.array("relations") { (item) throws(JSONError) in try CatalogRelation(item) },
            types: try reader.elements("types") { (item) throws(JSONError) in try CatalogType(item) },
            functions: try reader.elements("functions") { (item) throws(JSONError) in try CatalogFunction(item) })
    }

    package var json: JSON {
        var object: JSONObject = ["serverVersion": JSON(serverVersion)]
        object.append("schemas", .array(schemas.map(\.json)))
        object.append("relations", .array(relations.map(\.json)))
        object.append("types", unlessEmpty: types.map(\.json))
        object.append("functions", unlessEmpty: functions.map(\.json))
        return .object(object)
    }
}

extension CatalogSchema {
    package init(_ reader: JSONReader) throws(JSONError) {
        self.init(
            name: try reader.string("name"), owner: try reader.string("owner"),
            comment: try reader.optionalString("comment"))
    }

    package var json: JSON {
        var object: JSONObject = ["name": .string(name), "owner": .string(owner)]
        object.append("comment", unlessNil: comment)
        return .object(object)
    }
}

extension CatalogRelation {
    package init(_ reader: JSONReader) throws(JSONError) {
        let kind = try reader.member("kind")
        guard let relationKind = RelationKind(rawValue: try kind.string()) else {
            throw kind.fail("unknown kind of relation")
        }
        self.init(
            name: try QualifiedName(reader), kind: relationKind, owner: try reader.string("owner"),
            comment: try reader.optionalString("comment"),
            partitionOf: try reader.optionalMember("partitionOf").map { (item) throws(JSONError) in
                try QualifiedName(item)
            },
            inherits: try reader.elements("inherits") { (item) throws(JSONError) in try QualifiedName(item) },
            columns: try reader.elements("columns") { (item) throws(JSONError) in try CatalogColumn(item) },
            primaryKey: try reader.optionalMember("primaryKey").map { (item) throws(JSONError) in try CatalogKey(item)
            },
            uniqueKeys: try reader.elements("uniqueKeys") { (item) throws(JSONError) in try CatalogKey(item) },
            foreignKeys: try reader.elements("foreignKeys") { (item) throws(JSONError) in try CatalogForeignKey(item) },
            indexes: try reader.elements("indexes") { (item) throws(JSONError) in try CatalogIndex(item) },
            hasRowSecurity: try reader.flag("rowSecurity"), forcesRowSecurity: try reader.flag("forceRowSecurity"),
            isSecurityInvoker: try reader.flag("securityInvoker"))
    }

    package var json: JSON {
        var object = name.members
        object.append("kind", .string(kind.rawValue))
        object.append("owner", .string(owner))
        object.append("comment", unlessNil: comment)
        if let partitionOf { object.append("partitionOf", .object(partitionOf.members)) }
        object.append("inherits", unlessEmpty: inherits.map { .object($0.members) })
        object.append("rowSecurity", ifTrue: hasRowSecurity)
        object.append("forceRowSecurity", ifTrue: forcesRowSecurity)
        object.append("securityInvoker", ifTrue: isSecurityInvoker)
        object.append("columns", unlessEmpty: columns.map(\.json))
        if let primaryKey { object.append("primaryKey", primaryKey.json) }
        object.append("uniqueKeys", unlessEmpty: uniqueKeys.map(\.json))
        object.append("foreignKeys", unlessEmpty: foreignKeys.map(\.json))
        object.append("indexes", unlessEmpty: indexes.map(\.json))
        return .object(object)
    }
}

extension CatalogColumn {
    package init(_ reader: JSONReader) throws(JSONError) {
        let identity = try reader.optionalMember("identity")
        self.init(
            name: try reader.string("name"), type: try TypeReference(try reader.member("type")),
            dimensions: try reader.optionalMember("dimensions").map { (item) throws(JSONError) in try item.int() } ?? 1,
            isNotNull: try reader.flag("notNull"), defaultExpression: try reader.optionalString("default"),
            identity: try identity.map { (item) throws(JSONError) in
                guard let identity = Identity(rawValue: try item.string()) else { throw item.fail("unknown identity") }
                return identity
            },
            isGenerated: try reader.flag("generated"), comment: try reader.optionalString("comment"))
    }

    package var json: JSON {
        var object: JSONObject = ["name": .string(name), "type": type.json]
        if dimensions > 1 { object.append("dimensions", JSON(dimensions)) }
        object.append("notNull", ifTrue: isNotNull)
        object.append("default", unlessNil: defaultExpression)
        object.append("identity", unlessNil: identity?.rawValue)
        object.append("generated", ifTrue: isGenerated)
        object.append("comment", unlessNil: comment)
        return .object(object)
    }
}

extension CatalogKey {
    package init(_ reader: JSONReader) throws(JSONError) {
        self.init(constraint: try reader.string("constraint"), columns: try reader.strings("columns"))
    }

    package var json: JSON {
        .object(["constraint": .string(constraint), "columns": .array(columns.map { .string($0) })])
    }
}

extension CatalogForeignKey {
    package init(_ reader: JSONReader) throws(JSONError) {
        self.init(
            constraint: try reader.string("constraint"), columns: try reader.strings("columns"),
            target: try QualifiedName(try reader.member("target")), targetColumns: try reader.strings("targetColumns"),
            isEnforced: !(try reader.flag("unenforced")), comment: try reader.optionalString("comment"))
        if columns.count != targetColumns.count {
            throw reader.fail("\"columns\" and \"targetColumns\" differ in length")
        }
    }

    package var json: JSON {
        var object: JSONObject = [
            "constraint": .string(constraint), "columns": .array(columns.map { .string($0) }),
            "target": .object(target.members), "targetColumns": .array(targetColumns.map { .string($0) }),
        ]
        object.append("unenforced", ifTrue: !isEnforced)
        object.append("comment", unlessNil: comment)
        return .object(object)
    }
}

extension CatalogIndex {
    package init(_ reader: JSONReader) throws(JSONError) {
        self.init(
            name: try reader.string("name"), method: try reader.optionalString("method") ?? "btree",
            isUnique: try reader.flag("unique"), isValid: !(try reader.flag("invalid")),
            columns: try reader.array("columns") { (item) throws(JSONError) in
                item.value == .null ? nil : try item.string()
            },
            predicate: try reader.optionalString("predicate"))
    }

    package var json: JSON {
        var object: JSONObject = ["name": .string(name)]
        if method != "btree" { object.append("method", .string(method)) }
        object.append("unique", ifTrue: isUnique)
        object.append("invalid", ifTrue: !isValid)
        object.append("columns", .array(columns.map { JSON($0) }))
        object.append("predicate", unlessNil: predicate)
        return .object(object)
    }
}

extension QualifiedName {
    /// Of an object with the members `schema` and `name`.
    package init(_ reader: JSONReader) throws(JSONError) {
        self.init(try reader.string("schema"), try reader.string("name"))
    }

    var members: JSONObject { ["schema": .string(schema), "name": .string(name)] }
}

extension JSONReader {
    /// A flag that is false when it is missing.
    func flag(_ key: String) throws(JSONError) -> Bool {
        try optionalMember(key)?.bool() ?? false
    }

    /// A list that is empty when it is missing.
    func elements<Element>(
        _ key: String, _ element: (JSONReader) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        try optionalMember(key)?.array(element) ?? []
    }
}

extension JSONObject {
    mutating func append(_ key: String, unlessNil text: String?) {
        if let text { append(key, .string(text)) }
    }

    mutating func append(_ key: String, unlessEmpty elements: [JSON]) {
        if !elements.isEmpty { append(key, .array(elements)) }
    }

    mutating func append(_ key: String, ifTrue flag: Bool) {
        if flag { append(key, true) }
    }
}
