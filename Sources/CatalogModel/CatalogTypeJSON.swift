package import JSONText
import SQLText

extension TypeReference {
    /// `schema` is `pg_catalog`, and `formatted` the name itself, when they are missing.
    package init(_ reader: JSONReader) throws(JSONError) {
        let name = QualifiedName(
            try reader.optionalString("schema") ?? Self.systemSchema, try reader.string("name"))
        let isArray = try reader.flag("array")
        let formatted = try reader.optionalString("formatted")
        self.init(name: name, isArray: isArray, formatted: formatted ?? Self.format(name, isArray: isArray))
    }

    package var json: JSON {
        var object = JSONObject()
        if name.schema != Self.systemSchema { object.append("schema", .string(name.schema)) }
        object.append("name", .string(name.name))
        object.append("array", ifTrue: isArray)
        if formatted != Self.format(name, isArray: isArray) { object.append("formatted", .string(formatted)) }
        return .object(object)
    }

    private static let systemSchema = "pg_catalog"

    private static func format(_ name: QualifiedName, isArray: Bool) -> String {
        (name.schema == systemSchema ? quoteIdentifier(name.name) : name.description) + (isArray ? "[]" : "")
    }
}

extension CatalogType {
    package init(_ reader: JSONReader) throws(JSONError) {
        let kind: Kind
        let kindName = try reader.member("kind")
        switch try kindName.string() {
        case "base": kind = .base
        case "enum":
            kind = .enumeration(
                labels: try reader.elements("labels") { (item) throws(JSONError) in try item.string() })
        case "domain":
            kind = .domain(base: try TypeReference(try reader.member("base")), isNotNull: try reader.flag("notNull"))
        case "range": kind = .range(subtype: try TypeReference(try reader.member("subtype")))
        case "multirange": kind = .multirange(subtype: try TypeReference(try reader.member("subtype")))
        case "composite":
            kind = .composite(
                attributes: try reader.elements("attributes") { (item) throws(JSONError) in try Attribute(item) })
        default: throw kindName.fail("unknown kind of type")
        }
        self.init(name: try QualifiedName(reader), kind: kind, comment: try reader.optionalString("comment"))
    }

    package var json: JSON {
        var object = name.members
        switch kind {
        case .base: object.append("kind", "base")
        case .enumeration(let labels):
            object.append("kind", "enum")
            object.append("labels", .array(labels.map { .string($0) }))
        case .domain(let base, let isNotNull):
            object.append("kind", "domain")
            object.append("base", base.json)
            object.append("notNull", ifTrue: isNotNull)
        case .range(let subtype):
            object.append("kind", "range")
            object.append("subtype", subtype.json)
        case .multirange(let subtype):
            object.append("kind", "multirange")
            object.append("subtype", subtype.json)
        case .composite(let attributes):
            object.append("kind", "composite")
            object.append("attributes", unlessEmpty: attributes.map(\.json))
        }
        object.append("comment", unlessNil: comment)
        return .object(object)
    }
}

extension CatalogType.Attribute {
    init(_ reader: JSONReader) throws(JSONError) {
        self.init(name: try reader.string("name"), type: try TypeReference(try reader.member("type")))
    }

    var json: JSON { .object(["name": .string(name), "type": type.json]) }
}
