import Configuration
import Glibc
import HostSystem
import JSONText
import Postgres
import Support
import Testing

@testable import Sidecar

/// Who is let in, over HTTP.
struct AuthenticationTests {
    static func makeServer(
        maximumBatch: Int = 0, log: Int32 = -1, _ change: (inout AuthenticationSettings) -> Void = { _ in }
    ) throws -> GraphQLTestServer {
        var settings = AuthenticationSettings.shop
        change(&settings)
        let keys =
            settings.key == nil
            ? TokenKeys(try TokenFixtures.key(for: settings.algorithm)) : try readTokenKeys(settings)
        return try GraphQLTestServer(
            maximumBatch: maximumBatch,
            options: { options in
                options.authentication = settings
                options.keys = keys
            },
            login: { try makeLogin($0, $1, settings.allRoles) }, log: log)
    }

    /// The URL of a login that may become these roles and read the model.
    static func makeLogin(_ owner: Connection, _ database: TestDatabase, _ roles: [String]) throws -> String {
        try owner.script(
            "create role login_\(database.name) login; grant usage on schema fraiseql to login_\(database.name);"
                + "grant select on fraiseql.api_model to login_\(database.name)")
        for role in roles {
            // The roles of the tokens are those of the cluster, and other tests make them too.
            try owner.script(
                """
                do $$ begin create role \(role);
                exception when duplicate_object or unique_violation then end $$;
                grant \(role) to login_\(database.name);
                """)
        }
        return PrivateCluster.shared.url(database.name, user: "login_\(database.name)")
    }

    static func bearer(_ name: String) -> String { "Authorization: Bearer \(TokenFixtures.token(name))\r\n" }

