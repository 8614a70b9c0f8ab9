import Configuration
import Glibc
import HostSystem
import JSONText
import Postgres
import Support
import Testing

@testable import Sidecar

/// Two tenants with tokens, row-level security, and a login that has no right of its own: through HTTP to PostgreSQL and
/// back, over the same connections.
struct TenantIsolationTests {
    private func makeServer(
        log: Int32 = -1, more: @escaping (_ suffix: String) -> String = { _ in "" },
        _ change: (inout AuthenticationSettings, _ suffix: String) -> Void = { _, _ in }
    ) throws -> GraphQLTestServer {
        var settings = AuthenticationSettings.shop
        settings.roleClaim = nil
        settings.roles = []
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
                try owner.script(more(suffix))
                return PrivateCluster.shared.url(database.name, user: "login_\(suffix)")
            }, log: log)
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
        let server = try makeServer(more: { _ in "" }) { settings, suffix in
            settings.anonymousRole = "visitor_\(suffix)"
        }
        defer { server.stop() }
        for token in ["live_one", nil, "live_two", nil, nil] {
            let tenant = token.map { String($0.split(separator: "_")[1]) } ?? "everybody"
            let headers = token.map { AuthenticationTests.bearer($0) } ?? ""
            #expect(try server.ask(query, headers: headers).body == Self.rows[tenant])
        }
    }

    /// That a role is gone or no longer granted is the operator's trouble, and no fault of the caller's values.
    @Test func aRoleThatIsNoLongerGrantedIsAnErrorOfTheServer() throws {
        try inFile([]) { path in
            let descriptor = open(path, O_WRONLY | O_APPEND)
            defer { close(descriptor) }
            let server = try makeServer(
                log: descriptor,
                more: { suffix in
                    """
                    grant usage on schema fraiseql to login_\(suffix);
                    grant select on fraiseql.api_model to login_\(suffix);
                    """
                })
            let suffix = server.database.name
            let bearer = AuthenticationTests.bearer("live_one")
            #expect(try server.ask(query, headers: bearer).body == Self.rows["one"])
            for (script, state) in [
                ("revoke reader_\(suffix) from login_\(suffix)", "42501"),
                ("drop owned by reader_\(suffix); drop role reader_\(suffix)", "22023"),
            ] {
                try server.owner.script(script)
                let answer = try server.ask(query, headers: bearer).body
                #expect(answer.contains(#""code":"INTERNAL_ERROR""#) && !answer.contains("path"), "\(answer)")
                #expect(!answer.contains("reader"))
                let lines = { try readTextFile(path).split(separator: "\n").filter { $0.contains(state) } }
                try waitUntil("the log tells of it") { try !lines().isEmpty }
                #expect(try lines().allSatisfy { $0.contains(#""level":"error""#) })
            }
            server.stop()
        }
    }

    /// Quotes, line breaks, parameters and other spellings of one character: a value is its bytes, and nothing else.
    @Test(arguments: [
        "o'ne", "\"one\"", "one\n--", "one\\", "$1", "one; drop table users", "\u{E9}", "e\u{301}",
        "{\"tenant_id\":\"two\"}", " one", "ONE",
    ])
    func aTenantIsItsBytes(_ tenant: String) throws {
        let server = try makeServer(more: { _ in "" }) { settings, _ in settings.isDevelopment = true }
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

    /// After a transaction that set it the setting is empty and not absent, which a cast of the policy must bear; and what
    /// a caller says of himself, however it is written, is a value.
    @Test func nobodyAfterATenantIsNoTenant() throws {
        let policy = "owner_id = (select nullif(current_setting('fraiseql.tenant_id', true), '')::uuid)"
        let hostile = "owner_id::text = (select current_setting('fraiseql.tenant_id', true))"
        let one = "00000000-0000-0000-0000-000000000001"
        let server = try makeServer(more: { suffix in
            """
            alter table users add owner_id uuid;
            update users set owner_id = '\(one)' where id = 1;
            drop policy tenants on users;
            drop policy visitors on users;
            create policy tenants on users to reader_\(suffix) using (\(hostile));
            create policy visitors on users to visitor_\(suffix) using (\(policy));
            """
        }) { settings, suffix in
            settings.isDevelopment = true
            settings.anonymousRole = "visitor_\(suffix)"
        }
        defer { server.stop() }
        let nothing = #"{"data":{"users":[]}}"#
        func stated(_ tenant: String, _ role: String) throws -> String {
            let identity: JSON = ["tenant_id": .string(tenant), "role": .string("\(role)_\(server.database.name)")]
            return try server.ask(query, headers: "X-FraiseQL-Identity: \(identity.text)\r\n").body
        }
        for _ in 0..<3 {
            #expect(try stated(one, "visitor") == #"{"data":{"users":[{"name":"Ada"}]}}"#)
            #expect(try server.ask(query).body == nothing)
            for tenant in ["' or true --", "\(one)' or '1'='1", "$1", "\\", "%", "*", "null", "default"] {
                #expect(try stated(tenant, "reader") == nothing, "\(tenant)")
            }
            // It fails, and takes nothing with it to the next one.
            #expect(try stated("no uuid", "visitor").contains("\"data\":null"))
            #expect(try server.ask(query).body == nothing)
        }
    }
}
