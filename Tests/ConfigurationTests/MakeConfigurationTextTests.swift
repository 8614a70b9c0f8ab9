import CatalogModel
import CatalogReader
import Configuration
import Postgres
import SQLText
import Support
import Testing

struct MakeConfigurationTextTests {
    /// The text for a database, and what it reads back as.
    private func make(_ database: TestDatabase) throws -> (text: String, configuration: Configuration) {
        let connection = try database.connect()
        let catalog = try readCatalog(connection, schemas: readSchemaNames(connection))
        let text = try makeConfigurationText(catalog)
        var configuration = try readConfiguration(text) { _ in nil }
        try checkMentions(configuration, in: catalog)
        (configuration.mentions, configuration.choices) = ([], [:])
        return (text, configuration)
    }

    private func make(_ script: String) throws -> Configuration {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(script)
        return try make(database).configuration
    }

    @Test func anEmptyDatabaseGetsTheDefaults() throws {
        #expect(try make("select") == Configuration())
    }

    @Test(arguments: GoldenSchema.all) func theTextOfAnyDatabaseReadsBack(golden: GoldenSchema) throws {
        let configuration = try make(golden.makeDatabase()).configuration
        #expect(configuration.exposedSchemas.first == "public")
        #expect(Set(configuration.exposedSchemas).isSuperset(of: golden.exposedSchemas))
        #expect(configuration.excludedRelations.isEmpty)
    }

    @Test func theTextOfAShopIsForPeople() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(
            """
            create schema api;
            create table api.stranger (id integer primary key);
            create schema cron;
            create table cron.job (id integer primary key);
            create table public.flyway_schema_history (id integer);
            create schema "Sales.EU";
            create table "Sales.EU".users (id integer primary key, tenant_id uuid, "Password" text);
            create table "Sales.EU".orders (
                id integer primary key, tenant_id uuid, user_id integer references "Sales.EU".users);
            create table public.tenants (id uuid primary key);
            """)
        let (text, configuration) = try make(database)
        checkGolden(text, "configuration/shop.toml")
        var expected = Configuration()
        expected.exposedSchemas = ["public", "Sales.EU", "api"]
        expected.apiSchema = "graphql_api"
        expected.excludedRelations = [QualifiedName("public", "flyway_schema_history")]
        expected.excludedColumns = [ColumnName(QualifiedName("Sales.EU", "users"), "Password")]
        #expect(configuration == expected)
    }

    @Test func theGeneratedSchemaIsKnownAgain() throws {
        let configuration = try make(
            """
            create schema fraiseql;
            create table fraiseql.migration (id integer primary key);
            create schema graphql_api;
            comment on schema graphql_api is '\(generatedSchemaComment)';
            create view graphql_api.v_x as select 1 as id;
            """)
        #expect(configuration.apiSchema == "graphql_api")
        #expect(configuration.exposedSchemas == ["public"])
    }

    @Test func aStrangersSchemaCalledFraiseqlIsRefused() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script("create schema fraiseql; create table fraiseql.jam (id integer)")
        let catalog = try readCatalog(connection, schemas: readSchemaNames(connection))
        let refusal = #expect(throws: InitRefusal.self) { try makeConfigurationText(catalog) }
        #expect(refusal?.description.contains("rename or drop the schema") == true)
    }

    @Test func aColumnOfFewTablesIsNoTenantColumn() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(
            """
            create table a (tenant_id integer); create table b (x integer); create table c (account_id integer);
            create table d (account_id integer); create table e (x integer); create table f (x integer);
            create table g (x integer);
            """)
        #expect(try !make(database).text.contains("Found on"))
    }

    @Test(.needs(.chinook)) func chinookReadsBack() throws {
        let configuration = try make(Fixture.chinook.makeDatabase()).configuration
        #expect(configuration == Configuration())
    }

    @Test(.needs(.pagila)) func pagilaReadsBack() throws {
        let configuration = try make(Fixture.pagila.makeDatabase()).configuration
        #expect(configuration.exposedSchemas == ["public", "legacy"])
        #expect(configuration.excludedColumns == [ColumnName(QualifiedName("public", "staff"), "password")])
    }

    @Test func whatCannotBeSeenIsAnEscape() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(
            "create schema U&\"a\\001b\\202e\\+0e0001\"; create table U&\"a\\001b\\202e\\+0e0001\".t (id int primary key)"
        )
        let (text, configuration) = try make(database)
        #expect(configuration.exposedSchemas.contains("a\u{1b}\u{202e}\u{e0001}"))
        #expect(text.contains("\"a\\u001b\\u202e\\U000e0001\""))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !isHidden($0) })
    }
}
