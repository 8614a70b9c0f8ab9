import Configuration
import InstallPlanner
import Migrator
import Postgres
import SQLText
import Support
import Testing

struct ViewTests {
    @Test func aDocumentHoldsMoreFieldsThanAFunctionTakesArguments() throws {
        let workplace = try Workplace(try PrivateCluster.shared.makeDatabase())
        let columns = (1...120).map { "c\($0) integer default \($0)" }.joined(separator: ", ")
        try workplace.connection.script("create table public.wide (\(columns)); insert into public.wide default values")
        _ = try apply(workplace.connection, workplace.configuration)
        let keys = "select count(*) from api.v_wide, jsonb_each(data) as field where key = 'c' || value::text"
        #expect(try workplace.value(keys) == "120")
    }

    @Test func aDocumentThatIsNotReadCostsNothing() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.embeds[QualifiedName("public", "orders")] = ["customer"]
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select data #>> '{customer,fullName}' from api.v_order") == "Ada Lovelace")
        let plan = try workplace.connection.query("explain select id, total from api.v_order")
        let lines = (0..<plan.count).compactMap { plan[$0, 0] }
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("Seq Scan on orders") == true)
    }

    @Test func documentsThatEmbedEachOtherAreRefused() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.embeds[QualifiedName("public", "orders")] = ["customer"]
        workplace.configuration.embeds[QualifiedName("public", "customers")] = ["orders"]
        let error = #expect(throws: MigrationError.self) { try apply(workplace.connection, workplace.configuration) }
        guard case .plan(.embedsInACircle(["Customer", "Order"])) = error else { throw try #require(error) }
    }

    @Test func relatedRowsAreEmbeddedInTheOrderOfTheirKey() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.embeds[QualifiedName("public", "customers")] = ["orders"]
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script(
            "insert into public.orders (customer_id, total) select id, 1 from public.customers")
        let totals = "select jsonb_path_query_array(data, '$.orders[*].total')::text from api.v_customer"
        #expect(try workplace.value(totals) == "[12.50, 1.00]")
        try workplace.connection.script("truncate public.orders")
        #expect(try workplace.value(totals) == "[]")
    }

    @Test func aViewShowsACallerOnlyTheRowsOfTheirPolicies() throws {
        let workplace = try Workplace.shop()
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        workplace.configuration.embeds[QualifiedName("public", "orders")] = ["customer"]
        try workplace.connection.script("alter table public.customers enable row level security")
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script("set role \(role)")
        #expect(try workplace.value("select count(*) from api.v_customer") == "0")
        #expect(try workplace.value("select data ->> 'customer' from api.v_order") == nil)
    }
}
