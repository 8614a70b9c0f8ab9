import CatalogModel
import Configuration
import SQLText
import SchemaMapping
import Testing

/// What `fraiseql check` says, to a person who wants to mend it.
@Suite struct FindingTests {
    private let customers = QualifiedName("public", "customers")
    private let orders = QualifiedName("public", "tb_order")
    private let installed = mapSchema(smallShop, Configuration(), installed: nil).model

    private func lines(_ mapping: Mapping, _ codes: Set<Finding.Code>) -> [String] {
        mapping.findings.filter { codes.contains($0.code) }.flatMap(\.lines)
    }

    @Test func anInstalledNameThatAnOverrideTakesIsSaid() {
        var configuration = Configuration()
        configuration.relationNames[customers] = RelationNames(type: "OrderFilter", list: "orders")
        let mapping = mapSchema(smallShop, configuration, installed: installed)
        #expect(mapping.model.entities.map(\.typeName) == ["OrderFilter", "OrderLine", "TbOrder"])
        #expect(
            lines(mapping, [.nameChanged, .nameClash]) == [
                "warning: public.tb_order: the installed field name \"orders\" goes to public.customers; "
                    + "named \"tbOrders\" instead [name-changed]",
                "warning: public.tb_order: the installed type name \"OrderFilter\", which \"Order\" needs, goes to "
                    + "public.customers; named \"TbOrder\" instead [name-changed]",
            ])
    }

    @Test func aFieldThatAListLosesIsSaid() throws {
        var configuration = Configuration()
        configuration.columnNames[ColumnName(customers, "email")] = "ordersAggregate"
        configuration.relationNames[QualifiedName("public", "order_lines")] = RelationNames(list: "customersGroups")
        let mapping = mapSchema(smallShop, configuration, installed: installed)
        #expect(!mapping.hasErrors)
        #expect(
            lines(mapping, [.nameClash]).filter { !$0.hasPrefix("  ") } == [
                "warning: public.customers: the field \"customersGroups\" of \"customers\" is left out: "
                    + "public.order_lines holds that name [name-clash]",
                "warning: public.customers (tb_order_customer_id_fkey, to-many): the field \"ordersAggregate\" of \"orders\" "
                    + "is left out: public.customers.email holds that name [name-clash]",
            ])
        let schema = makeGraphQLSchema(mapping.model)
        let query = try #require(schema.object("Query")).fields.filter { $0.name == "customersGroups" }
        #expect(query.map(\.type.name) == ["OrderLine"])
        let fields = try #require(schema.object("Customer")).fields.map(\.name)
        #expect(
            fields.filter { $0.hasPrefix("orders") } == [
                "ordersAggregate", "orders", "ordersConnection", "ordersGroups",
            ])
        #expect(schema.inputObject("CustomerFilter")?.fields.filter { $0.name == "ordersAggregate" }.count == 1)
    }

    @Test func aNameThatStaysAfterItsOverrideIsGoneIsSaid() {
        var configuration = Configuration()
        configuration.columnNames[ColumnName(customers, "email")] = "mail"
        let installed = mapSchema(smallShop, configuration, installed: nil).model
        let mapping = mapSchema(smallShop, Configuration(), installed: installed)
        #expect(mapping.model.entity("Customer")?.fields.map(\.name) == ["id", "mail"])
        #expect(
            lines(mapping, [.nameClash, .nameKept]) == [
                "notice: public.customers.email: the installed field name \"mail\" stays; the rules would give \"email\" to "
                    + "a new one [name-kept]",
                "  hint: [tables.\"public.customers\".columns] \"email\" = \"...\" chooses another",
            ])
    }

    @Test func whatIsWrongInTheFileComesInItsOrder() throws {
        let text = """
            [api]
            exclude = ["public.nothing"]
            [tables."public.tb_order"]
            key = ["id"]
            embed = ["nobody"]
            [tables."public.tb_order".columns]
            id = "total"
            total = "total"

            [tables."public.customers"]
            type = "Query"
            [tables."public.order_lines".references]
            lost = { columns = ["line_no"], table = "public.customers", to = ["id"] }
            """
        let configuration = try readConfiguration(text) { _ in nil }
        let errors = mapSchema(smallShop, configuration, installed: nil).findings.filter { $0.severity == .error }
        #expect(
            errors.map { "\($0.subject): \($0.message)" } == [
                "fraiseql.toml:2:12: the database has no table or view public.nothing",
                "fraiseql.toml:4:1: public.tb_order has a primary key of its own: remove `key`",
                "fraiseql.toml:5:10: public.tb_order has no relation \"nobody\"",
                "fraiseql.toml:8:9: public.tb_order.total: the field name \"total\" is held by public.tb_order.id: "
                    + "choose another",
                "fraiseql.toml:11:8: public.customers: the type name \"Query\" is reserved: choose another",
                "fraiseql.toml:13:1: public.order_lines (lost): line_no and id of public.customers differ in type",
            ])
    }

    @Test func aViewWithoutAKeyIsSaidWithTheWayOut() throws {
        var catalog = smallShop
        catalog.relations.append(table("totals", kind: .view, [column("customer_id", "uuid")]))
        let findings = mapSchema(catalog, Configuration(), installed: nil).findings.filter { $0.code == .noPrimaryKey }
        #expect(findings.map(\.severity) == [.notice])
        #expect(findings.first?.hint?.hasPrefix("[tables.\"public.totals\"] key = ") == true)
        let configuration = try readConfiguration("[tables.\"public.totals\"]\nkey = [\"customer_id\"]") { _ in nil }
        let mapping = mapSchema(catalog, configuration, installed: nil)
        #expect(!mapping.findings.contains { $0.code == .noPrimaryKey })
    }

    @Test func aColumnThatIsCalledLikeAMemberIsSaid() throws {
        var configuration = Configuration()
        let visits = QualifiedName("public", "visits")
        configuration.columnNames = [ColumnName(visits, "n"): "count_", ColumnName(visits, "a"): "aggregate_"]
        let catalog = Catalog(
            serverVersion: 150000, schemas: smallShop.schemas,
            relations: [
                table(
                    "visits", ["count", "n", "aggregate", "a", "null"].map { column($0, "int4") },
                    primaryKey: ["count"])
            ], types: [])
        let mapping = mapSchema(catalog, configuration, installed: nil)
        func message(_ column: String, _ field: String, _ member: String, _ type: String) -> String {
            "public.visits.\(column): the field \"\(field)\" is called \"\(member)\" in \(type), where that name is taken"
        }
        #expect(
            mapping.findings.map { "\($0.subject): \($0.message)" } == [
                message("\"null\"", "null", "null_", "VisitColumn"),
                message("a", "aggregate_", "aggregate__", "VisitGroupOrderBy"),
                message("aggregate", "aggregate", "aggregate_", "VisitGroupOrderBy"),
                message("count", "count", "count_", "VisitAggregate"),
                message("n", "count_", "count__", "VisitAggregate"),
            ])
        let schema = makeGraphQLSchema(mapping.model)
        let members = ["count", "count_", "count__", "aggregate", "aggregate_", "null"]
        #expect(schema.object("VisitAggregate")?.fields.map(\.name) == members)
        #expect(schema.inputObject("VisitAggregateFilter")?.fields.map(\.name) == members)
        #expect(
            schema.inputObject("VisitGroupOrderBy")?.fields.map(\.name)
                == ["aggregate", "count", "count_", "aggregate_", "aggregate__", "null"])
    }

    @Test func aLockTimeoutThatRequestsDoNotWaitForIsSaid() throws {
        func findings(_ text: String) throws -> [Finding] {
            let configuration = try readConfiguration("[migrations]\nlock_timeout = \"\(text)\"") { _ in nil }
            return mapSchema(smallShop, configuration, installed: nil).findings.filter { $0.code == .lockTimeout }
        }
        #expect(try findings("600ms").isEmpty)
        let finding = try #require(try findings("601ms").first)
        #expect(finding.lines[0].hasPrefix("warning: fraiseql.toml:2:16: [migrations] lock_timeout (601ms) is longer"))
    }

    @Test func aColumnOfSeveralDimensionsIsSaid() throws {
        var catalog = smallShop
        catalog.relations[0].columns.append(column("grid", "int4"))
        catalog.relations[0].columns[catalog.relations[0].columns.count - 1].dimensions = 2
        let mapping = mapSchema(catalog, Configuration(), installed: nil)
        let findings = mapping.findings.filter { $0.code == .arrayDimensions }
        #expect(findings.map(\.subject) == ["\(catalog.relations[0].name).grid"])
        #expect(findings.map(\.severity) == [.notice])
        var configuration = Configuration()
        configuration.excludedColumns = [ColumnName(catalog.relations[0].name, "grid")]
        #expect(!mapSchema(catalog, configuration, installed: nil).findings.contains { $0.code == .arrayDimensions })
    }

    @Test func aFunctionOfWholeRowsOfWhichAColumnIsExcludedIsSaid() throws {
        var catalog = smallShop
        catalog.functions = [
            CatalogFunction(
                name: QualifiedName("public", "best"), signature: "public.best()",
                result: CatalogFunction.ValueType(
                    TypeReference(name: customers, isArray: false, formatted: "public.customers"), .row),
                returnsSet: true)
        ]
        func lines(_ more: String) throws -> [String] {
            let text = "[api]\n\(more)\n[functions.\"public.best\"]\nsecurity_definer = true"
            let configuration = try readConfiguration(text) { _ in nil }
            return self.lines(mapSchema(catalog, configuration, installed: nil), [.functionReadsExcluded])
        }
        #expect(try lines("").isEmpty)
        let said = try lines("exclude = [\"public.customers.email\"]")
        #expect(said.first?.hasPrefix("notice: fraiseql.toml:3:12: public.best(): it returns whole rows of ") == true)
        #expect(said.first?.contains("of which email is excluded") == true)
        catalog.functions[0].isSecurityDefiner = true
        #expect(try lines("exclude = [\"public.customers.email\"]").isEmpty)
    }

    @Test func aNameMakesNoLineOfItsOwn() {
        var catalog = smallShop
        catalog.relations[1].foreignKeys[0].constraint = "fk\n  hint: drop table public.users; --\u{1b}[2J\u{202e}"
        catalog.relations[1].name.name = "a\nerror: b"
        let findings = mapSchema(catalog, Configuration(), installed: nil).findings
        #expect(findings.contains { $0.subject.contains("\n") })
        for finding in findings {
            #expect(finding.lines.count == (finding.hint == nil ? 1 : 2))
            #expect(!finding.text.dropFirst(finding.lines[0].count + 1).contains("\n"))
            #expect(!finding.text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" })
        }
        #expect(
            findings.contains { $0.hint == "create index concurrently on public.U&\"a\\000aerror: b\" (customer_id);" })
    }
}
