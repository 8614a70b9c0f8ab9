import Configuration
import InstallPlanner
import Migrator
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

/// Views with columns that functions compute, from install to the way back.
struct ComputedColumnTests {
    private func makeWorkplace() throws -> (Workplace, role: String) {
        let workplace = try Workplace.shop()
        try workplace.connection.script(
            """
            create schema "Odd Place";
            create type "Odd Place"."Word" as enum ('low', 'high');
            create function public.spent(public.customers) returns numeric language sql stable
                begin atomic select sum(total) from public.orders where customer_id = $1.id; end;
            create function public."Odd Name"(public.orders, "Odd Place"."Word" default 'low')
                returns "Odd Place"."Word" language sql stable return $2;
            revoke execute on function public."Odd Name" from public;
            create function public.open(public.orders) returns boolean language sql stable return true;
            """)
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        return (workplace, role)
    }

    @Test func theRoleMayCallWhatItsViewsCallAndNothingStaysBehind() throws {
        let (workplace, role) = try makeWorkplace()
        let connection = workplace.connection
        let before = try workplace.dump()
        _ = try apply(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        let grants = try workplace.value(
            "select string_agg(name, ' | ' order by name) from fraiseql.installed_object where name like 'function %' and kind = 'grant'"
        )
        #expect(
            grants == "function public.\"Odd Name\"(public.orders,\"Odd Place\".\"Word\") to \(role)",
            "what everybody may call needs no grant")
        try connection.script("set role \(role)")
        #expect(
            try workplace.value("select \"Odd Name\"::text || spent from api.v_order, api.v_customer") == "low12.50")
        try connection.script("reset role")

        try connection.script("revoke execute on function public.\"Odd Name\" from \(role)")
        #expect(
            try verify(connection, workplace.configuration).map(\.description)
                == [
                    "grant \(grants ?? "") was revoked by hand: run `grant execute on function "
                        + "public.\"Odd Name\"(public.orders,\"Odd Place\".\"Word\") to \(role);`, or the next migration does"
                ])
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try verify(connection, workplace.configuration) == [])

        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    /// So it does with functions of a row that it gives arguments to.
    @Test func theRoleMayCallTheFunctionsOfItsRows() throws {
        let (workplace, role) = try makeWorkplace()
        let connection = workplace.connection
        try connection.script(
            """
            create function "Odd Place"."Rated"(public.orders, n int) returns int language sql stable return $2;
            revoke execute on function "Odd Place"."Rated" from public;
            """)
        workplace.configuration.exposedSchemas = ["public", "Odd Place"]
        let before = try workplace.dump()
        _ = try apply(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        try connection.script("set role \(role)")
        #expect(try workplace.value("select \"Odd Place\".\"Rated\"(self, n => 2) from api.v_order limit 1") == "2")
        try connection.script("reset role")

        // Nothing in the database keeps it from being dropped; then the row is shown no more.
        let definition = try workplace.value("select pg_get_functiondef('\"Odd Place\".\"Rated\"'::regproc)")
        try connection.script("drop function \"Odd Place\".\"Rated\"")
        let stale = Drift.stale("Order (public.orders): function rated dropped")
        #expect(try verify(connection, workplace.configuration).contains(stale))
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try verify(connection, workplace.configuration) == [])
        let rows = "select count(*) from pg_attribute where attrelid = 'api.v_order'::regclass and attname = 'self'"
        #expect(try workplace.value(rows) == "0")
        try connection.script(
            "\(try #require(definition)); revoke execute on function \"Odd Place\".\"Rated\" from public")
        // What is new breaks no promise.
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try workplace.value(rows) == "1")
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    /// A row holds the columns of tomorrow too, so the role has the table; the columns alone, where some are excluded.
    @Test func aColumnThatIsAddedTakesNothingAway() throws {
        let (workplace, role) = try makeWorkplace()
        let connection = workplace.connection
        try connection.script(
            "create function public.rated(public.orders, n int) returns int language sql stable return $2")
        _ = try apply(connection, workplace.configuration)
        try connection.script("alter table public.orders add column note text; set role \(role)")
        #expect(try workplace.value("select count(id) > 0 from api.v_order") == "t")
        #expect(try workplace.value("select count(rated(self, n => 1)) > 0 from api.v_order") == "t")
        #expect(try workplace.value("select count(open) > 0 from api.v_order") == "t")
        try connection.script("reset role")
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)

        workplace.configuration.excludedColumns = [ColumnName(QualifiedName("public", "orders"), "note")]
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        func may(_ column: String) throws -> String? {
            try workplace.value("select has_column_privilege('\(role)', 'public.orders', '\(column)', 'select')")
        }
        #expect(try may("id") == "t" && may("note") == "f")
        #expect(try workplace.value("select has_table_privilege('\(role)', 'public.orders', 'select')") == "f")
    }

    /// A request names its root functions, so the role needs their schemas as well.
    @Test func theRoleMayCallRootFunctions() throws {
        let (workplace, role) = try makeWorkplace()
        let connection = workplace.connection
        try connection.script(
            """
            create function "Odd Place"."One"() returns int language sql stable return 1;
            revoke execute on function "Odd Place"."One" from public;
            """)
        workplace.configuration.exposedSchemas = ["public", "Odd Place"]
        workplace.configuration.functions = [FunctionSettings(QualifiedName("Odd Place", "One"))]
        let before = try workplace.dump()
        _ = try apply(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        try connection.script("set role \(role)")
        #expect(try workplace.value("select \"Odd Place\".\"One\"()") == "1")
        try connection.script("reset role")
        workplace.configuration.functions = []
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(
            try workplace.value("select has_function_privilege('\(role)', '\"Odd Place\".\"One\"()', 'execute')") == "f"
        )
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    /// The view names the function, so it goes and comes with the columns.
    @Test func functionsComeAndGo() throws {
        let (workplace, role) = try makeWorkplace()
        let connection = workplace.connection
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        #expect(throws: PostgresError.self) { try connection.script("drop function public.spent") }
        try unbind(connection, workplace.configuration, relations: ["public.customers"])
        try connection.script("drop function public.spent")
        _ = try writeMigration(connection, workplace.configuration, name: "less")
        try upgrade(connection, workplace.configuration)
        #expect(
            try workplace.value("select count(*) from information_schema.columns where column_name = 'spent'") == "0")
        try connection.script("alter function public.\"Odd Name\" volatile")
        _ = try writeMigration(connection, workplace.configuration, name: "volatile")
        try upgrade(connection, workplace.configuration)
        #expect(
            try workplace.value(
                "select has_function_privilege('\(role)', 'public.\"Odd Name\"(public.orders, \"Odd Place\".\"Word\")', 'execute')"
            )
                == "f")
        #expect(try verify(connection, workplace.configuration) == [])
    }

    /// The type of a parameter, and with it the function and its grant, went by hand.
    @Test func theWayBackLeadsPastFunctionsThatAreGone() throws {
        let (workplace, _) = try makeWorkplace()
        let connection = workplace.connection
        _ = try apply(connection, workplace.configuration)
        try connection.script("drop type \"Odd Place\".\"Word\" cascade")
        #expect(
            try verify(connection, workplace.configuration).map(\.description).contains {
                $0.hasPrefix("grant function public.\"Odd Name\"") && $0.hasSuffix("was revoked by hand")
            })
        let before = try workplace.dump("--schema=public --schema='\"Odd Place\"'")
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try verify(connection, workplace.configuration) == [])
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(!before.contains("v_order"))
        #expect(try workplace.value("select to_regnamespace('fraiseql')::text") == nil)
    }
}
