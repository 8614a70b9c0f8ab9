import Configuration
import Glibc
import HostSystem
import JSONText
import Postgres
import Sidecar
import Support
import Testing

/// The real program serving, as an operator sees it.
struct ServeTests {
    @Test func aDatabaseThatDiffersFromTheInstalledAPIIsSaid() throws {
        let shop = try installedShop()
        #expect(try !shop.fraiseql("explain", "{ products { id } }").messages.contains("warning"))
        try shop.database.connect().query("alter table public.products add column shade text")
        let explained = try shop.fraiseql("explain", "{ products { id } }")
        #expect(explained.exitCode == 0)
        #expect(explained.messages.contains("differ from it: 'fraiseql db plan' shows how"))
        let server = try Server(shop)
        try waitUntil("the log says so") { try server.process.output().contains("\"event\":\"model_differs\"") }
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
    }

    /// `check` warns of a `lock_timeout` that is longer.
    @Test func requestsMakeWayWhenTheConfigurationSaysSo() {
        let options = ConnectionPool.Options(
            url: "", connections: 1, settings: SessionSettings(statementTimeout: 1),
            limits: PipelineConnection.Limits(reads: 1))
        #expect(Configuration.requestPatience == .milliseconds(options.evictAfter))
    }

    @Test func atTheSignalToEndAnswersUnderWayAreGivenAndTheExitCodeIsZero() throws {
        let server = try Server(installedShop())
        try server.waitUntilReady()
        let owner = try server.shop.database.connect()
        try owner.script("begin; lock table public.products in access exclusive mode")
        let request = try server.request("/graphql", query: "{ products(limit: 1) { id } }")
        try waitUntil("the read waits") { try isSomebodyWaiting(owner) }
        server.process.send(.terminate)
        try waitUntil("the server drains") { try server.process.output().contains("\"event\":\"draining\"") }
        try owner.script("commit")
        #expect(request.waitForExit() == 0)
        let answer = try request.output()
        #expect(answer.hasPrefix("{\"data\":{\"products\":[{\"id\":"), "\(answer)")
        #expect(answer.hasSuffix(" 200"))
        #expect(server.process.waitForExit() == 0)
    }

    @Test func atTheHangUpSignalTheServerReloadsAndServesOn() throws {
        let server = try Server(installedShop())
        try server.waitUntilReady()
        server.process.send(.hangUp)
        try waitUntil("the server reloads") { try server.process.output().contains("\"event\":\"reloading\"") }
        #expect(try server.answer("/graphql", query: "{ __typename }") == "{\"data\":{\"__typename\":\"Query\"}} 200")
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
    }

    @Test func theConfigurationSaysWhetherBatchesAreTakenAndAnswersCompressed() throws {
        let shop = try installedShop()
        let configuration = "\(shop.folder)/fraiseql.toml"
        let text = try readTextFile(configuration)
        func ask(_ server: Server, _ options: String) throws -> String {
            let curl = try RunningProcess(
                "curl -s -D - --max-time 60 -H 'Content-Type: application/json' \(options) http://\(server.address)/graphql",
                in: shop.folder)
            _ = curl.waitForExit()
            return try curl.output()
        }
        let batch = #"-d '[{"query":"{ a: __typename }"},{"query":"{ b: __typename }"}]'"#
        let large = #"--compressed -d '{"query":"{ __schema { types { name description } } }"}'"#

        let usual = try Server(shop)
        try usual.waitUntilReady()
        #expect(try ask(usual, batch).contains("max_batch in [server]"))
        #expect(try ask(usual, large).contains("Content-Encoding: gzip"))
        usual.process.send(.terminate)
        #expect(usual.process.waitForExit() == 0)

        try writeFile(
            configuration,
            text.replacing("# max_batch = 0", with: "max_batch = 2")
                .replacing("# compression = true", with: "compression = false"))
        let changed = try Server(shop)
        try changed.waitUntilReady()
        #expect(try ask(changed, batch).hasSuffix(#"[{"data":{"a":"Query"}},{"data":{"b":"Query"}}]"#))
        let plain = try ask(changed, large)
        #expect(plain.contains("__Schema") && !plain.contains("Content-Encoding"))
        changed.process.send(.terminate)
        #expect(changed.process.waitForExit() == 0)
    }

