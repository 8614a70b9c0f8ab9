import HostSystem
import Postgres
import Support
import Testing

/// `[auth]` as `fraiseql serve` takes it.
struct AuthenticationTests {
    /// Its requests run as ROLE.
    private func shop(_ section: String) throws -> Shop {
        let shop = try installedShop()
        let name = shop.database.name
        try shop.database.connect().script(
            """
            create role reader_\(name);
            create role login_\(name) login;
            grant reader_\(name) to login_\(name);
            grant usage on schema api, fraiseql to reader_\(name);
            grant select on fraiseql.api_model to reader_\(name);
            grant select on all tables in schema public to reader_\(name);
            grant select on all tables in schema api to reader_\(name);
            """)
        let section = section.split(separator: "ROLE", omittingEmptySubsequences: false).joined(
            separator: "reader_\(name)")
        let path = "\(shop.folder)/fraiseql.toml"
        try writeFile(path, readTextFile(path) + "\n[auth]\n\(section)\n")
        return shop
    }

    private func login(_ shop: Shop) -> String {
        PrivateCluster.shared.url(shop.database.name, user: "login_\(shop.database.name)")
    }

    private func refusal(_ section: String, _ arguments: String...) throws -> String {
        let shop = try shop(section)
        let result = try runFraiseQL(
            ["serve"] + (arguments.isEmpty ? ["--listen", "127.0.0.1:0"] : arguments), in: shop.folder,
            database: shop.database.url)
        #expect(result.exitCode == 1)
        return result.messages
    }

    @Test func keysThatAreNotThereAreToldAtStart() throws {
        let missing = try refusal("algorithm = \"ES256\"\nkey_file = \"nowhere.pem\"\ndefault_role = \"reader\"")
        #expect(missing.contains("fraiseql.toml:") && missing.contains(":12: there is no nowhere.pem"), "\(missing)")
        let unbuilt = try refusal("algorithm = \"HS256\"\ndefault_role = \"reader\"\njwks_url = \"x\"")
        #expect(unbuilt.contains("[auth] jwks_url is not built yet"), "\(unbuilt)")
        let shop = try shop("algorithm = \"HS256\"\nkey_file = \"secret\"\ndefault_role = \"ROLE\"")
        try writeFile("\(shop.folder)/secret", "short")
        let weak = try shop.fraiseql("serve", "--listen", "127.0.0.1:0")
        #expect(weak.exitCode == 1 && weak.messages.contains("secret is too weak: a secret of at least 32 bytes"))
    }

    /// A superuser sees the rows of everybody, whatever the policies say.
    @Test func whoeverBypassesPoliciesIsNotServed() throws {
        let message = try refusal("development = true\ndefault_role = \"ROLE\"")
        #expect(
            message.contains("requests would not be kept apart: the role \"postgres\" is a superuser"), "\(message)")
        let shop = try installedShop()
        let server = try Server(shop)
        try server.waitUntilReady()
        #expect(try server.process.output().contains(#""level":"warning","event":"row_security_bypassed""#))
        #expect(try server.process.output().contains(#""level":"warning","event":"callers_not_identified""#))
        // What depends on policies from now on is not served.
        try shop.database.connect().query("alter table products enable row level security")
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
        let result = try shop.fraiseql("serve", "--listen", "127.0.0.1:0")
        #expect(result.exitCode == 1 && result.messages.contains("public.products has row-level security"))
    }

    @Test func withoutAConfigurationOnlyThisMachineIsServed() throws {
        let shop = try Shop()
        let result = try shop.fraiseql("serve", "--listen", "0.0.0.0:0")
        #expect(result.exitCode == 1 && result.messages.contains("name it with --config FILE"), "\(result.messages)")
    }

    @Test func rolesThatAreMissingAreFoundByCheck() throws {
        let shop = try shop("development = true\ndefault_role = \"nobody_of_this_name\"")
        let result = try shop.fraiseql("check")
        #expect(result.answer.contains("there is no role \"nobody_of_this_name\""), "\(result)")
    }

    @Test func developmentIsRefusedWhereOthersCouldCome() throws {
        let message = try refusal("development = true\ndefault_role = \"ROLE\"", "--listen", "0.0.0.0:0")
        #expect(message.contains("can be reached from elsewhere"), "\(message)")
    }

    @Test func inDevelopmentTheLogSaysSo() throws {
        let shop = try shop("development = true\ndefault_role = \"ROLE\"\n[auth.claims]\ntenant_id = \"tenant\"")
        let server = try Server(shop, url: login(shop))
        try server.waitUntilReady()
        #expect(try server.process.output().contains(#""level":"warning","event":"development_identity""#))
        #expect(try server.answer("/graphql", query: "{ __typename }").hasSuffix(" 401"))
        let stated = try RunningProcess(
            #"curl -s -H 'X-FraiseQL-Identity: {"tenant_id":"one"}' -H 'Content-Type: application/json' "#
                + #"-d '{"query":"{ products(limit: 1) { __typename } }"}' http://\#(server.address)/graphql"#,
            in: shop.folder)
        #expect(stated.waitForExit() == 0)
        #expect(try stated.output().contains(#""__typename":"Product""#))
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
    }

    /// SIGHUP reads the keys again, and says so.
    @Test func keysAreReadAgainAtSIGHUP() throws {
        let shop = try shop("algorithm = \"HS256\"\nkey_file = \"secret\"\ndefault_role = \"ROLE\"")
        let path = "\(shop.folder)/secret"
        try writeFile(path, String(repeating: "a", count: 32))
        let server = try Server(shop, url: login(shop))
        try writeFile(path, "short")
        server.process.send(.hangUp)
        try waitUntil("the log refuses the keys") { try server.process.output().contains("\"event\":\"keys_refused\"") }
        #expect(try server.process.output().contains("is too weak: a secret of at least 32 bytes is needed"))
        try writeFile(path, String(repeating: "b", count: 32))
        server.process.send(.hangUp)
        try waitUntil("the log has the keys") {
            try server.process.output().contains(#""event":"keys_read","count":1"#)
        }
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
        let log = try server.process.output()
        #expect(!log.contains("aaaaaaaa") && !log.contains("bbbbbbbb"))
    }
}
