import CatalogModel
import Configuration
import JSONText
import SQLText
import SchemaMapping
import Testing

@Suite struct MapSchemaTests {
    @Test func aSmallShopGetsTheNamesOfTheConventions() throws {
        let mapping = mapSchema(smallShop, Configuration(), installed: nil)
        let order = try #require(mapping.model.entity("Order"))
        #expect(order.listField == "orders")
        #expect(order.view == QualifiedName("api", "v_order"))
        #expect(order.keys.map(\.rootField) == ["order"])
        #expect(order.relations.map(\.name) == ["customer", "orderLines"])
        let customer = try #require(mapping.model.entity("Customer"))
        #expect(customer.keys.map(\.rootField) == ["customer", "customerByEmail"])
        let line = try #require(mapping.model.entity("OrderLine"))
        #expect(line.keys.map(\.rootField) == ["orderLine"])
        #expect(line.relations.map(\.isNullable) == [false])
    }

    @Test func theModelSurvivesItsJSON() throws {
        let model = mapSchema(smallShop, Configuration(), installed: nil).model
        #expect(try APIModel(json: parseJSON(model.json.prettyText())) == model)
    }

    /// Only an index over plain columns and all rows says that a customer has one order.
    @Test(arguments: [
        (CatalogIndex(name: "i", method: "btree", isUnique: true, columns: ["customer_id"]), Relation.Kind.toOne),
        (
            CatalogIndex(
                name: "i", method: "btree", isUnique: true, columns: ["customer_id"], predicate: "(total > 0)"),
            .toMany
        ),
        (CatalogIndex(name: "i", method: "btree", isUnique: true, columns: ["customer_id", nil]), .toMany),
        (CatalogIndex(name: "i", method: "btree", isUnique: true, columns: [nil]), .toMany),
        (CatalogIndex(name: "i", method: "btree", isUnique: true, isValid: false, columns: ["customer_id"]), .toMany),
        (CatalogIndex(name: "i", method: "btree", isUnique: false, columns: ["customer_id"]), .toMany),
    ])
    func aOneToOneNeedsAPlainUniqueIndex(index: CatalogIndex, kind: Relation.Kind) throws {
        var shop = smallShop
        shop.relations[1].indexes = [index]
        let model = mapSchema(shop, Configuration(), installed: nil).model
        let customer = try #require(model.entity("Customer"))
        let back = try #require(customer.relations.first)
        #expect(back.kind == kind)
        #expect(back.isNullable == (kind == .toOne))
        #expect(model.entity("Order")?.relations.first { $0.kind == .toOne }?.isNullable == true)
        #expect((model.entity("Order")?.keys.count == 2) == (kind == .toOne))
    }

    /// Pages are ordered by the primary key, else by a unique key without nulls, else by any.
    @Test(arguments: [
        (primaryKey: ["id"], unique: [["place"]], key: ["id"], isTotal: true),
        (nil, [["code"], ["place", "number"]], ["place", "number"], true),
        (nil, [["place", "code"]], ["place", "code"], false),
        (nil, [], nil, false),
    ])
    func aPageIsOrderedByTheBestKey(primaryKey: [String]?, unique: [[String]], key: [String]?, isTotal: Bool) throws {
        let columns = [
            column("id", "int4"), column("code", "text", isNotNull: false), column("place", "int4"),
            column("number", "int4"),
        ]
        let seats = table("seats", columns, primaryKey: primaryKey, unique: unique)
        let catalog = Catalog(serverVersion: 150000, schemas: smallShop.schemas, relations: [seats], types: [])
        let mapping = mapSchema(catalog, Configuration(), installed: nil)
        let seat = try #require(mapping.model.entity("Seat"))
        #expect(seat.pageKey?.columns == key)
        #expect(seat.hasTotalOrder == isTotal)
        let finding = mapping.findings.first { $0.code == .noPrimaryKey }
        #expect(finding?.severity == (primaryKey == nil ? isTotal ? .notice : .warning : nil))
    }

    @Test func anotherFormatIsRefused() throws {
        #expect(throws: JSONError.self) { try APIModel(json: ["format": 99]) }
    }
}

/// Customers, orders and their lines.
let smallShop = Catalog(
    serverVersion: 150000, schemas: [CatalogSchema(name: "public", owner: "shop")],
    relations: [
        table(
            "customers", [column("id", "uuid"), column("email", "text")], primaryKey: ["id"], unique: [["email"]]),
        table(
            "tb_order",
            [column("id", "uuid"), column("customer_id", "uuid", isNotNull: false), column("total", "numeric")],
            primaryKey: ["id"], foreignKeys: [(["customer_id"], "customers", ["id"])]),
        table(
            "order_lines", [column("order_id", "uuid"), column("line_no", "int4")],
            primaryKey: ["order_id", "line_no"],
            foreignKeys: [(["order_id"], "tb_order", ["id"])]),
    ], types: [])

func table(
    _ name: String, schema: String = "public", kind: RelationKind = .table, _ columns: [CatalogColumn],
    primaryKey: [String]? = nil, unique: [[String]] = [], foreignKeys: [([String], String, [String])] = []
) -> CatalogRelation {
    CatalogRelation(
        name: QualifiedName(schema, name), kind: kind, owner: "shop", columns: columns,
        primaryKey: primaryKey.map { CatalogKey(constraint: "\(name)_pkey", columns: $0) },
        uniqueKeys: unique.map { CatalogKey(constraint: "\(name)_\($0.joined(separator: "_"))_key", columns: $0) },
        foreignKeys: foreignKeys.map { columns, target, targetColumns in
            CatalogForeignKey(
                constraint: "\(name)_\(columns.joined(separator: "_"))_fkey", columns: columns,
                target: QualifiedName(schema, target), targetColumns: targetColumns)
        })
}

func column(_ name: String, _ type: String, isNotNull: Bool = true) -> CatalogColumn {
    CatalogColumn(
        name: name, type: TypeReference(name: QualifiedName("pg_catalog", type), formatted: type), isNotNull: isNotNull)
}
