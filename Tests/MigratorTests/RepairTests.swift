import Configuration
import HostSystem
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// What somebody dropped or changed by hand is made again by the next plan and stops no way back.
struct RepairTests {
    @Test(arguments: [
        "drop view api.v_order",
        "drop view api.v_order; create view api.v_order as select id, 'mine' as note from public.orders",
        "drop view api.v_order; create view api.v_order as select id, customer_id, total from public.orders",
        "alter view api.v_order set (security_invoker = false)",
        "comment on column api.v_order.total is 'mine'",
        "comment on schema api is null",
        "revoke select on api.v_order from role",
        "revoke select (total) on public.orders from role",
        "revoke usage on schema api from role",
        "revoke select on fraiseql.api_model from role",
        "drop owned by role",
        "drop schema api cascade",
        "drop procedure fraiseql.revoke_columns",
        "create or replace procedure fraiseql.lock_migrations() language sql as ''",
    ])
    func itIsMadeAgain(by hand: String) throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        let before = try workplace.dump()
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        let untouched = try Workplace.shop()
        try upgrade(untouched.connection, workplace.configuration)
        let installed = try workplace.dump()

        try connection.script(hand.replacing("role", with: role))
        let drift = try verify(connection, workplace.configuration)
        #expect(drift != [])
        let path = try #require(try writeMigration(connection, workplace.configuration, name: "again"))
        try upgrade(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        #expect(try sorted(workplace.dump()) == sorted(installed))

        // Nobody changed anything in the other databases of the chain.
        try upgrade(untouched.connection, workplace.configuration)
        #expect(try verify(untouched.connection, workplace.configuration) == [])
        try downgrade(untouched.connection, workplace.configuration, to: .base)
        #expect(try untouched.dump() == before)

        // The way back, by psql, and on again, and back to the beginning.
        #expect(workplace.psql("\(path)/down.sql") == 0)
        try upgrade(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func aChangedViewIsDriftAgainAfterItsRepairWasTakenBack() throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script("alter view api.v_order set (security_invoker = false)")
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        try downgrade(workplace.connection, workplace.configuration, to: nil)
        #expect(
            try verify(workplace.connection, workplace.configuration) == [
                .changed(ObjectIdentity(.view, "api.v_order"))
            ])
    }

    @Test func aViewOfTheSameColumnsIsReplacedUnderTheirViews() throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script(
            """
            create view public.report as select count(*) from api.v_order;
            alter view api.v_order set (security_invoker = false);
            """)
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        #expect(try workplace.value("select count from public.report") == "1")
    }

    @Test func nothingThatSomebodyDroppedStopsTheWayBack() throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump()
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        try upgrade(workplace.connection, workplace.configuration)
        try workplace.connection.script("drop schema api cascade; drop owned by \(role); drop role \(role)")
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)

        try workplace.connection.script("create role \(role)")
        #expect(workplace.psql("\(path)/up.sql") == 0)
        try workplace.connection.script("drop schema api cascade; drop owned by \(role); drop role \(role)")
        #expect(workplace.psql("\(path)/down.sql") == 0)
        #expect(try workplace.dump() == before)
    }

    @Test func whatSomebodyDroppedIsUnboundAndBoundAgain() throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script("drop view api.v_order")
        try unbind(workplace.connection, workplace.configuration)
        #expect(try bind(workplace.connection, workplace.configuration).failed == [])
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    /// The order of the objects in a dump follows that of their making.
    private func sorted(_ dump: String) -> [Substring] {
        dump.split(separator: "\n").sorted()
    }
}
