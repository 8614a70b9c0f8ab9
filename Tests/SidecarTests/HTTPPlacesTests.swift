import Support
import Synchronization
import Testing

@testable import Sidecar

/// Who has a place when there are more connections than places.
@Suite struct HTTPPlacesTests {
    private static let request = post(#"{"query":"in"}"#)
    private static let beginning = "POST /graphql HTTP/1.1\r\nHost: x\r\n"

    /// - Parameter yieldAfter: nothing rests for so long in a test, unless it says otherwise.
    private func makeServer(
        places: Int, yieldAfter: Int = 3_600_000, handle: @escaping RequestHandler = answerWithQuery
    ) throws -> HTTPTestServer {
        var limits = HTTPLimits.test
        limits.connections = places
        limits.yieldAfter = yieldAfter
        limits.writeTimeout = 3_600_000
        limits.tick = 5
        return try HTTPTestServer(limits: limits) { $0.handle = handle }
    }

    private func client(_ server: HTTPTestServer, from address: String = "127.0.0.1") throws -> RawClient {
        try RawClient(connectingTo: server.port, from: address)
    }

    /// Connected in this order, with what each has sent.
    private func clients(
        _ server: HTTPTestServer, _ count: Int, from address: String = "127.0.0.1", sending text: String
    ) throws -> [RawClient] {
        let before = server.onLoop { server.server.connectionCount }
        let clients = try (0..<count).map { _ in try client(server, from: address) }
        for client in clients { client.send(text) }
        try waitUntil("all are accepted") { server.onLoop { server.server.connectionCount } >= before + count }
        return clients
    }

    private func answer(_ client: RawClient) throws -> Int? {
        client.send(Self.request)
        return try client.response()?.status
    }

    /// A refusal holds for a moment.
    private func waitForPlace(_ server: HTTPTestServer, from address: String) throws -> RawClient {
        var placed: RawClient?
        try waitUntil("\(address) has a place") {
            let next = try client(server, from: address)
            if try answer(next) == 200 { placed = next }
            return placed != nil
        }
        return try #require(placed)
    }

    @Test(arguments: ["", "P", beginning, post("{}", headers: "").dropLast().description])
    func whoHasFewerConnectionsTakesThePlaceOfWhoHasMost(sent: String) throws {
        let server = try makeServer(places: 11)
        defer { server.stop() }
        let many = try clients(server, 16, sending: sent)
        try waitUntil("five of them found no place") { many.count(where: \.hasBytes) == 5 }
        var others: [RawClient] = []
        for number in 1...5 {
            let other = try client(server, from: "127.0.0.2")
            #expect(try answer(other) == 200, "\(number)")
            others.append(other)
            #expect(many.count(where: \.hasBytes) == 5 + number)
        }
        // Six to five: whoever gave way would only want it back.
        #expect(try answer(client(server, from: "127.0.0.2")) == 503)
        for other in others { #expect(try answer(other) == 200) }
        let third = try waitForPlace(server, from: "127.0.0.3")
        #expect(try answer(third) == 200)
        for loser in many where loser.hasBytes {
            let response = try #require(try loser.response())
            #expect(response.status == 503 && response.header("Retry-After") == "1")
        }
    }

    @Test func oneAddressMayHaveAllPlaces() throws {
        let server = try makeServer(places: 20)
        defer { server.stop() }
        let all = try clients(server, 20, sending: Self.request)
        for client in all { #expect(try client.response()?.status == 200) }
        for client in all { #expect(try answer(client) == 200) }
    }

    @Test func aRequestThatIsBeingAnsweredKeepsItsPlace() throws {
        let exchanges = Mutex<[HTTPExchange]>([])
        let server = try makeServer(places: 2) { request, exchange in
            if request.body.query == "in" { return answerWithQuery(request, exchange) }
            exchanges.withLock { $0.append(exchange) }
        }
        defer { server.stop() }
        let waiting = try clients(server, 2, sending: post(#"{"query":"wait"}"#))
        try waitUntil("both are being answered") { server.onLoop { exchanges.withLock { $0.count } } == 2 }
        #expect(try answer(client(server, from: "127.0.0.2")) == 503)
        server.onLoop { exchanges.withLock { $0[0].respond { $0.append("done") } } }
        let other = try waitForPlace(server, from: "127.0.0.2")
        // Now that it rests, it is closed without a word behind its answer.
        let closed = try #require(waiting.first { $0.hasBytes })
        #expect(try closed.response()?.body == "done")
        #expect(try closed.response() == nil)
        #expect(try answer(other) == 200)
        server.onLoop { exchanges.withLock { $0[1].respond { $0.append("done too") } } }
        #expect(try waiting.first { $0 !== closed }?.response()?.body == "done too")
    }

    @Test func whatNeverHadARequestGoesBeforeWhatHadOne() throws {
        let server = try makeServer(places: 2)
        defer { server.stop() }
        let used = try clients(server, 1, sending: Self.request)[0]
        #expect(try used.response()?.status == 200)
        let silent = try clients(server, 1, sending: Self.beginning)[0]
        let other = try client(server, from: "127.0.0.2")
        #expect(try answer(other) == 200)
        #expect(try silent.response()?.status == 503)
        #expect(try answer(used) == 200)
    }

    /// Behind a proxy all have one address, and from a large network each connection has its own.
    @Test(arguments: [["127.0.0.1"], ["127.0.0.1", "127.0.0.2", "127.0.0.3"]])
    func whatHasNoRequestForAWhileGivesWayToEverybody(addresses: [String]) throws {
        let server = try makeServer(places: 3, yieldAfter: 20)
        defer { server.stop() }
        var silent: [RawClient] = []
        for number in 0..<3 {
            silent += try clients(
                server, 1, from: addresses[number % addresses.count], sending: Self.beginning)
        }
        let first = try waitForPlace(server, from: "127.0.0.1")
        #expect(try silent[0].response()?.status == 503)
        #expect(try answer(first) == 200)
    }

    @Test func otherwiseItKeepsItsPlaceWithinItsAddress() throws {
        let server = try makeServer(places: 3)
        defer { server.stop() }
        let silent = try clients(server, 3, sending: Self.beginning)
        #expect(try answer(client(server)) == 503)
        let told = silent.count(where: \.hasBytes)
        #expect(told == 0)
    }

    @Test func whoDoesNotTakeItsAnswerGivesWay() throws {
        let text = String(repeating: "x", count: 1_000_000)
        let server = try makeServer(places: 2) { request, exchange in
            if request.body.query == "in" { return answerWithQuery(request, exchange) }
            exchange.respond { body in for _ in 0..<20 { body.append(text) } }
        }
        defer { server.stop() }
        let takers = (0..<2).map { _ in RawClient(server, receiveBuffer: 4096) }
        for taker in takers { taker.send(post(#"{"query":"much"}"#)) }
        try waitUntil("both are sent to") { takers.allSatisfy(\.hasBytes) }
        _ = try waitForPlace(server, from: "127.0.0.2")
    }
}
