import CatalogModel
import Configuration
import SQLText
import SchemaMapping
import Testing

@Suite struct NamingRuleTests {
    @Test func overridesWinOverRulesAndInstalledNames() throws {
        var configuration = Configuration()
        let installed = mapSchema(smallShop, configuration, installed: nil).model
        configuration.relationNames[QualifiedName("public", "customers")] = RelationNames(type: "Order")
        let mapping = mapSchema(smallShop, configuration, installed: installed)
        #expect(mapping.model.entities.map(\.typeName) == ["Order", "OrderLine", "TbOrder"])
        #expect(mapping.model.entity("Order")?.relation.name == "customers")
        #expect(!mapping.hasErrors)
    }

    @Test func anOverrideThatClashesIsAnErrorAndTheRulesApply() {
        var configuration = Configuration()
        configuration.relationNames[QualifiedName("public", "customers")] = RelationNames(type: "Query")
        configuration.columnNames[ColumnName(QualifiedName("public", "tb_order"), "id")] = "total"
        configuration.columnNames[ColumnName(QualifiedName("public", "tb_order"), "total")] = "total"
        let mapping = mapSchema(smallShop, configuration, installed: nil)
        #expect(mapping.findings.filter { $0.severity == .error }.map(\.code) == [.overrideClash, .overrideClash])
        #expect(mapping.model.entity("Customer") != nil)
    }

    @Test func aChosenTypeNameLeadsTheFields() throws {
        var configuration = Configuration()
        configuration.relationNames[QualifiedName("public", "customers")] = RelationNames(type: "Person")
        let person = try #require(mapSchema(smallShop, configuration, installed: nil).model.entity("Person"))
        #expect(person.listField == "people")
        #expect(person.keys.map(\.rootField) == ["person", "personByEmail"])
    }

    @Test func anExcludedColumnTakesItsKeysAndRelationsWithIt() throws {
        var configuration = Configuration()
        configuration.excludedColumns = [
            ColumnName(QualifiedName("public", "customers"), "email"),
            ColumnName(QualifiedName("public", "tb_order"), "customer_id"),
        ]
        let mapping = mapSchema(smallShop, configuration, installed: nil)
        let customer = try #require(mapping.model.entity("Customer"))
        #expect(customer.fields.map(\.name) == ["id"])
        #expect(customer.keys.map(\.rootField) == ["customer"])
        #expect(customer.relations.isEmpty)
        #expect(Set(mapping.findings.map(\.code)).isSuperset(of: [.keyNotExposed, .relationNotExposed]))
    }

    @Test func whatCanHideAParentMakesTheFieldNullable() throws {
        func isNullable(_ change: (inout Catalog, inout Configuration) -> Void) throws -> Bool? {
            var (catalog, configuration) = (smallShop, Configuration())
            change(&catalog, &configuration)
            let line = mapSchema(catalog, configuration, installed: nil).model.entity("OrderLine")
            return line?.relations.first?.isNullable
        }
        #expect(try isNullable { _, _ in } == false)
        #expect(try isNullable { catalog, _ in catalog.relations[1].hasRowSecurity = true } == true)
        #expect(try isNullable { catalog, _ in catalog.relations[2].columns[0].isNotNull = false } == true)
        #expect(try isNullable { catalog, _ in catalog.relations[2].foreignKeys[0].isEnforced = false } == true)
        #expect(try isNullable { _, configuration in configuration.tenancy.column = "total" } == true)
    }

    @Test func aSecondKeyToOneTableNamesItsColumn() throws {
        var catalog = smallShop
        catalog.relations.append(
            table(
                "messages", [column("sender_id", "uuid"), column("receiver_id", "uuid")],
                foreignKeys: [(["sender_id"], "customers", ["id"]), (["receiver_id"], "customers", ["id"])]))
        let model = mapSchema(catalog, Configuration(), installed: nil).model
        #expect(
            model.entity("Customer")?.relations.map(\.name) == ["messages", "messagesByReceiverId", "orders"])
        #expect(model.entity("Message")?.relations.map(\.name) == ["receiver", "sender"])
    }

    @Test func aCompositeKeyIsNamedAfterTheColumnThatDiffers() {
        let tenant = column("tenant_id", "uuid")
        let catalog = Catalog(
            serverVersion: 150000, schemas: [CatalogSchema(name: "public", owner: "shop")],
            relations: [
                table("addresses", [tenant, column("id", "uuid")], primaryKey: ["tenant_id", "id"]),
                table(
                    "orders", [tenant, column("billing_address_id", "uuid"), column("shipping_address_id", "uuid")],
                    foreignKeys: [
                        (["tenant_id", "billing_address_id"], "addresses", ["tenant_id", "id"]),
                        (["tenant_id", "shipping_address_id"], "addresses", ["tenant_id", "id"]),
                    ]),
            ], types: [])
        let model = mapSchema(catalog, Configuration(), installed: nil).model
        #expect(model.entity("Order")?.relations.map(\.name) == ["billingAddress", "shippingAddress"])
        #expect(model.entity("Address")?.relations.map(\.name) == ["orders", "ordersByShippingAddressId"])
    }

    @Test func aUniqueForeignKeyIsOneToOneUnlessAListIsInstalled() throws {
        var catalog = smallShop
        let installed = mapSchema(catalog, Configuration(), installed: nil).model
        catalog.relations[1].uniqueKeys.append(CatalogKey(constraint: "one", columns: ["customer_id"]))
        let fresh = mapSchema(catalog, Configuration(), installed: nil).model.entity("Customer")?.relations
        #expect(fresh?.map(\.name) == ["order"])
        #expect(fresh?.map(\.kind) == [.toOne])
        let kept = mapSchema(catalog, Configuration(), installed: installed).model.entity("Customer")?.relations
        #expect(kept?.map(\.name) == ["orders"])
        #expect(kept?.map(\.kind) == [.toMany])
    }

    @Test func aParentOfInheritingTablesGivesUpItsKeys() throws {
        var catalog = smallShop
        var heir = table("special_orders", [column("id", "uuid")])
        heir.inherits = [QualifiedName("public", "tb_order")]
        catalog.relations.append(heir)
        let model = mapSchema(catalog, Configuration(), installed: nil).model
        #expect(model.entity("Order")?.keys.isEmpty == true)
        #expect(model.entity("OrderLine")?.relations.isEmpty == true)
    }

    @Test func theGeneratedSchemaIsNotExposed() {
        var configuration = Configuration()
        configuration.apiSchema = "public"
        let findings = mapSchema(smallShop, configuration, installed: nil).findings
        #expect(
            findings.filter { $0.severity == .error }.map(\.code) == [.generatedSchemaExposed, .nothingExposed])
    }
}