    /// Status, code and challenge.
    private func verdict(_ server: GraphQLTestServer, _ headers: String) throws -> String {
        let response = try server.ask("{ __typename }", headers: headers)
        guard response.body != #"{"data":{"__typename":"Query"}}"# else { return "\(response.status)" }
        let error = try #require(
            try JSONReader(parseJSON(response.body)).array("errors") { (error) throws(JSONError) in error }.first)
        let code = try error.member("extensions").string("code")
        let challenge = response.header("WWW-Authenticate").map { " \($0)" } ?? ""
        return "\(response.status) \(code)\(challenge): \(try error.string("message"))"
    }

    @Test func withoutATokenNothingIsAnswered() throws {
        let server = try Self.makeServer(maximumBatch: 5)
        defer { server.stop() }
        #expect(
            try verdict(server, "")
                == "401 UNAUTHENTICATED Bearer: A token is needed: send it as \"Authorization: Bearer TOKEN\".")
        let client = server.newClient()
        let batch = #"[{"query":"{ __typename }"},{"query":"{ __typename }"}]"#
        client.send(post(batch))
        #expect(try client.response()?.status == 401)
        client.send(post(batch, headers: Self.bearer("live_one")))
        #expect(try client.response()?.body == #"[{"data":{"__typename":"Query"}},{"data":{"__typename":"Query"}}]"#)
        for method in ["GET", "HEAD"] {
            for (headers, status) in [("", 401), (Self.bearer("live_one"), 200), (Self.bearer("live_wrong_key"), 401)] {
                client.send("\(method) /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
                #expect(try client.response(toHead: method == "HEAD")?.status == status)
            }
        }
        // Refused before the body is looked at.
        client.send(post("no JSON"))
        #expect(try client.response()?.status == 401)
        #expect(try server.get("/health").status == 200)
        #expect(try server.get("/ready").status == 200)
    }

    @Test func tokensAreTakenAndRefused() throws {
        let server = try Self.makeServer()
        defer { server.stop() }
        let token = TokenFixtures.token("live_one")
        for _ in 1...2 { #expect(try verdict(server, Self.bearer("live_one")) == "200") }
        for scheme in ["bearer", "BEARER", "Bearer  "] {
            #expect(try verdict(server, "authorization: \(scheme) \(token)\r\n") == "200")
        }
        #expect(
            try verdict(server, Self.bearer("live_wrong_key"))
                == "401 UNAUTHENTICATED Bearer error=\"invalid_token\": The token's signature does not fit.")
        #expect(
            try verdict(server, Self.bearer("live_role_other"))
                == "403 FORBIDDEN: The token names a role that this API does not give.")
        for field in ["Basic YTpi", "Bearer", "Bearer ", "Bearer\t\(token)", "Bearer:\(token)", token, "", "Digest x"] {
            #expect(
                try verdict(server, "Authorization: \(field)\r\n")
                    == "401 UNAUTHENTICATED Bearer: Only tokens are taken: send one as \"Authorization: Bearer TOKEN\".",
                "\(field)")
        }
        #expect(
            try verdict(server, Self.bearer("live_one") + Self.bearer("live_one"))
                == "400 BAD_REQUEST: The header \"Authorization\" stands several times.")
        #expect(try verdict(server, "Authorization: Bearer \(token), Bearer \(token)\r\n").hasPrefix("401 "))
        #expect(
            try verdict(server, "Authorization: Bearer \(String(repeating: "a", count: 8193))\r\n")
                == "401 UNAUTHENTICATED Bearer error=\"invalid_token\": The token is longer than 8192 bytes.")
        #expect(
            try verdict(server, "X-FraiseQL-Identity: {\"tenant_id\":\"one\"}\r\n")
                == "400 BAD_REQUEST: X-FraiseQL-Identity is taken in development mode only: send a token.")
    }

    /// A bad token is no way to be nobody.
    @Test func whoeverHasAnAnonymousRoleNeedsNoToken() throws {
        let server = try Self.makeServer { $0.anonymousRole = "visitor" }
        defer { server.stop() }
        #expect(try verdict(server, "") == "200")
        #expect(try verdict(server, Self.bearer("live_wrong_key")).hasPrefix("401 "))
        #expect(try verdict(server, "Authorization: Basic YTpi\r\n").hasPrefix("401 "))
    }

    @Test func inDevelopmentCallersSayWhoTheyAre() throws {
        let server = try Self.makeServer { $0.isDevelopment = true }
        defer { server.stop() }
        func stated(_ text: String, _ more: String = "") throws -> String {
            try verdict(server, "X-FraiseQL-Identity: \(text)\r\n\(more)")
        }
        #expect(try stated(#"{"tenant_id":"one"}"#) == "200")
        #expect(try stated(#"{"tenant_id":"one","role":"writer"}"#) == "200")
        #expect(try verdict(server, Self.bearer("live_one")) == "200")
        #expect(try verdict(server, "").hasPrefix("401 UNAUTHENTICATED"))
        for (text, message) in [
            ("", "must be a JSON object"), ("[]", "must be a JSON object"), ("{", "must be a JSON object"),
            (#"{"tenant_id":"one","tenant_id":"two"}"#, "must be a JSON object"),
            ("{}", "lacks \"tenant_id\""), (#"{"tenant_id":null}"#, "has no value that fits in \"tenant_id\""),
            (#"{"tenant_id":"a\u0000"}"#, "has no value that fits in \"tenant_id\""),
            (
                #"{"tenant_id":"one","user":"x"}"#,
                "has a member that [auth.claims] does not name; known are role, tenant_id"
            ),
        ] {
            #expect(try stated(text) == "400 BAD_REQUEST: X-FraiseQL-Identity \(message).")
        }
        for role in [#""postgres""#, #""none""#, "null", #"["writer"]"#] {
            #expect(try stated(#"{"tenant_id":"one","role":\#(role)}"#).hasPrefix("403 FORBIDDEN"))
        }
        #expect(
            try stated(#"{"tenant_id":"one"}"#, Self.bearer("live_one"))
                == "400 BAD_REQUEST: The request has a token and X-FraiseQL-Identity: send one of them.")
        #expect(
            try stated(#"{"tenant_id":"one"}"#, "X-FraiseQL-Identity: {}\r\n")
                == "400 BAD_REQUEST: The header \"X-FraiseQL-Identity\" stands several times.")
    }

    @Test(arguments: [
        (ListenAddress.tcp(host: "127.0.0.1", port: 0), true), (.tcp(host: "127.0.0.2", port: 0), true),
        (.tcp(host: "::1", port: 0), true), (.tcp(host: "localhost", port: 0), true),
        (.tcp(host: "0.0.0.0", port: 0), false), (.tcp(host: "::", port: 0), false),
    ])
    func developmentIsForThisMachineAlone(_ address: ListenAddress, _ isLocal: Bool) throws {
        let sockets = try openListeningSockets(address, loops: 2)
        defer { sockets.close() }
        #expect(sockets.areLocal == isLocal)
        if isLocal { return }
        var options = ServeOptions(
            listen: [.tcp(host: "127.0.0.1", port: 0), address], loops: 1, limits: .test, drainTimeout: 20)
        options.localOnly = .development
        options.log.descriptor = -1
        let error = #expect(throws: ServeError.self) {
            try RunningServer(options) { _ in LoopService(handle: { _, _ in }, isReady: { true }) }
        }
        #expect(error?.description.contains("can be reached from elsewhere") == true)
    }

    /// What is kept of checked tokens goes with their key; what cannot be read changes nothing.
    @Test func keysAreReadAgain() throws {
        try inFile(TokenFixtures.key("ES256")) { path in
            let server = try Self.makeServer { $0.key = .keyFile(path) }
            defer { server.stop() }
            #expect(try verdict(server, Self.bearer("live_one")) == "200")
            try writeFile(path, "no key")
            server.reload()
            #expect(try verdict(server, Self.bearer("live_one")) == "200")
            #expect(try verdict(server, Self.bearer("live_two")) == "200")
            try writeFile(path, String(decoding: TokenFixtures.key("other_p256"), as: UTF8.self))
            server.reload()
            #expect(try verdict(server, Self.bearer("live_one")).hasPrefix("401 "))
            #expect(try verdict(server, Self.bearer("live_wrong_key")) == "200")
        }
    }

    @Test func aKeptTokenExpires() throws {
        let cache = TokenCache(maximumCount: 2)
        let tokens = ["one", "two", "three"].map { Array($0.utf8) }
        func find(_ token: [UInt8], now: Int64) -> String? {
            token.withUnsafeBytes { cache.find($0, now: now)?.claims["tenant_id"] }
        }
        for token in tokens {
            let identity = Identity(role: "reader", claims: ["tenant_id": String(decoding: token, as: UTF8.self)])
            token.withUnsafeBytes { cache.keep($0, VerifiedToken(identity: identity, expiresAt: 100)) }
        }
        #expect(find(tokens[0], now: 0) == nil)
        #expect(find(tokens[1], now: 99) == "two")
        #expect(find(tokens[1], now: 100) == nil)
        #expect(cache.count == 1)
        #expect(find(tokens[1], now: 99) == nil)
        #expect(find(Array("thre".utf8), now: 0) == nil)
        #expect(find(tokens[2], now: 0) == "three")
        cache.removeAll()
        #expect(find(tokens[2], now: 0) == nil)
    }

    /// A flood of bad tokens takes a share of the time, and what is known goes on.
    @Test func whoSendsUnknownTokensPaysForThem() throws {
        let keys = TokenKeys(try TokenFixtures.key(for: .es256))
        let path = "\(PrivateCluster.shared.socketDirectory)/paying.sock"
        let server = try GraphQLTestServer(
            unixPath: path,
            options: { options in
                options.authentication = .shop
                options.keys = keys
                // A check is paid in minutes.
                options.metering.share = 10_000_000
                options.metering.burst = 0
            },
            login: { try Self.makeLogin($0, $1, AuthenticationSettings.shop.allRoles) })
        defer { server.stop() }
        let (one, two) = (try server.newClient(from: "127.0.0.2"), try server.newClient(from: "127.0.0.3"))
        func status(_ client: RawClient, _ token: String) throws -> Int? {
            client.send(post(#"{"query":"{ __typename }"}"#, headers: Self.bearer(token)))
            return try client.response()?.status
        }
        // The operation is compiled, and a token checked, for who pays nothing.
        #expect(try status(RawClient(unixPath: path), "live_two") == 200)
        #expect(try status(one, "live_wrong_key") == 401)
        #expect(try status(one, "live_wrong_key") == 503)
        #expect(try status(one, "live_one") == 503)
        #expect(try status(one, "live_two") == 200)
        #expect(try status(two, "live_one") == 200)
        #expect(try status(one, "live_one") == 200)
    }

    /// Kinds and counts, however many bad tokens come, and nothing of them.
    @Test func refusalsAreToldInFewLines() throws {
        try inFile([]) { path in
            let descriptor = open(path, O_WRONLY | O_APPEND)
            defer { close(descriptor) }
            let server = try Self.makeServer(log: descriptor)
            for _ in 0..<50 {
                try server.ask("{ __typename }", headers: Self.bearer("live_wrong_key"))
                try server.ask("{ __typename }", headers: Self.bearer("live_role_other"))
            }
            server.stop()
            let log = try readTextFile(path)
            let lines = log.split(separator: "\n").filter { $0.contains("identity_refused") }
            #expect(lines.count == 1, "\(lines)")
            #expect(lines.first?.hasSuffix(#""event":"identity_refused","reason":"signature","count":1}"#) == true)
            #expect(!log.contains(TokenFixtures.token("live_wrong_key").suffix(20)))
            #expect(!log.contains("postgres"))
        }
    }
}
