import HostSystem
import Support
import Synchronization
import Testing

@testable import Sidecar

/// What is sent to clients that accept gzip.
@Suite struct HTTPCompressionTests {
    @Test(
        arguments: [
            (nil, .identity), ("", .identity), ("gzip", .gzip), ("GZIP", .gzip), ("x-gzip", .gzip),
            ("gzip, deflate, br", .gzip), ("deflate, br", .identity), ("*", .gzip), ("br;q=1, *;q=0.1", .gzip),
            ("gzip;q=0", .identity), ("gzip;q=0, *", .identity), ("identity", .identity),
            ("gzip;q=0.5, identity;q=0.8", .identity), ("gzip;q=0.8, identity;q=0.5", .gzip),
            ("gzip;q=0.5 , identity;q=0.5", .gzip), ("gzip ; q=0.001", .gzip), ("gzip;q=nonsense", .identity),
            ("gzip, identity;q=0", .gzipOnly), ("gzip, *;q=0", .gzipOnly), ("identity;q=0, *", .gzipOnly),
            ("identity;q=0", nil), ("*;q=0", nil), ("br, identity;q=0", nil), ("gzip;q=0, identity;q=0", nil),
            ("identity, *;q=0", .identity),
        ] as [(String?, ContentCoding?)])
    func theCodingFollowsAcceptEncoding(accept: String?, expected: ContentCoding?) {
        #expect(negotiateContentCoding(acceptEncoding: accept) == expected)
    }

    /// In pieces of several kinds.
    private static func answer(_ size: Int) -> RequestHandler {
        { request, exchange in
            exchange.respond { body in
                body.append("{\"data\":\"")
                body.append(String(repeating: "gzip", count: size / 4))
                body.append("\"}")
            }
        }
    }

