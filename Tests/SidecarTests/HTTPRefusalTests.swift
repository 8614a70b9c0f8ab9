import Glibc
import Synchronization
import Testing

@testable import Sidecar

@Suite struct HTTPRefusalTests {
    static let json = "Host: x\r\nContent-Type: application/json\r\n"

    /// Requests that a server must not take for another one (RFC 9112), with the status of the refusal.
    static let unacceptable: [(RawText, Int)] = [
        (RawText("GARBAGE\r\n\r\n"), 400),
        (RawText("GET /health\r\n\r\n"), 400),
        (RawText("GET /health HTTP/2.0\r\nHost: x\r\n\r\n"), 505),
        (RawText("GET /health HTTP/1.1\nHost: x\n\n"), 505),
        (RawText("GET /health HTTP/1.1\r\n\r\n"), 400),
        (RawText("GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), 400),
        (RawText("GET /health HTTP/1.1\r\nHost : x\r\n\r\n"), 400),
        (RawText("GET /health HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n"), 400),
        (RawText("GET /health HTTP/1.1\r\nHost: x\r\nA: \u{0}\r\n\r\n"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"), 400),
        (
            RawText(
                "POST /graphql HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n"),
            400
        ),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Content-Length: +2\r\n\r\n{}"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Content-Length: 2x\r\n\r\n{}"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Content-Length: 18446744073709551617\r\n\r\n{}"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Content-Length: -1\r\n\r\n{}"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 501),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"), 501),
        (RawText("POST /graphql HTTP/1.0\r\n\(json)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\n2\r\n{}X"), 400),
        (RawText("POST /graphql HTTP/1.1\r\n\(json)Expect: miracles\r\nContent-Length: 2\r\n\r\n{}"), 417),
    ]

    @Test(arguments: unacceptable)
    func anUnacceptableRequestIsRefusedAndTheConnectionClosed(request: RawText, status: Int) throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send(request.text + "GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = try #require(try client.response())
        #expect(response.status == status)
        #expect(response.header("Connection") == "close")
        #expect(response.body.hasPrefix("{\"errors\":[{\"message\":"))
        // A second answer would mean that the rest was taken for a request.
        #expect(try client.response() == nil)
    }

    @Test(arguments: [
        RawText("GET /health HTTP/1.1\r\nHost: x\r\n" + String(repeating: "A: 1\r\n", count: 129) + "\r\n"),
        RawText("GET /health HTTP/1.1\r\nHost: x\r\nBig: " + String(repeating: "x", count: 20_000) + "\r\n\r\n"),
        RawText("GET /" + String(repeating: "x", count: 20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
        RawText(
            "GET / HTTP/1.1\r\nHost: x\r\n"
                + String(repeating: "N: \(String(repeating: "v", count: 300))\r\n", count: 99)),
        RawText(String(repeating: "A", count: 20_000)),
    ])
    func headersAboveTheLimitAreRefused(request: RawText) throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send(request.text)
        let response = try #require(try client.response())
        #expect([431, 400].contains(response.status), "\(response.head)")
        #expect(try client.isClosedByServer())
    }

    @Test func headersAboveTheLimitAreRefusedInSmallPiecesToo() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send("GET /health HTTP/1.1\r\nHost: x\r\n")
        var sent = 0
        while sent < 100, client.send("Name: \(String(repeating: "v", count: 500))\r\n") { sent += 1 }
        #expect(try client.response()?.status == 431)
    }

    @Test func aBodyAboveTheLimitIsRefusedAndTheAnswerArrives() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        for _ in 1...20 {
            let client = RawClient(server)
            // The client goes on sending while the answer is on its way: a reset would destroy it.
            client.send(post("{\"query\":\"" + String(repeating: "x", count: 1_100_000) + "\"}"))
            #expect(try client.response()?.status == 413)
        }
    }

    @Test func aChunkedBodyAboveTheLimitIsRefused() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send("POST /graphql HTTP/1.1\r\n\(Self.json)Transfer-Encoding: chunked\r\n\r\n")
        let chunk = "10000\r\n" + String(repeating: "x", count: 65536) + "\r\n"
        for _ in 0..<17 { client.send(chunk) }
        #expect(try client.response()?.status == 413)
    }

    @Test(arguments: ["gzip", "GZIP", "br", "deflate, gzip", "identity, gzip", ""])
    func anEncodedBodyIsRefusedWithTheEncodingThatIsRead(encoding: String) throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send(Array(post("XX", headers: "Content-Encoding: \(encoding)\r\n").utf8.dropLast(2)) + [0x1f, 0x8b])
        let response = try #require(try client.response())
        #expect(response.status == 415)
        #expect(response.header("Accept-Encoding") == "identity")
        #expect(response.body.contains("identity"))
    }

