import Configuration
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// The team's own hands on the same database.
struct HandsTests {
    @Test func aColumnChangesItsTypeAroundTheirOwnMigration() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.grantRole = try workplace.makeRole()
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(throws: PostgresError.self) {
            try workplace.connection.script("alter table public.orders alter column total type numeric(20, 4)")
        }
        let result = try around(workplace.connection, workplace.configuration, relations: ["orders"]) { _ in
            run("psql -qX '\(workplace.url)' -c 'alter table public.orders alter column total type numeric(20, 4)'")
        }
        #expect(result.exitCode == 0)
        #expect(result.binding.bound == ["view api.v_order"])
        #expect(result.binding.failed == [])
        #expect(
            try workplace.value(
                "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'api.v_order'::regclass and attname = 'total'"
            )
                == "numeric(20,4)")
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    @Test func aColumnThatIsDroppedLeavesItsViewUnboundUntilTheNextPlan() throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        let result = try around(workplace.connection, workplace.configuration) { _ in
            run("psql -qX '\(workplace.url)' -c 'alter table public.customers drop column note'")
        }
        #expect(result.binding.failed.map(\.object) == ["view api.v_customer"])
        #expect(try status(workplace.connection, workplace.configuration).unbound == ["view api.v_customer"])
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try status(workplace.connection, workplace.configuration).unbound == [])
        #expect(try workplace.value("select count(*) from api.v_customer") == "1")
    }

    /// One database was changed around the views and its view is unbound, the other was not: the migration that one wrote
    /// fits both.
    @Test(arguments: [false, true])
    func aMigrationFitsWhereTheViewsAreBoundAndWhereTheyAreNot(isWrittenUnbound: Bool) throws {
        let production = try Workplace.shop()
        let development = try Workplace.shop()
        var configuration = development.configuration
        configuration.grantRole = try development.makeRole()
        _ = try writeMigration(development.connection, configuration, name: "first")
        for workplace in [development, production] { try upgrade(workplace.connection, configuration) }
        for (workplace, isUnbound) in [(development, isWrittenUnbound), (production, !isWrittenUnbound)] {
            let rename = "alter table public.customers rename column full_name to name"
            let unbound = isUnbound ? try unbind(workplace.connection, configuration) : []
            try workplace.connection.script(rename)
            #expect(unbound.isEmpty != isUnbound)
        }
        _ = try writeMigration(development.connection, configuration, name: "second")
        for workplace in [development, production] {
            try upgrade(workplace.connection, configuration)
            let report = try status(workplace.connection, configuration)
            // What the migration does not name is the matter of `bind`.
            if !report.unbound.isEmpty { try bind(workplace.connection, configuration) }
            #expect(try verify(workplace.connection, configuration) == [])
            #expect(try planMigration(workplace.connection, configuration).isEmpty)
            #expect(try workplace.value("select max(name) is not null from api.v_customer") == "t")
        }
        #expect(try development.dump() == production.dump())
    }

    @Test func aCrashAfterUnbindLosesNothing() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.grantRole = try workplace.makeRole()
        _ = try apply(workplace.connection, workplace.configuration)
        let before = try workplace.dump()
        #expect(
            try unbind(workplace.connection, workplace.configuration, relations: ["public.customers"]).contains(
                "view api.v_customer"))
        #expect(
            try verify(workplace.connection, workplace.configuration).contains(
                .unbound(ObjectIdentity(.view, "api.v_customer"))))
        let again = try Connection(workplace.url)
        #expect(try bind(again, workplace.configuration).bound == ["view api.v_customer"])
        #expect(try workplace.dump() == before)
        #expect(throws: MigrationError.self) {
            try unbind(workplace.connection, workplace.configuration, relations: ["public.nothing"])
        }
    }

    @Test func whatIsChangedByHandIsDrift() throws {
        let workplace = try Workplace.shop()
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        try workplace.connection.script("alter view api.v_customer set (security_invoker = false)")
        #expect(
            try verify(workplace.connection, workplace.configuration) == [
                .changed(ObjectIdentity(.view, "api.v_customer"))
            ])
        try workplace.connection.script(
            "alter view api.v_customer set (security_invoker = true); revoke select on api.v_customer from \(role)")
        #expect(
            try verify(workplace.connection, workplace.configuration)
                == [
                    .grantMissing(
                        ObjectIdentity(.grant, "api.v_customer to \(role)"),
                        statement: "grant select on api.v_customer to \(role);")
                ])
        try workplace.connection.script("grant select on api.v_customer to \(role); drop view api.v_order")
        let drift = try verify(workplace.connection, workplace.configuration)
        #expect(
            drift == [
                .dropped(ObjectIdentity(.view, "api.v_order")),
                .grantMissing(ObjectIdentity(.grant, "api.v_order to \(role)"), statement: nil),
            ])
        try workplace.connection.script(
            "update fraiseql.installed_object set definition = 'otherwise', server_major = 99 where name = 'api.v_customer'"
        )
        #expect(try verify(workplace.connection, workplace.configuration) == drift)
    }

    @Test func theirObjectsOnOursBlockUnbindByName() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        _ = try apply(connection, workplace.configuration)
        try connection.script("create view public.report as select count(*) from api.v_order")
        let refusal = #expect(throws: MigrationError.self) { try unbind(connection, workplace.configuration) }
        #expect(refusal?.description.contains("what would be dropped: view public.report; drop") == true)
        #expect(try status(connection, workplace.configuration).unbound == [])
        #expect(try unbind(connection, workplace.configuration, relations: ["customers"]) == ["view api.v_customer"])
        try connection.script("drop view public.report")
        #expect(try bind(connection, workplace.configuration).failed == [])
    }

    /// PostgreSQL locks the tables of a view to print it.
    @Test func whoChangesATableBelowAViewIsNamed() throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        let other = try Connection(workplace.url)
        try other.script("begin; lock table public.orders in access exclusive mode")
        let process = try #require(try other.query("select pg_backend_pid()").single)
        let refusal = #expect(throws: MigrationError.self) {
            try readInstalledState(workplace.connection, patience: 10)
        }
        #expect(
            refusal?.description.hasPrefix("pid \(process) (fraiseql as postgres) holds a lock on a table below")
                == true,
            "\(refusal?.description ?? "")")
        try other.script("rollback")
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    @Test func theirObjectsOnOursBlockADowngradeByName() throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script(
            """
            create view public.report as select count(*) from api.v_order;
            create table api.notes (id int);
            """)
        let error = #expect(throws: MigrationError.self) {
            try downgrade(workplace.connection, workplace.configuration, to: .base)
        }
        guard case .dependents(let names) = error else { throw try #require(error) }
        #expect(names == ["table api.notes", "view public.report"])
        #expect(try workplace.value("select count(*) from api.v_order") == "1")
    }

    @Test func aStepOfAPersonDropsSeveralOfTheirViewsOnOurs() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        try workplace.connection.script(
            """
            create view public.one as select count(*) from api.v_order;
            create view public.two as select count(*) from api.v_order;
            """)
        let path = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "hand")
        let room = "-- Write the statements of this step here."
        try replace(room, "drop view public.one, public.two;", in: "\(path)/up.sql")
        try upgrade(workplace.connection, workplace.configuration)
        try workplace.connection.script("create view public.one as select count(*) from api.v_order")
        try replace(room, "drop view if exists public.one, public.two cascade;", in: "\(path)/down.sql")
        try workplace.connection.script("update fraiseql.migration set down_script = null, down_checksum = null")
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.value("select to_regclass('public.one')::text") == nil)
    }

    @Test func aSchemaThatIsInUseIsRefused() throws {
        let workplace = try Workplace.shop()
        try workplace.connection.script("create schema api; create table api.theirs (id int)")
        let error = #expect(throws: MigrationError.self) { try apply(workplace.connection, workplace.configuration) }
        guard case .schemaTaken("api", ["api.theirs"]) = error else { throw try #require(error) }
        workplace.configuration.apiSchema = "graphql"
        try workplace.connection.script("create schema fraiseql")
        #expect(throws: MigrationError.self) { try apply(workplace.connection, workplace.configuration) }
        try workplace.connection.script("alter schema fraiseql rename to theirs")
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select count(*) from graphql.v_order") == "1")
    }

    @Test func onlyMissingPrivilegesAreGrantedAndTakenBack() throws {
        let workplace = try Workplace.shop()
        let role = try workplace.makeRole()
        try workplace.connection.script(
            "grant select (id) on public.orders to \(role); grant select on public.customers to \(role)")
        let before = try workplace.dump()
        workplace.configuration.grantRole = role
        _ = try apply(workplace.connection, workplace.configuration)
        let grants = try workplace.connection.query(
            "select definition from fraiseql.installed_object where kind = 'grant' and relation is not null order by 1")
        #expect(
            (0..<grants.count).map { grants[$0, 0] } == [
                "grant select (customer_id, total) on public.orders to \(role);",
                "grant select on api.v_customer to \(role);",
                "grant select on api.v_order to \(role);",
            ])
        #expect(try apply(workplace.connection, workplace.configuration) == nil)
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
        workplace.configuration.grantRole = "nobody_at_all"
        #expect(throws: MigrationError.self) { try apply(workplace.connection, workplace.configuration) }
    }

    @Test func afterAMajorUpgradeOfTheServerDriftIsFoundAgain() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        try workplace.connection.script(
            "update fraiseql.installed_object set definition = 'as another major prints it', server_major = 14")
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        var messages: [MigrationProgress] = []
        try upgrade(workplace.connection, workplace.configuration) { messages.append($0) }
        #expect(messages.count == 1)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        try workplace.connection.script("comment on view api.v_order is 'mine'")
        #expect(
            try verify(workplace.connection, workplace.configuration) == [
                .changed(ObjectIdentity(.view, "api.v_order"))
            ])
    }
}
