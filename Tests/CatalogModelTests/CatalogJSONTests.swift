import CatalogModel
import JSONText
import SQLText
import Testing

struct CatalogJSONTests {
    private let catalog = Catalog(
        serverVersion: 150018,
        schemas: [CatalogSchema(name: "public", owner: "postgres", comment: "standard")],
        relations: [
            CatalogRelation(
                name: QualifiedName("public", "Order"), kind: .partitionedTable, owner: "shop", comment: "it's",
                partitionOf: QualifiedName("public", "all"), inherits: [QualifiedName("public", "base")],
                columns: [
                    CatalogColumn(
                        name: "id",
                        type: TypeReference(name: QualifiedName("pg_catalog", "int4"), formatted: "integer"),
                        isNotNull: true, identity: .byDefault),
                    CatalogColumn(
                        name: "moods",
                        type: TypeReference(
                            name: QualifiedName("public", "Mood"), isArray: true, formatted: "public.\"Mood\"[]"),
                        defaultExpression: "'{}'::public.\"Mood\"[]", isGenerated: true, comment: "c"),
                ],
                primaryKey: CatalogKey(constraint: "pk", columns: ["id"]),
                uniqueKeys: [CatalogKey(constraint: "u", columns: ["id", "moods"])],
                foreignKeys: [
                    CatalogForeignKey(
                        constraint: "f", columns: ["id"], target: QualifiedName("other", "t"), targetColumns: ["x"],
                        isEnforced: false, comment: "k")
                ],
                indexes: [
                    CatalogIndex(
                        name: "i", method: "gin", isUnique: true, isValid: false, columns: ["id", nil],
                        predicate: "(id > 0)")
                ],
                hasRowSecurity: true, forcesRowSecurity: true)
        ],
        types: [
            CatalogType(name: QualifiedName("public", "Mood"), kind: .enumeration(labels: ["a b", ""]), comment: "m"),
            CatalogType(name: QualifiedName("public", "none"), kind: .enumeration(labels: [])),
            CatalogType(
                name: QualifiedName("public", "d"),
                kind: .domain(
                    base: TypeReference(name: QualifiedName("pg_catalog", "numeric"), formatted: "numeric(5,2)"),
                    isNotNull: true)),
            CatalogType(
                name: QualifiedName("public", "r"),
                kind: .range(subtype: TypeReference(name: QualifiedName("pg_catalog", "text"), formatted: "text"))),
            CatalogType(
                name: QualifiedName("public", "mr"),
                kind: .multirange(subtype: TypeReference(name: QualifiedName("public", "d"), formatted: "public.d"))),
            CatalogType(
                name: QualifiedName("public", "c"),
                kind: .composite(attributes: [
                    .init(
                        name: "x",
                        type: TypeReference(
                            name: QualifiedName("pg_catalog", "text"), isArray: true, formatted: "text[]"))
                ])),
            CatalogType(name: QualifiedName("ext", "ltree"), kind: .base),
        ],
        functions: [
            CatalogFunction(
                name: QualifiedName("public", "f"), signature: "public.f(public.\"Order\",text)",
                volatility: .immutable, isStrict: true, isSecurityDefiner: true, isVariadic: true,
                parameters: [
                    .init(
                        name: nil,
                        type: .init(
                            TypeReference(name: QualifiedName("public", "Order"), formatted: "public.\"Order\""),
                            .row)),
                    .init(
                        name: "b",
                        type: .init(TypeReference(name: QualifiedName("pg_catalog", "text"), formatted: "text")),
                        hasDefault: true),
                ],
                result: .init(
                    TypeReference(name: QualifiedName("pg_catalog", "record"), formatted: "record"), .pseudoType),
                returnsSet: true, findsNames: false, comment: "c"),
            CatalogFunction(
                name: QualifiedName("public", "g"), signature: "public.g()",
                result: .init(TypeReference(name: QualifiedName("pg_catalog", "int4"), formatted: "integer"))),
        ])

    @Test func aCatalogReadsBackFromItsText() throws {
        #expect(try Catalog(json: parseJSON(catalog.json.text)) == catalog)
        #expect(try Catalog(json: parseJSON(catalog.json.prettyText())) == catalog)
    }

    @Test func whatIsEmptyOrOrdinaryIsLeftOut() throws {
        let column = CatalogColumn(
            name: "x", type: TypeReference(name: QualifiedName("pg_catalog", "text"), formatted: "text"))
        #expect(column.json.text == #"{"name":"x","type":{"name":"text"}}"#)
    }

    @Test func aMemberOfTheWrongFormIsNamedByItsPath() throws {
        var text = catalog.json.text
        text.replace(#""identity":"by default""#, with: #""identity":"sometimes""#)
        let json = try parseJSON(text)
        let error = #expect(throws: JSONError.self) { try Catalog(json: json) }
        #expect(error?.description == "unknown identity at $.relations[0].columns[0].identity")
    }
}
