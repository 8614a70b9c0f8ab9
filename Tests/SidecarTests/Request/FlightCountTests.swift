import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// What a caller's request costs PostgreSQL, counted in its log: one flight, of which the first statement is the caller's
/// context and each further one a root field. Of callers without an identity `make conformance` counts.
struct FlightCountTests {
    private static let context =
        "select pg_catalog.set_config('role', $1, true), pg_catalog.set_config('fraiseql.tenant_id', $2, true)"
    private static let requests: [(query: String, variables: JSONObject)] = [
        ("{ users { id } }", [:]),
        ("{ users { id } }", [:]),
        ("{ a: user(id: 1) { name } b: users(limit: 2) { id } __typename c: usersAggregate { count } }", [:]),
        ("query ($with: Boolean!) { users { id } user(id: 2) @include(if: $with) { id } }", ["with": true]),
        ("query ($with: Boolean!) { users { id } user(id: 2) @include(if: $with) { id } }", ["with": false]),
        (
            "{ usersConnection(first: 1) { totalCount nodes { id } pageInfo { hasNextPage } edges { cursor } } }", [:]
        ),
        ("{ usersGroups(groupBy: [{ column: score }]) { key { score } aggregate { count } } }", [:]),
        ("{ none: user(id: 9) { id } }", [:]),
        // Refused, or answered without rows.
        ("{ nothing }", [:]), ("{ users(limit: 1000) { id } }", [:]), ("{ __schema { queryType { name } } }", [:]),
    ]

    private func makeServer(maximumBatch: Int = 0) throws -> (GraphQLTestServer, role: String) {
        // The role has the name of a database that is not there yet.
        let role = "reader_\(try PrivateCluster.shared.makeDatabase().name)"
        let server = try GraphQLTestServer(
            maximumBatch: maximumBatch, logsStatements: true,
            identify: { headers in
                headers["X-Tenant"].map { Identity(role: role, claims: ["tenant_id": $0]) } ?? .unidentified
            })
        try server.owner.script(
            """
            create role \(role);
            grant usage on schema api to \(role);
            grant select on users, api.v_user to \(role);
            """)
        return (server, role)
    }

    /// The statements of a request; none where it reads no rows.
    private func statements(_ query: String, _ values: JSONObject) -> [String] {
        let schema = makeGraphQLSchema(model)
        guard let operation = try? validate(parse(query), operationName: nil, in: schema),
            let variables = try? coerceVariables(values, for: operation, in: schema),
            let plan = try? plan(operation, variables, in: schema)
        else { return [] }
        return printStatements(plan).roots.compactMap { root in
            if case .statement(let statement) = root.answer { statement.text } else { nil }
        }
    }

    @Test func aRequestIsOneFlightOfItsContextAndAStatementForEachRootField() throws {
        let (server, _) = try makeServer()
        defer { server.stop() }
        let log = ServerLog(of: try server.waitForConnections())
        let before = try log.flights(server.owner).count
        for (query, variables) in Self.requests {
            try server.ask(query, .object(variables), headers: "X-Tenant: one\r\n")
        }
        let expected = Self.requests.map { statements($0.query, $0.variables) }.filter { !$0.isEmpty }
        #expect(expected.map(\.count) == [1, 1, 3, 2, 1, 1, 1, 1])
        #expect(try log.flights(server.owner).dropFirst(before) == expected.map { [Self.context] + $0 }[...])
    }

    @Test func withoutAnIdentityThereIsNoContext() throws {
        let (server, _) = try makeServer()
        defer { server.stop() }
        let log = ServerLog(of: try server.waitForConnections())
        let before = try log.flights(server.owner).count
        for _ in 1...2 { try server.ask("{ users { id } a: user(id: 1) { id } }") }
        let expected = statements("{ users { id } a: user(id: 1) { id } }", [:])
        #expect(try log.flights(server.owner).dropFirst(before) == [expected, expected])
    }

    /// One flight has one context, however many requests share it; another caller's has its own.
    @Test func requestsShareAContextWithTheirCallerAlone() throws {
        let (server, _) = try makeServer(maximumBatch: 3)
        defer { server.stop() }
        let log = ServerLog(of: try server.waitForConnections())
        let users: JSON = ["query": "{ users { id } }"]
        let clients = ["one", "two"].map { ($0, server.newClient()) }
        func ask() throws {
            for (tenant, client) in clients {
                client.send(post(JSON.array([users, users, users]).text, headers: "X-Tenant: \(tenant)\r\n"))
            }
        }
        // Connected, and the statement known.
        try ask()
        for (_, client) in clients { _ = try client.response() }
        let before = try log.flights(server.owner).count
        try server.withLoopBusy { try ask() }
        for (_, client) in clients { #expect(try client.response()?.status == 200) }
        let flights = try log.flights(server.owner).dropFirst(before)
        #expect(flights.allSatisfy { $0.first == Self.context && !$0.dropFirst().contains(Self.context) }, "\(flights)")
        let statement = statements("{ users { id } }", [:])[0]
        #expect(flights.flatMap { $0 }.filter { $0 == statement }.count == 6)
        #expect((2...6).contains(flights.count))
    }
}