    @Test func identityIsNoEncoding() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post("{\"query\":\"{a}\"}", headers: "Content-Encoding: Identity\r\n"))
        #expect(try client.response()?.status == 200)
    }

    /// The budget is the loop's: what one client holds, another lacks, and has again when the first has gone.
    @Test func bodiesThatDoNotEndHaveOneBudget() throws {
        var limits = HTTPLimits.test
        limits.bodyBytes = 1 << 18
        limits.unfinishedBodyBytes = 0  // room for one of the largest
        let server = try HTTPTestServer(limits: limits)
        defer { server.stop() }
        let whole = post("{\"query\":\"" + String(repeating: "x", count: 200_000) + "\"}")
        var holders: [RawClient] = []
        var refused: RawClient.Response?
        while refused == nil, holders.count < 20 {
            let client = RawClient(server)
            let held = server.unfinishedBodies
            client.send(String(whole.dropLast()))
            while !client.hasBytes, server.unfinishedBodies < held + 200_000 { sched_yield() }
            if client.hasBytes { refused = try client.response() } else { holders.append(client) }
        }
        #expect((1...3).contains(holders.count), "\(holders.count) held")
        #expect(refused?.status == 503)
        #expect(refused?.header("Retry-After") == "1")
        #expect(refused?.header("Connection") == "close")
        // Requests that need no waiting are answered all the same.
        let small = RawClient(server)
        small.send(post("{\"query\":\"{a}\"}"))
        #expect(try small.response()?.status == 200)
        // The first one completes, and its room is free.
        holders[0].send("}")
        #expect(try holders[0].response()?.status == 200)
        for client in holders.dropFirst() { client.reset() }
        holders.removeAll()
        let next = RawClient(server)
        next.send(whole)
        #expect(try next.response()?.status == 200)
    }

    @Test func endlessTrailersAreRefused() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send("POST /graphql HTTP/1.1\r\n\(Self.json)Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
        client.send(String(repeating: "Trailer: x\r\n", count: 5000))
        #expect(try client.response()?.status == 431)
    }

    @Test(arguments: [
        RawText("POST /graphql HTTP/1.1\r\nHost: x\r\n"), RawText("P"),
        RawText("POST /graphql HTTP/1.1\r\n\(json)Content-Length: 100\r\n\r\n{\"query\":"),
        RawText("POST /graphql HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\n5\r\n{"),
    ])
    func aSlowRequestIsCutOff(beginning: RawText) throws {
        var limits = HTTPLimits.short
        // Not before the first byte, however long this test is kept from sending it.
        limits.idleTimeout = 60_000
        let server = try HTTPTestServer(limits: limits)
        defer { server.stop() }
        let client = RawClient(server)
        client.send(beginning.text)
        #expect(try client.response()?.status == 408)
        #expect(try client.isClosedByServer())
    }

    @Test func aClientThatTricklesIsCutOffAllTheSame() throws {
        let server = try HTTPTestServer(limits: .short)
        defer { server.stop() }
        let client = RawClient(server)
        client.send("GET /health HTTP/1.1\r\nHost: x\r\nTrickle: ")
        // One byte for each tick of the server's clock, which never completes the header.
        var ticks = 0
        while client.send("x"), ticks < 1000 {
            server.onLoop {}
            ticks += server.waitForTick()
        }
        #expect(ticks < 1000)
    }

    @Test func anIdleConnectionIsClosedWithoutAWord() throws {
        let server = try HTTPTestServer(limits: .short)
        defer { server.stop() }
        let new = RawClient(server)
        #expect(try new.readSome() == nil)
        // On a slow machine the first byte may come after the deadline: then another client tries.
        var used = RawClient(server)
        var status: Int?
        for _ in 1...100 where status != 200 {
            used = RawClient(server)
            used.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            status = try used.response()?.status
        }
        #expect(status == 200)
        #expect(try used.readSome() == nil)
    }

    @Test func aClientThatDoesNotReadIsCutOff() throws {
        var limits = HTTPLimits.short
        limits.idleTimeout = 60_000
        limits.headerTimeout = 60_000
        let answered = Mutex(false)
        let server = try HTTPTestServer(limits: limits) { server in
            let text = String(repeating: "x", count: 1_000_000)
            server.handle = { _, exchange in
                exchange.respond { body in for _ in 0..<20 { body.append(text) } }
                answered.withLock { $0 = true }
            }
        }
        defer { server.stop() }
        let client = RawClient(server, receiveBuffer: 4096)
        client.send(post("{\"query\":\"big\"}"))
        while !server.onLoop({ answered.withLock { $0 } }) {}
        while server.onLoop({ server.server.connectionCount }) > 0 { _ = server.waitForTick() }
        #expect(try client.isClosedByServer())
    }

    @Test func garbageNeverStopsTheServer() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        var random = SeededGenerator(state: 42)
        let seeds = Self.unacceptable.map(\.0.text) + [post("{\"query\":\"x\"}")]
        for round in 0..<400 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                default: bytes.insert(contentsOf: bytes[at...].prefix(40), at: at)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            let client = RawClient(server)
            let cut = Int.random(in: 0...bytes.count, using: &random)
            client.send(Array(bytes[..<cut]))
            client.send(Array(bytes[cut...]))
            client.finishSending()
            #expect(try client.isClosedByServer())
        }
        let client = RawClient(server)
        client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try client.response()?.status == 200)
    }
}

/// Text of a request, shortened in the list of test cases.
struct RawText: Sendable, CustomTestStringConvertible {
    var text: String

    init(_ text: String) { self.text = text }

    var testDescription: String { String(text.prefix(70).map { $0 == "\r\n" ? " " : $0 }) }
}

extension HTTPLimits {
    /// Deadlines of some 30 ms, looked at every 5.
    static var short: HTTPLimits {
        var limits = HTTPLimits.test
        limits.idleTimeout = 30
        limits.headerTimeout = 30
        limits.bodyTimeout = 30
        limits.writeTimeout = 30
        limits.lingerTimeout = 30
        limits.tick = 5
        return limits
    }
}

/// The same numbers in every run (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
