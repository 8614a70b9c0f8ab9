import Support
import Synchronization
import Testing

@testable import Sidecar

/// Clients that ask for much and take little.
struct HTTPSlowReaderTests {
    /// More than a socket's buffers hold.
    private static let large = [UInt8](repeating: UInt8(ascii: "x"), count: 8 << 20)
    private static let budget = 32 << 20

    private func startServer() throws -> HTTPTestServer {
        var limits = HTTPLimits.test
        limits.unsentAnswerBytes = Self.budget
        limits.writeTimeout = 300_000
        return try HTTPTestServer(limits: limits) { server in
            server.handle = { request, exchange in
                if request.body.query == "large" {
                    Self.large.withUnsafeBytes { bytes in exchange.respond { $0.append(bytes) } }
                } else {
                    answerWithQuery(request, exchange)
                }
            }
        }
    }

    @Test func thoseWhoDoNotReadFillNoMoreThanTheBudget() throws {
        let server = try startServer()
        defer { server.stop() }
        let slow = (0..<30).map { _ in RawClient(server, receiveBuffer: 4096) }
        for client in slow { client.send(post(#"{"query":"large"}"#)) }
        try waitUntil("all are answered") { slow.allSatisfy(\.hasBytes) }
        let unsent = server.unsentAnswers
        #expect(unsent > Self.budget / 2 && unsent <= Self.budget, "\(unsent)")
        // A small answer needs no room.
        let client = RawClient(server)
        client.send(post(#"{"query":"small"}"#))
        #expect(try client.response()?.body == #"{"data":"small"}"#)
        let refused = try #require(try slow[29].response())
        #expect(refused.status == 503)
        #expect(refused.header("Retry-After") == "1")
        #expect(refused.body.contains("OVERLOADED"))
        // The connection is as good as before.
        slow[29].send(post(#"{"query":"small"}"#))
        #expect(try slow[29].response()?.body == #"{"data":"small"}"#)
        // Who takes nothing for some seconds is closed for another.
        try waitUntil("there is room again") {
            let client = RawClient(server)
            client.send(post(#"{"query":"large"}"#))
            guard let response = try client.response(), response.status == 200 else { return false }
            return response.body.utf8.count == Self.large.count
        }
        #expect(server.unsentAnswers <= Self.budget)
        for client in slow { client.reset() }
        try waitUntil("nothing waits") { server.unsentAnswers == 0 }
    }

    @Test func oneAnswerFitsAlways() throws {
        var limits = HTTPLimits.test
        limits.unsentAnswerBytes = 1 << 20
        let server = try HTTPTestServer(limits: limits) { server in
            server.handle = { _, exchange in
                Self.large.withUnsafeBytes { bytes in exchange.respond { $0.append(bytes) } }
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post(#"{"query":"large"}"#))
        #expect(try client.response()?.body.utf8.count == Self.large.count)
        try waitUntil("nothing waits") { server.unsentAnswers == 0 }
    }
}
