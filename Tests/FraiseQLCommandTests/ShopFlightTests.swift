import HostSystem
import JSONText
import Postgres
import Support
import Testing

/// What requests to the shop cost PostgreSQL, counted in its log while the real program serves: each is one round trip, and each
/// root field that reads rows one statement, whatever it selects.
struct ShopFlightTests {
    private static let functions = """
        create function search_products(query text, cheaper_than numeric default null) returns setof products
            language sql stable begin atomic
            select * from products
            where name ilike '%' || query || '%' and (cheaper_than is null or price < cheaper_than)
            order by price desc, id;
        end;
        create function stock_value() returns numeric language sql stable return 1000;
        create function line_total(order_lines, digits int default 2) returns numeric language sql stable
            return round($1.unit_price * $1.quantity, digits);
        create function dearest_lines(orders, above numeric default 0) returns setof order_lines language plpgsql stable as
            $$ begin
                return query select * from public.order_lines as l where l.order_id = $1.id and l.unit_price > above
                order by l.unit_price desc, l.line_no;
            end $$;
        """
    private static let sections = """

        [functions."public.search_products"]
        [functions."public.stock_value"]

        """

    /// A request, how many of its root fields read rows, and whether it calls a function.
    private struct Request {
        var query: String
        var roots: Int
        var callsFunction = false
    }

    private static let page =
        "totalCount edges { cursor node { id } } nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"

    private func requests(nodeID: String, cursor: String, functionCursor: String) -> [Request] {
        let page = Self.page
        return [
            Request(
                query: "{ products(limit: 3) { id name reviews(limit: 2) { rating customer { email } } } }", roots: 1),
            Request(
                query:
                    "{ orders(limit: 5, orderBy: [{ customer: { email: ASC } }]) { id customer { email } orderLines { product { name } } } }",
                roots: 1),
            Request(query: "{ productsConnection(first: 2) { \(page) } }", roots: 1),
            Request(query: "{ productsConnection(first: 2, after: \"\(cursor)\") { \(page) } }", roots: 1),
            Request(query: "{ productsConnection(last: 2, before: \"\(cursor)\") { \(page) } }", roots: 1),
            Request(
                query: "{ customers(limit: 3) { ordersConnection(first: 1) { totalCount pageInfo { endCursor } } } }",
                roots: 1),
            Request(query: "{ productsAggregate { count price { avg max } } }", roots: 1),
            Request(
                query:
                    "{ ordersGroups(groupBy: [{ column: status }], having: { count: { gt: 0 } }) { key { status } aggregate { count } } }",
                roots: 1),
            Request(query: "{ customers(limit: 3) { id ordersAggregate { count } } }", roots: 1),
            Request(
                query:
                    "{ products(where: { reviewsAggregate: { count: { gte: 1 } } }, orderBy: [{ reviewsAggregate: { count: DESC } }]) { id } }",
                roots: 1),
            Request(
                query: "{ node(nodeId: \"\(nodeID)\") { nodeId ... on Product { name reviews { rating } } } }", roots: 1
            ),
            // Of a type that there is not: known without the database.
            Request(query: "{ node(nodeId: \"WyJOb25lIiwgIjEiXQ\") { nodeId } }", roots: 0),
            Request(query: "{ __typename __schema { queryType { name } } }", roots: 0),
            Request(query: "{ products(limit: 100000) { id } }", roots: 0),
            Request(
                query:
                    "{ a: products(limit: 1) { id } b: productsConnection { \(page) } c: productsAggregate { count } __typename d: node(nodeId: \"\(nodeID)\") { nodeId } }",
                roots: 4),
            Request(query: "{ stockValue }", roots: 1, callsFunction: true),
            Request(
                query: "{ searchProducts(query: \"\", limit: 3) { name reviews { rating } } }", roots: 1,
                callsFunction: true),
            Request(
                query: "{ searchProductsConnection(query: \"\", first: 2, after: \"\(functionCursor)\") { \(page) } }",
                roots: 1, callsFunction: true),
            Request(
                query:
                    "{ searchProductsConnection(query: \"\", first: 2, orderBy: [{ name: ASC }]) { \(page) } }",
                roots: 1, callsFunction: true),
            Request(
                query: "{ searchProductsAggregate(query: \"\") { count price { avg } } }", roots: 1, callsFunction: true
            ),
            Request(
                query:
                    "{ searchProductsGroups(query: \"\", groupBy: [{ column: status }]) { aggregate { count } } }",
                roots: 1, callsFunction: true),
            Request(
                query:
                    "{ orders(limit: 3) { dearestLines { lineTotal } dearestLinesConnection(first: 1) { totalCount nodes { lineTotal(digits: 0) } } dearestLinesAggregate { count } } }",
                roots: 1, callsFunction: true),
            Request(
                query: "{ stockValue products(limit: 1) { id } searchProducts(query: \"\") { id } }", roots: 3,
                callsFunction: true),
        ]
    }

    @Test func eachRootFieldIsOneStatementAndEachRequestOneRoundTrip() throws {
        let shop = try Shop()
        let first = try shop.database.connect()
        try first.script(Self.functions)
        try first.query("alter database \(shop.database.name) set log_statement = 'all'")
        let owner = try shop.database.connect()
        #expect(try shop.fraiseql("init").exitCode == 0)
        let path = "\(shop.folder)/fraiseql.toml"
        try writeFile(path, readTextFile(path) + Self.sections)
        let applied = try shop.fraiseql("db", "apply")
        #expect(applied.exitCode == 0, "\(applied.messages)")
        let server = try Server(shop)
        try server.waitUntilReady()
        func ask(_ query: String) throws -> String {
            let escaped = query.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return try server.answer("/graphql", query: escaped)
        }
        /// The last text of an answer.
        func text(_ query: String) throws -> String {
            let answer = try ask(query)
            return String(try #require(answer.split(separator: "\"").dropLast().last, "\(answer)"))
        }
        let nodeID = try text("{ products(limit: 1) { nodeId } }")
        let cursor = try text("{ productsConnection(first: 3) { pageInfo { endCursor } } }")
        let functionCursor = try text("{ searchProductsConnection(query: \"\", first: 1) { pageInfo { endCursor } } }")
        let requests = requests(nodeID: nodeID, cursor: cursor, functionCursor: functionCursor)

        let sessions = try owner.query(
            """
            select pid from pg_stat_activity
            where application_name = 'fraiseql' and datname = current_database() and pid <> pg_backend_pid()
            """)
        let log = ServerLog(of: (0..<sessions.count).compactMap { sessions[$0, 0].flatMap { Int32($0) } })
        var before = try log.flights(owner).count
        for request in requests {
            let answer = try ask(request.query)
            #expect(answer.contains("\"data\":{") || request.roots == 0, "\(request.query): \(answer)")
            #expect(!answer.contains("\"errors\"") || request.roots == 0, "\(request.query): \(answer)")
            var flights = try log.flights(owner).dropFirst(before).map { $0 }
            before += flights.count
            #expect(flights.count == (request.roots == 0 ? 0 : 1), "\(request.query): \(flights)")
            guard var statements = flights.popLast() else { continue }
            if request.callsFunction {
                // What it may have set is set back, in the same round trip.
                #expect(Array(statements.suffix(3).prefix(2)) == ["reset role", "reset all"], "\(request.query)")
                statements = statements.dropLast(3)
            }
            #expect(statements.count == request.roots, "\(request.query): \(statements)")
            #expect(statements.allSatisfy { $0.hasPrefix("select") || $0.hasPrefix("with ") }, "\(statements)")
        }
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
    }
}
