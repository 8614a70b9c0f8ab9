import HostSystem
import JSONText
import Postgres
import Support
import Testing

/// The real program serving, as an operator sees it.
struct ServeTests {
    /// `fraiseql serve` on a free port.
    private struct Server {
        let shop: Shop
        let process: RunningProcess
        let address: String

        init(_ shop: Shop) throws {
            self.shop = shop
            let words = ["\(repositoryRoot)/.build/debug/fraiseql", "serve", "--listen", "127.0.0.1:0"]
            let process = try RunningProcess(
                "env DATABASE_URL=\(quoteForShell(shop.database.url)) " + words.joined(separator: " "), in: shop.folder)
            self.process = process
            try waitUntil("the server listens") { try process.output().contains("\"event\":\"listening\"") }
            let line = try #require(try process.output().split(separator: "\n").first { $0.contains("\"listening\"") })
            address = try JSONReader(parseJSON(String(line))).string("address")
        }

        /// The status and the body of an answer, asked for by a process of its own.
        func request(_ path: String, query: String? = nil) throws -> RunningProcess {
            let body = query.map { "-H 'Content-Type: application/json' -d '{\"query\":\"\($0)\"}' " } ?? ""
            return try RunningProcess(
                "curl -s --max-time 60 -w ' %{http_code}' \(body)http://\(address)\(path)", in: shop.folder)
        }

        func answer(_ path: String, query: String? = nil) throws -> String {
            let request = try request(path, query: query)
            _ = request.waitForExit()
            return try request.output()
        }

        func waitUntilReady() throws {
            try waitUntil("the server is ready") { try answer("/ready").hasSuffix(" 200") }
        }
    }

    private func installedShop() throws -> Shop {
        let shop = try Shop()
        #expect(try shop.fraiseql("init").exitCode == 0)
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        return shop
    }

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

    @Test func anAddressInUseIsRefused() throws {
        let server = try Server(installedShop())
        let second = try server.shop.fraiseql("serve", "--listen", server.address)
        #expect(second.exitCode == 1)
        #expect(second.messages.contains("\(server.address) is in use"), "\(second.messages)")
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