    private func ask(
        _ size: Int, compresses: Bool = true, _ request: String
    ) throws -> RawClient.Response {
        let server = try HTTPTestServer {
            $0.handle = Self.answer(size)
            $0.compresses = compresses
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(request)
        return try #require(try client.response(toHead: request.hasPrefix("HEAD")))
    }

    private static let accepts = post(#"{"query":"a"}"#, headers: "Accept-Encoding: gzip\r\n")

    @Test(arguments: [2048, 65536, 1_000_000, 1_200_000, 5_000_000])
    func anAnswerIsCompressedAndSaysSo(size: Int) throws {
        let response = try ask(size, Self.accepts)
        #expect(response.header("Content-Encoding") == "gzip")
        #expect(response.header("Vary") == "Accept-Encoding")
        #expect(response.bytes.count < size / 10)
        // RFC 1952: clients that guess the frame are kind, and not the rule.
        #expect(response.bytes.starts(with: [0x1F, 0x8B, 8]))
        #expect(try #require(response.header("Server-Timing")).contains("compression;dur="))
    }

    /// Read by somebody else's inflate, through a client that asks in its own words.
    @Test(arguments: [2048, 65536, 1_000_000, 1_200_000, 5_000_000])
    func whatCurlUnpacksIsWhatWasCompressed(size: Int) throws {
        let server = try HTTPTestServer {
            $0.handle = Self.answer(size)
            $0.compresses = true
        }
        defer { server.stop() }
        let url = "http://127.0.0.1:\(server.port)/graphql?query=a"
        let script = """
            packed=$(curl -sf --compressed '\(url)') && plain=$(curl -sf '\(url)') || exit 2
            [ ${#plain} -gt \(size) ] && [ "$packed" = "$plain" ]
            """
        #expect(try runProcess(["/bin/sh", "-c", script]) == 0)
    }

    @Test func aLoopsCompressorBeginsAnewForEachAnswer() throws {
        let server = try HTTPTestServer {
            $0.handle = Self.answer(4000)
            $0.compresses = true
        }
        defer { server.stop() }
        let client = RawClient(server)
        var answers: Set<[UInt8]> = []
        for _ in 1...3 {
            client.send(Self.accepts)
            answers.insert(try #require(try client.response()).bytes)
        }
        #expect(answers.count == 1)
    }

    @Test func theWholeOfABatchIsCompressed() throws {
        let server = try HTTPTestServer {
            $0.handle = Self.answer(4000)
            $0.compresses = true
            $0.maximumBatch = 2
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post(#"[{"query":"a"},{"query":"a"}]"#, headers: "Accept-Encoding: gzip\r\n"))
        let response = try #require(try client.response())
        #expect(response.header("Content-Encoding") == "gzip")
        #expect(response.bytes.count < 200)
    }

    @Test(arguments: [
        (1000, "gzip", false), (4000, "br", false), (4000, "gzip;q=0", false),
        (1000, "gzip, identity;q=0", true), (2_000_000, "gzip, identity;q=0", true), (2_000_000, "br", false),
    ])
    func whatDoesNotPayGoesAsItIs(size: Int, accept: String, isCompressed: Bool) throws {
        let response = try ask(size, post(#"{"query":"a"}"#, headers: "Accept-Encoding: \(accept)\r\n"))
        #expect(response.status == 200)
        #expect((response.header("Content-Encoding") == "gzip") == isCompressed)
        // What depends on the client's wish says so to everybody.
        #expect((response.header("Vary") != nil) == (size >= 4000 || isCompressed))
    }

    /// The loop goes on meanwhile: 8 MiB take 32 turns of it.
    @Test func aLargeAnswerHoldsNoOtherUp() throws {
        let turns = Atomic<Int>(0)
        let largestOutput = Atomic<Int>(0)
        nonisolated(unsafe) var answered: HTTPExchange?
        let server = try HTTPTestServer { server in
            server.compresses = true
            server.handle = { request, exchange in
                answered = exchange
                Self.answer(8 << 20)(request, exchange)
            }
            server.loop.endOfIteration = {
                if answered?.isWaiting == true { turns.add(1, ordering: .relaxed) }
                largestOutput.max(server.answers.packing?.compressor.capacity ?? 0, ordering: .relaxed)
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(Self.accepts)
        let response = try #require(try client.response())
        #expect(response.header("Content-Encoding") == "gzip" && response.bytes.count < 200_000)
        #expect(server.onLoop { server.server.answers.packing?.heldBytes } == 0)
        #expect(turns.load(ordering: .relaxed) >= 32)
        // It is made for what comes out, and not for what goes in.
        #expect((1..<(1 << 20)).contains(largestOutput.load(ordering: .relaxed)))
    }

    /// Those that come at once are compressed one after the other, each as its own.
    @Test func largeAnswersAreCompressedInOrder() throws {
        let server = try HTTPTestServer { server in
            server.compresses = true
            server.handle = { request, exchange in
                exchange.respond { $0.append(String(repeating: request.body.query, count: 2 << 20)) }
            }
        }
        defer { server.stop() }
        let clients = ["a", "b", "c"].map { ($0, RawClient(server)) }
        for round in 1...2 {
            server.withLoopBusy {
                for (query, client) in clients {
                    client.send(post(#"{"query":"\#(query)"}"#, headers: "Accept-Encoding: gzip\r\n"))
                }
            }
            var answers: Set<[UInt8]> = []
            for (_, client) in clients {
                let response = try #require(try client.response())
                #expect(response.header("Content-Encoding") == "gzip", "\(round)")
                answers.insert(response.bytes)
            }
            #expect(answers.count == 3)
        }
    }

    /// What waits holds memory: what finds no room, and what would not become smaller, goes as it is.
    @Test func whatWaitsToBeCompressedIsBounded() throws {
        let server = try HTTPTestServer { server in
            server.compresses = true
            server.answers.packing?.limit = 3 << 20
            server.handle = Self.answer(2 << 20)
        }
        defer { server.stop() }
        let clients = (1...3).map { _ in RawClient(server) }
        server.withLoopBusy { for client in clients { client.send(Self.accepts) } }
        var sizes: [Int] = []
        for client in clients { sizes.append(try #require(try client.response()).bytes.count) }
        #expect(sizes.filter { $0 > 2 << 20 }.count == 2, "\(sizes)")
    }

    @Test func aLargeAnswerThatGrowsGoesAsItIs() throws {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<(3 << 18)).map { _ in random.next() }
        let server = try HTTPTestServer { server in
            server.compresses = true
            server.handle = { _, exchange in
                exchange.respond { body in noise.withUnsafeBytes { body.append($0) } }
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(Self.accepts)
        let response = try #require(try client.response())
        #expect(response.header("Content-Encoding") == nil && response.bytes.count == noise.count * 8)
        #expect(response.bytes == noise.withUnsafeBytes { Array($0) })
    }

    @Test func aClientThatLeavesLeavesNothingBehind() throws {
        let heldAtFirst = Atomic<Int>(0)
        let server = try HTTPTestServer { server in
            server.compresses = true
            server.handle = { request, exchange in
                Self.answer(32 << 20)(request, exchange)
                heldAtFirst.store(server.answers.packing?.heldBytes ?? 0, ordering: .releasing)
            }
        }
        defer { server.stop() }
        var client: RawClient? = RawClient(server)
        client?.send(Self.accepts)
        client = nil
        try waitUntil("the request has come") { heldAtFirst.load(ordering: .acquiring) > 32 << 20 }
        try waitUntil("the answer is gone") { server.onLoop { server.server.answers.packing?.heldBytes == 0 } }
    }

    @Test func aClientThatTakesNoCodingIsRefused() throws {
        let request = post(#"{"query":"a"}"#, headers: "Accept-Encoding: identity;q=0\r\n")
        #expect(try ask(4000, request).status == 406)
        #expect(try ask(4000, compresses: false, request).status == 200)
    }

    @Test func withoutTheSettingNothingIsCompressed() throws {
        let response = try ask(4000, compresses: false, Self.accepts)
        #expect(response.header("Content-Encoding") == nil && response.header("Vary") == nil)
        #expect(response.bytes.count > 4000)
    }

    @Test func getAndHeadAreCompressedAlike() throws {
        let tail = " /graphql?query=a HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n"
        let get = try ask(4000, "GET" + tail)
        let head = try ask(4000, "HEAD" + tail)
        #expect(get.header("Content-Encoding") == "gzip" && head.header("Content-Encoding") == "gzip")
        #expect(head.header("Content-Length") == String(get.bytes.count))
        #expect(head.bytes.isEmpty)
    }
}
