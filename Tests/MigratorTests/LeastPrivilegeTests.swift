import Configuration
import HostSystem
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// The roles of docs/least-privilege.md: no superuser anywhere.
struct LeastPrivilegeTests {
    @Test func aRoleThatOwnsNothingOfTheTeamsInstallsAndTakesBack() throws {
        let workplace = try Workplace.shop()
        let owner = try workplace.makeRole("owner")
        let api = try workplace.makeRole("api")
        let migrator = try workplace.makeRole("migrator", "login")
        let sidecar = try workplace.makeRole("sidecar", "login")
        try workplace.connection.script(
            """
            alter table public.customers owner to \(owner);
            alter table public.orders owner to \(owner);
            grant connect, create on database \(workplace.name) to \(migrator);
            grant \(api) to \(sidecar);
            grant usage on schema public to \(migrator) with grant option;
            set role \(owner);
            grant select on public.customers, public.orders to \(migrator) with grant option;
            reset role;
            """)
        let before = try workplace.dump()
        workplace.configuration.grantRole = api
        let connection = try Connection(PrivateCluster.shared.url(workplace.name, user: migrator))
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).groups.isEmpty)

        let reader = try Connection(PrivateCluster.shared.url(workplace.name, user: sidecar))
        #expect(try reader.query("select data ->> 'fullName' from api.v_customer").single == "Ada Lovelace")
        #expect(try reader.query("select count(*) from fraiseql.api_model").single == "1")
        #expect(throws: PostgresError.self) { try reader.query("delete from fraiseql.migration") }
        #expect(throws: PostgresError.self) { try reader.query("update public.customers set note = null") }

        try unbind(connection, workplace.configuration)
        #expect(try bind(connection, workplace.configuration).failed == [])
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    /// What a message says of it depends on `lc_messages`; the statements are found in the catalog.
    @Test(arguments: [
        ("create table theirs.t ()", "grant create on schema theirs to MIGRATOR;"),
        ("select count(*) from theirs.\"Odd One\"", "grant select on theirs.\"Odd One\" to MIGRATOR;"),
        ("insert into theirs.\"Odd One\" values (1)", "grant insert on theirs.\"Odd One\" to MIGRATOR;"),
        ("alter table theirs.\"Odd One\" add column n int", "grant OWNER to MIGRATOR;"),
        ("create index on theirs.\"Odd One\" (id)", "grant OWNER to MIGRATOR;"),
        ("select theirs.one()", "grant execute on routine theirs.one() to MIGRATOR;"),
        (
            "grant select (id) on theirs.\"Odd One\" to API",
            "grant select on theirs.\"Odd One\" to MIGRATOR with grant option;"
        ),
        (
            "call fraiseql.revoke_columns('theirs.\"Odd One\"', array['id'], 'API')",
            "grant select on theirs.\"Odd One\" to MIGRATOR with grant option;"
        ),
        ("grant usage on schema theirs to API", "grant usage on schema theirs to MIGRATOR with grant option;"),
        (
            "select count(*) from hidden.t",
            "grant usage on schema hidden to MIGRATOR;` `grant select on hidden.t to MIGRATOR;"
        ),
        ("select count(*) from orders", "grant select on public.orders to MIGRATOR;"),
    ])
    func whatAStatementLacksIsSaidAsStatements(statement: String, lacked: String) throws {
        let workplace = try Workplace.shop()
        let roles = [
            "OWNER": try workplace.makeRole("owner"), "API": try workplace.makeRole("api"),
            "MIGRATOR": try workplace.makeRole("migrator", "login"), "DATABASE": workplace.name,
        ]
        func named(_ text: String) -> String {
            roles.reduce(text) { $0.replacing($1.key, with: $1.value) }
        }
        try workplace.connection.script(
            named(
                """
                grant create on database DATABASE to MIGRATOR, OWNER;
                create schema theirs authorization OWNER;
                create schema hidden authorization OWNER;
                set role OWNER;
                create table theirs."Odd One" (id int);
                create table hidden.t ();
                create function theirs.one() returns int language sql return 1;
                revoke execute on function theirs.one() from public;
                grant usage on schema theirs to MIGRATOR;
                reset role;
                """))
        let connection = try Connection(
            PrivateCluster.shared.url(workplace.name, user: try #require(roles["MIGRATOR"])))
        let path = try writeEmptyMigration(connection, workplace.configuration, name: "own")
        let file = try readTextFile("\(path)/up.sql")
        // The last step is that of the statement.
        let end = try #require(file.ranges(of: "call fraiseql.end_step").last).lowerBound
        try writeFile("\(path)/up.sql", file[..<end] + named(statement) + ";\n\n" + file[end...])
        let refusal = #expect(throws: MigrationError.self) { try upgrade(connection, workplace.configuration) }
        let text = refusal?.description ?? ""
        #expect(text.contains("lack: `\(named(lacked))`; what the migrating role needs"), "\(text)")
    }

    @Test func theOwnerOfTheDatabaseNeedsNoOtherRole() throws {
        let workplace = try Workplace.shop()
        let owner = try workplace.makeRole("owner", "login")
        try workplace.connection.script(
            """
            alter database \(workplace.name) owner to \(owner);
            alter table public.customers owner to \(owner);
            alter table public.orders owner to \(owner);
            """)
        let before = try workplace.dump()
        let connection = try Connection(PrivateCluster.shared.url(workplace.name, user: owner))
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try connection.query("select count(*) from api.v_order").single == "1")
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }
}
