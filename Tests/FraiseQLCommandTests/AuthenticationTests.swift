import HostSystem
import Support
import Testing

/// `[auth]` as `fraiseql serve` takes it.
struct AuthenticationTests {
    private func shop(_ section: String) throws -> Shop {
        let shop = try installedShop()
        let path = "\(shop.folder)/fraiseql.toml"
        try writeFile(path, readTextFile(path) + "\n[auth]\n\(section)\n")
        return shop
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
        let weak = try refusal(
            "algorithm = \"HS256\"\nkey_file = \"fraiseql.toml\"\ndefault_role = \"reader\"\njwks_url = \"x\"")
        #expect(weak.contains("[auth] jwks_url is not built yet"), "\(weak)")
    }

    @Test func developmentIsRefusedWhereOthersCouldCome() throws {
        let message = try refusal("development = true\ndefault_role = \"postgres\"", "--listen", "0.0.0.0:0")
        #expect(message.contains("can be reached from elsewhere"), "\(message)")
    }

    @Test func inDevelopmentTheLogSaysSo() throws {
        let shop = try shop("development = true\ndefault_role = \"postgres\"\n[auth.claims]\ntenant_id = \"tenant\"")
        let server = try Server(shop)
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
        let shop = try shop("algorithm = \"HS256\"\nkey_file = \"secret\"\ndefault_role = \"postgres\"")
        let path = "\(shop.folder)/secret"
        try writeFile(path, String(repeating: "a", count: 32))
        let server = try Server(shop)
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
