import JSONText
import QueryCompiler
import Synchronization
import Testing

@testable import Sidecar

/// Several operations in one request, on a real connection.
@Suite struct HTTPBatchTests {
    private func server(_ setUp: (HTTPServer) -> Void = { _ in }) throws -> HTTPTestServer {
        try HTTPTestServer {
            $0.handle = answerWithQuery
            $0.maximumBatch = 3
            setUp($0)
        }
    }

    private func ask(_ body: String, _ setUp: (HTTPServer) -> Void = { _ in }) throws -> RawClient.Response {
        let server = try server(setUp)
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post(body, headers: "Accept: application/graphql-response+json\r\n"))
        return try #require(try client.response())
    }

    private func elements(_ response: RawClient.Response) throws -> [String] {
        try JSONReader(parseJSON(response.body)).array { (answer) throws(JSONError) in answer.value.text }
    }

    @Test func theAnswersStandInTheOrderOfTheOperations() throws {
        let response = try ask(#"[{"query":"a"},{"query":"b"},{"query":"a"}]"#)
        #expect(response.status == 200)
        #expect(response.header("Content-Type") == "application/graphql-response+json; charset=utf-8")
        #expect(response.body == #"[{"data":"a"},{"data":"b"},{"data":"a"}]"#)
        #expect(try ask(#"[{"query":"a"}]"#).body == #"[{"data":"a"}]"#)
    }

    @Test func whatIsNoRequestIsRefusedInItsPlace() throws {
        let response = try ask(#"[7,{"query":"b"},{"querry":"c"}]"#)
        #expect(response.status == 200)
        let answers = try elements(response)
        #expect(answers.count == 3)
        #expect(answers[0].contains("Each operation of a batch must be a JSON object."))
        #expect(answers[0].contains("BAD_REQUEST"))
        #expect(answers[1] == #"{"data":"b"}"#)
        #expect(answers[2].contains("Unknown key") && answers[2].contains("BAD_REQUEST"))
    }

    @Test(arguments: [
        ("[]", 3, 400, "The batch is empty", "BAD_REQUEST"),
        (
            #"[{"query":"a"},{"query":"a"},{"query":"a"},{"query":"a"}]"#, 3, 400,
            "has 4 operations, and the server takes at most 3", "LIMIT_EXCEEDED"
        ),
        (#"[{"query":"a"}]"#, 0, 400, "max_batch in [server] of fraiseql.toml", "BAD_REQUEST"),
        ("[]", 0, 400, "max_batch in [server]", "BAD_REQUEST"),
    ])
    func whatIsNoBatchIsRefused(body: String, maximum: Int, status: Int, message: String, code: String) throws {
        let response = try ask(body) { $0.maximumBatch = maximum }
        #expect(response.status == status)
        #expect(response.body.contains(message) && response.body.contains(code), "\(response.body)")
        #expect(response.body.hasPrefix("{\"errors\":[{"))
    }

    /// Answers come as their statements end.
    @Test func theLastAnswerSendsThemAll() throws {
        let kept = Kept()
        let server = try server { server in
            server.handle = { request, exchange in
                kept.exchanges.withLock { $0.append(exchange) }
                if request.body.query == "b" { answerWithQuery(request, exchange) }
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post(#"[{"query":"a"},{"query":"b"},{"query":"c"}]"#))
        while kept.exchanges.withLock({ $0.count }) < 3 { server.onLoop {} }
        #expect(server.onLoop { server.server.gatheredBytes } == #"{"data":"b"}"#.utf8.count)
        #expect(!client.hasBytes)
        server.onLoop {
            let exchanges = kept.exchanges.withLock { $0 }
            #expect(exchanges.map(\.isWaiting) == [true, false, true])
            var last = exchanges[2]
            var timings = StageTimings()
            (timings.plan, timings.database) = (1_000_000, 5_000_000)
            last.requestID = "x-2"
            last.respond(timings: timings) { $0.append("3") }
            // Once is enough.
            last.respond { $0.append("4") }
            exchanges[1].respond { $0.append("4") }
            var first = exchanges[0]
            timings.database = 2_000_000
            first.requestID = "x-1"
            first.respond(timings: timings) { $0.append("1") }
            kept.exchanges.withLock { $0 = [] }
        }
        let response = try #require(try client.response())
        #expect(response.body == #"[1,{"data":"b"},3]"#)
        // One after the other, and together.
        let timing = try #require(response.header("Server-Timing"))
        #expect(timing.hasPrefix("plan;dur=2.000, database;dur=5.000, total;dur="))
        #expect(response.header("X-Request-Id") == "x-2, x-1")
        #expect(server.onLoop { server.server.gatheredBytes } == 0)
    }

    @Test func aBatchIsBoundedAndItsOtherAnswersCome() throws {
        let long = String(repeating: "l", count: 60)
        let response = try ask(#"[{"query":"\#(long)"},{"query":"\#(long)"},{"query":"c"}]"#) { $0.batchBytes = 100 }
        let answers = try elements(response)
        #expect(answers[0] == "{\"data\":\"\(long)\"}")
        #expect(answers[1].contains("LIMIT_EXCEEDED") && answers[1].hasSuffix(#""data":null}"#))
    }

    @Test func whatBatchesHoldIsBoundedAndGoesWithTheirClients() throws {
        let kept = Kept()
        let server = try server { server in
            server.batchBytes = 100
            server.handle = { request, exchange in
                if request.body.query == "later" { return kept.exchanges.withLock { $0.append(exchange) } }
                answerWithQuery(request, exchange)
            }
        }
        defer { server.stop() }
        let long = String(repeating: "l", count: 60)
        let (first, second) = (RawClient(server), RawClient(server))
        first.send(post(#"[{"query":"\#(long)"},{"query":"later"}]"#))
        while kept.exchanges.withLock({ $0.isEmpty }) { server.onLoop {} }
        second.send(post(#"[{"query":"\#(long)"}]"#))
        let refused = try #require(try second.response())
        #expect(refused.body.hasPrefix("[{\"errors\"") && refused.body.contains("OVERLOADED"))

        first.reset()
        while server.onLoop({ kept.exchanges.withLock { $0[0].isWaiting } }) {}
        server.onLoop {
            kept.exchanges.withLock { exchanges in
                exchanges[0].respond { $0.append("too late") }
                exchanges = []
            }
        }
        #expect(server.onLoop { server.server.gatheredBytes } == 0)
        second.send(post(#"[{"query":"\#(long)"}]"#))
        #expect(try second.response()?.body == "[{\"data\":\"\(long)\"}]")
    }

    private final class Kept: Sendable {
        let exchanges = Mutex<[HTTPExchange]>([])
    }
}