    /// The server and all that it started stand still: nothing answers, not even the end of a connection.
    @Test func aDatabaseThatHangsHoldsUpNoSignal() throws {
        let shop = try installedShop()
        let configuration = "\(shop.folder)/fraiseql.toml"
        let text = try readTextFile(configuration)
        try writeFile(
            configuration,
            text.replacing("# drain_timeout = \"30s\"", with: "drain_timeout = \"500ms\""))
        let server = try Server(shop)
        try server.waitUntilReady()
        let owner = try shop.database.connect()
        var processes: [Int32] = []
        try waitUntil("the keeper and an ordinary connection are there") {
            let rows = try owner.query(
                "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
            processes = (0..<rows.count).compactMap { rows[$0, 0].flatMap { Int32($0) } }
            return processes.count >= 5
        }
        for process in processes { #expect(kill(process, SIGSTOP) == 0) }
        defer { for process in processes { kill(process, SIGCONT) } }
        let request = try server.request("/graphql", query: "{ products(limit: 1) { id } }")
        let signalled = monotonicNanoseconds()
        // At the second one the keeper of the model waits already, because of the first.
        for count in 1...2 {
            server.process.send(.hangUp)
            try waitUntil("the server reloads") {
                try server.process.output().split(separator: "\n").count { $0.contains("\"reloading\"") } == count
            }
        }
        #expect(try server.answer("/health").hasSuffix(" 200"))
        server.process.send(.terminate)
        #expect(try server.exitCode() == 0)
        // Sooner than the keeper of the model gives up.
        #expect(monotonicNanoseconds() - signalled < 10_000_000_000)
        #expect(try server.process.output().contains("\"event\":\"stopped\""))
        _ = request.waitForExit()
    }

    @Test(arguments: ["transaction", "statement"]) func aPoolerThatSharesProcessesIsRefused(mode: String) throws {
        let shop = try installedShop()
        let pooler = try Pooler(shop.database, mode: mode)
        let server = try Server(shop, url: pooler.url)
        #expect(try server.exitCode() == 1)
        #expect(try server.process.output().contains("a pool in session mode"))
        #expect(try !server.process.output().contains("\"event\":\"model_read\""))
        for arguments in [["db", "status"], ["explain", "{ products { id } }"]] {
            let refused = try runFraiseQL(arguments, in: shop.folder, database: pooler.url)
            #expect(refused.exitCode == 1)
            #expect(refused.messages.contains("a pool in session mode"), "\(refused.messages)")
        }
    }

    @Test func aPoolInSessionModeIsServed() throws {
        let shop = try installedShop()
        let pooler = try Pooler(shop.database, mode: "session")
        let server = try Server(shop, url: pooler.url)
        try server.waitUntilReady()
        let query = "{ products(limit: 1) { id } }"
        for _ in 1...5 { #expect(try server.answer("/graphql", query: query).hasSuffix("\"}]}} 200")) }
        #expect(try runFraiseQL(["db", "status"], in: shop.folder, database: pooler.url).exitCode != 1)
        server.process.send(.terminate)
        #expect(try server.exitCode() == 0)
    }

    @Test func aLoginThatMayHaveTooFewConnectionsIsRefused() throws {
        let shop = try installedShop()
        let login = "few_\(shop.database.name)"
        try shop.database.connect().script(
            """
            create role \(login) login connection limit 3;
            grant usage on schema fraiseql to \(login);
            grant select on fraiseql.api_model to \(login);
            """)
        let server = try Server(shop, url: PrivateCluster.shared.url(shop.database.name, user: login))
        #expect(try server.exitCode() == 1)
        let output = try server.process.output()
        #expect(output.contains("the database has not enough connections: this process takes "), "\(output)")
        #expect(output.contains("this login may have 3, and "))
        #expect(output.contains("; lower `loops` or `database_connections` in [server]"))
    }

    @Test func aLoginWithLittleRoomIsWarned() throws {
        let shop = try installedShop()
        let login = "tight_\(shop.database.name)"
        try shop.database.connect().script(
            "create role \(login) login connection limit 6; grant \(login) to postgres;")
        let server = try Server(shop, url: PrivateCluster.shared.url(shop.database.name, user: login))
        try waitUntil("the log warns") { try server.process.output().contains("\"event\":\"connections_tight\"") }
        server.process.send(.terminate)
        #expect(try server.exitCode() == 0)
    }

    @Test(.enabled(if: hasIPv6Loopback, "needs the address ::1 on this machine"))
    func anAddressOfIPv6IsServed() throws {
        let server = try Server(installedShop(), listen: "[::1]:0")
        #expect(server.address.hasPrefix("[::1]:"))
        try server.waitUntilReady()
        #expect(try server.answer("/health").hasSuffix(" 200"))
        let second = try server.shop.fraiseql("serve", "--listen", server.address)
        #expect(second.messages.contains("\(server.address) is in use"), "\(second.messages)")
        server.process.send(.terminate)
        #expect(try server.exitCode() == 0)
    }

    private static var hasIPv6Loopback: Bool {
        let addresses = (try? readTextFile("/proc/net/if_inet6")) ?? ""
        return addresses.contains("00000000000000000000000000000001 ")
    }

    @Test func anAddressInUseIsRefused() throws {
        let server = try Server(installedShop())
        let second = try server.shop.fraiseql("serve", "--listen", server.address)
        #expect(second.exitCode == 1)
        #expect(second.messages.contains("\(server.address) is in use"), "\(second.messages)")
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
    }

    @Test func aDatabaseWithoutAnAPIIsSaidAndServedOnceThereIsOne() throws {
        let shop = try Shop()
        let server = try Server(shop)
        try waitUntil("the log says so") {
            try server.process.output().contains(
                "nothing of FraiseQL is installed in this database: `fraiseql db migrate NAME` and `fraiseql db upgrade` install it"
            )
        }
        #expect(try server.answer("/ready").hasSuffix(" 503"))
        #expect(try server.answer("/graphql", query: "{ products(limit: 1) { id } }").hasSuffix(" 503"))
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        try server.waitUntilReady()
        #expect(try server.answer("/graphql", query: "{ products(limit: 1) { id } }").hasSuffix(" 200"))
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
    }

    @Test func aDatabaseThatIsAwayAtTheStartIsServedWhenItComes() throws {
        let shop = try installedShop()
        let elsewhere = try Connection(PrivateCluster.shared.url("postgres"))
        try elsewhere.query("alter database \(shop.database.name) allow_connections false")
        let server = try Server(shop)
        #expect(try server.answer("/ready").hasSuffix(" 503"))
        #expect(try server.answer("/health").hasSuffix(" 200"))
        try elsewhere.query("alter database \(shop.database.name) allow_connections true")
        try server.waitUntilReady()
        #expect(try server.answer("/graphql", query: "{ products(limit: 1) { id } }").hasSuffix(" 200"))
        let log = try server.process.output()
        #expect(log.contains("\"event\":\"database_connected\""))
        #expect(!log.contains("\"event\":\"database_back\""))
        server.process.send(.terminate)
        #expect(server.process.waitForExit() == 0)
    }
}
