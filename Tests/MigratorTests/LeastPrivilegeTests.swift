import Configuration
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
