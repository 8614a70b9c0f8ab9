import Configuration
import JSONText
import Postgres
import Support
import Testing

@testable import Sidecar

/// Two tenants with tokens, row-level security, and a login that has no right of its own: through HTTP to PostgreSQL and
/// back, over the same connections.
struct TenantIsolationTests {
    private func makeServer(
        _ change: (inout AuthenticationSettings, _ suffix: String) -> Void = { _, _ in }
    ) throws -> GraphQLTestServer {
        var settings = AuthenticationSettings.shop
        settings.roleClaim = nil
        let keys = TokenKeys(try TokenFixtures.key(for: .es256))
        var suffix = ""
        return try GraphQLTestServer(
            maximumBatch: 10,
            options: { options in
                settings.defaultRole = "reader_\(suffix)"
                change(&settings, suffix)
                options.authentication = settings
                options.keys = keys
                options.modelRole = "reader_\(suffix)"
                options.pool.connections = 2
            },
            login: { owner, database in
                suffix = database.name
                try owner.script(
                    """
                    alter table users add tenant text not null default 'one';
                    update users set tenant = 'two' where id = 2;
                    insert into users values (4, 'Visit', 1, 'everybody');
                    create role reader_\(suffix);
                    create role visitor_\(suffix);
                    create role login_\(suffix) login noinherit nobypassrls nosuperuser;
                    grant reader_\(suffix), visitor_\(suffix) to login_\(suffix);
                    grant usage on schema api, fraiseql to reader_\(suffix);
                    grant usage on schema api to visitor_\(suffix);
                    grant select on users, api.v_user to reader_\(suffix), visitor_\(suffix);
                    grant select on fraiseql.api_model to reader_\(suffix);
                    alter table users enable row level security;
                    create policy tenants on users to reader_\(suffix)
                        using (tenant = (select current_setting('fraiseql.tenant_id', true)));
                    create policy visitors on users to visitor_\(suffix) using (tenant = 'everybody');
                    """)
                return PrivateCluster.shared.url(database.name, user: "login_\(suffix)")
            })
    }

    private static let rows = [
        "one": #"{"data":{"users":[{"name":"Ada"},{"name":"quote \" and \\ and \n line"}]}}"#,
        "two": #"{"data":{"users":[{"name":"Grace"}]}}"#,
        "everybody": #"{"data":{"users":[{"name":"Visit"}]}}"#,
    ]
    private let query = "{ users { name } }"

    @Test func eachTenantSeesItsOwnRowsOverTheSameConnections() throws {
        let server = try makeServer()
        defer { server.stop() }
        let tokens = ["live_one", "live_two", "live_one_again", "live_two_again"]
        let clients = tokens.map { ($0, server.newClient()) }
        let body = JSON.object(["query": .string(query)]).text
        for round in 0..<20 {
            func ask() {
                for (token, client) in clients {
                    for _ in 0..<5 { client.send(post(body, headers: AuthenticationTests.bearer(token))) }
                }
            }
            // Sometimes all at once, so that they share flights.
            if round % 2 == 0 { server.withLoopBusy(ask) } else { ask() }
            for (token, client) in clients {
                let tenant = String(token.split(separator: "_")[1])
                for _ in 0..<5 { #expect(try client.response()?.body == Self.rows[tenant]) }
            }
        }
        // One connection, one client, one token after the other; by GET, and in a batch.
        let client = server.newClient()
        for token in tokens + tokens.reversed() {
            let rows = Self.rows[String(token.split(separator: "_")[1])]!
            let bearer = AuthenticationTests.bearer(token)
            client.send(post(body, headers: bearer))
            client.send("GET /graphql?query=%7Busers%7Bname%7D%7D HTTP/1.1\r\nHost: x\r\n\(bearer)\r\n")
            client.send(post("[\(body),\(body)]", headers: bearer))
            #expect(try client.response()?.body == rows)
            #expect(try client.response()?.body == rows)
            #expect(try client.response()?.body == "[\(rows),\(rows)]")
        }
        client.send(post(body))
        #expect(try client.response()?.status == 401)
        // By key, of the other tenant.
        client.send(post(#"{"query":"{ user(id: 2) { name } }"}"#, headers: AuthenticationTests.bearer("live_one")))
        #expect(try client.response()?.body == #"{"data":{"user":null}}"#)
    }

    @Test func aVisitorSeesTheRowsOfVisitors() throws {
        let server = try makeServer { settings, suffix in settings.anonymousRole = "visitor_\(suffix)" }
        defer { server.stop() }
        for token in ["live_one", nil, "live_two", nil, nil] {
            let tenant = token.map { String($0.split(separator: "_")[1]) } ?? "everybody"
            let headers = token.map { AuthenticationTests.bearer($0) } ?? ""
            #expect(try server.ask(query, headers: headers).body == Self.rows[tenant])
        }
    }

    /// A claim that is no tenant at all gives no rows, whatever it is written like.
    @Test func hostileClaimsAreValuesOnly() throws {
        let server = try makeServer { settings, _ in settings.claims = [ClaimMapping("tenant_id", ClaimPath(["sub"]))] }
        defer { server.stop() }
        #expect(
            try server.ask(query, headers: AuthenticationTests.bearer("live_one")).body == #"{"data":{"users":[]}}"#)
    }

    /// Quotes, line breaks, parameters and other spellings of one character: a value is its bytes, and nothing else.
    @Test(arguments: [
        "o'ne", "\"one\"", "one\n--", "one\\", "$1", "one; drop table users", "\u{E9}", "e\u{301}",
        "{\"tenant_id\":\"two\"}", " one", "ONE",
    ])
    func aTenantIsItsBytes(_ tenant: String) throws {
        let server = try makeServer { settings, _ in settings.isDevelopment = true }
        defer { server.stop() }
        func names(_ tenant: String) throws -> String {
            let stated = JSON.object(["tenant_id": .string(tenant)]).text
            return try server.ask(query, headers: "X-FraiseQL-Identity: \(stated)\r\n").body
        }
        #expect(try names(tenant) == #"{"data":{"users":[]}}"#)
        try server.owner.query("insert into users (id, name, tenant) values (9, 'its own', $1)", [tenant])
        #expect(try names(tenant) == #"{"data":{"users":[{"name":"its own"}]}}"#)
        #expect(try names("two") == Self.rows["two"])
        #expect(try names(tenant + " ") == #"{"data":{"users":[]}}"#)
    }

    @Test func aRoleWithoutRightsReadsNothing() throws {
        let server = try makeServer { settings, _ in settings.defaultRole = "pg_monitor" }
        defer { server.stop() }
        let answer = try server.ask(query, headers: AuthenticationTests.bearer("live_one")).body
        #expect(answer.contains("\"FORBIDDEN\"") && answer.contains("\"data\":null"), "\(answer)")
    }
}
