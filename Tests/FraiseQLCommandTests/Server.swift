import HostSystem
import JSONText
import Support
import Testing

/// `fraiseql serve` on a free port.
struct Server {
    let shop: Shop
    let process: RunningProcess
    let address: String

    init(_ shop: Shop, url: String? = nil, listen: String = "127.0.0.1:0") throws {
        self.shop = shop
        let words = ["\(repositoryRoot)/.build/debug/fraiseql", "serve", "--listen", listen]
        let process = try RunningProcess(
            "env DATABASE_URL=\(quoteForShell(url ?? shop.database.url)) " + words.joined(separator: " "),
            in: shop.folder)
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

    func exitCode() throws -> Int32 {
        try waitUntil("the server has ended") { process.hasExited }
        return process.waitForExit()
    }

    func waitUntilReady() throws {
        try waitUntil("the server is ready") { try answer("/ready").hasSuffix(" 200") }
    }
}

func installedShop() throws -> Shop {
    let shop = try Shop()
    #expect(try shop.fraiseql("init").exitCode == 0)
    #expect(try shop.fraiseql("db", "apply").exitCode == 0)
    return shop
}
