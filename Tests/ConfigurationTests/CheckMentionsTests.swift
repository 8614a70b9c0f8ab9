import CatalogModel
import Configuration
import SQLText
import Testing

struct CheckMentionsTests {
    private let catalog = Catalog(
        serverVersion: 150000, schemas: [CatalogSchema(name: "public", owner: "postgres")],
        relations: [
            CatalogRelation(
                name: QualifiedName("public", "users"), kind: .table, owner: "postgres",
                columns: ["id", "password_hash"].map {
                    CatalogColumn(
                        name: $0, type: TypeReference(name: QualifiedName("pg_catalog", "text"), formatted: "text"))
                },
                foreignKeys: [
                    CatalogForeignKey(
                        constraint: "users_id_fkey", columns: ["id"], target: QualifiedName("public", "users"),
                        targetColumns: ["id"])
                ])
        ], types: [])

    @Test func whatTheDatabaseHasIsAccepted() throws {
        let text = """
            [api]
            exclude = ["public.users.password_hash"]
            [tables."public.users".columns]
            id = "key"
            [tables."public.users".relations]
            users_id_fkey = { to_one = "self" }
            """
        try checkMentions(readConfiguration(text) { _ in nil }, in: catalog)
    }

    @Test func aTypingErrorInAnExclusionIsAnErrorAndNotAnExposedColumn() throws {
        let text = """
            [api]
            schemas = ["public", "pulbic"]
            exclude = ["public.users.pasword_hash", "public.user", "legacy.users"]
            [tables."public.users".relations]
            user_id_fkey = { to_one = "self" }
            """
        let configuration = try readConfiguration(text) { _ in nil }
        let errors = #expect(throws: ConfigurationErrors.self) { try checkMentions(configuration, in: catalog) }
        #expect(
            errors?.description == """
                2:22: the database has no schema "pulbic"; did you mean "public"?
                3:12: public.users has no column "pasword_hash"; did you mean "password_hash"?
                3:41: the database has no table or view public.user; did you mean "public.users"?
                3:56: legacy.users: the schema "legacy" is not one of [api] schemas
                5:1: public.users has no foreign key "user_id_fkey"; did you mean "users_id_fkey"?
                """)
    }

    @Test(arguments: [
        ("shop_reader", nil), ("shop_raeder", "2:8: there is no role \"shop_raeder\"; did you mean \"shop_reader\"?"),
        ("nobody", "2:8: there is no role \"nobody\": make it as docs/least-privilege.md says, or leave `role` out"),
    ])
    func aRoleThatIsNotThereIsSaid(role: String, message: String?) throws {
        var catalog = catalog
        catalog.existingRoles = ["postgres", "shop_reader"]
        let configuration = try readConfiguration("[api]\nrole = \"\(role)\"") { _ in nil }
        var said: String?
        do throws(ConfigurationErrors) { try checkMentions(configuration, in: catalog) } catch {
            said = error.description
        }
        #expect(said == message)
    }

    @Test func aSchemaThatIsNotThereIsSaidWithThoseThatAre() throws {
        var catalog = catalog
        catalog.existingSchemas = ["public", "sales"]
        let configuration = try readConfiguration("[api]\nschemas = [\"shop\", \"sale\"]") { _ in nil }
        let errors = #expect(throws: ConfigurationErrors.self) { try checkMentions(configuration, in: catalog) }
        #expect(
            errors?.description == """
                2:12: the database has no schema "shop"; it has: public, sales
                2:20: the database has no schema "sale"; did you mean "sales"?
                """)
    }
}
