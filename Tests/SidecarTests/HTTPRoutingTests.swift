import QueryCompiler
import Testing

@testable import Sidecar

/// GraphQL over HTTP on a real connection.
@Suite struct HTTPRoutingTests {
    func exchange(
        _ request: String, handle: @escaping RequestHandler = answerWithQuery
    ) throws -> RawClient.Response {
        let server = try HTTPTestServer { $0.handle = handle }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(request)
        return try #require(try client.response())
    }

    @Test func aGetIsAnsweredAndMayNotChangeAnything() throws {
        let response = try exchange("GET /graphql?query=%7Ba%7D HTTP/1.1\r\nHost: x\r\n\r\n") { request, exchange in
            exchange.respond { $0.append("\(request.body.query) \(request.allowsMutation)") }
        }
        #expect(response.status == 200)
        #expect(response.body == "{a} false")
    }

    /// As clients of a proxy send it (RFC 9112, section 3.2.2).
    @Test func aWholeURLIsTakenLikeItsPath() throws {
        let url = post(#"{"query":"x"}"#).replacing("/graphql", with: "http://example.org/graphql?a=b")
        let response = try exchange(url)
        #expect(response.status == 200 && response.body == #"{"data":"x"}"#)
    }

    @Test func anAnswerNamesItsTypeAndItsTimes() throws {
        let response = try exchange(post("{\"query\":\"x\"}", headers: "Accept: application/graphql-response+json\r\n"))
        {
            var timings = StageTimings()
            timings.plan = 1_250_000
            timings.database = 999
            $1.respond(timings: timings) { $0.append("{}") }
        }
        #expect(response.header("Content-Type") == "application/graphql-response+json; charset=utf-8")
        #expect(response.header("Cache-Control") == "no-store")
        #expect(response.header("Date")?.hasSuffix(" GMT") == true)
        let timing = try #require(response.header("Server-Timing"))
        #expect(timing.hasPrefix("plan;dur=1.250, database;dur=0.000, total;dur="))
    }

    @Test func headersAreFoundInAnyCaseAndJoined() throws {
        let request = post("{\"query\":\"x\"}", headers: "AUTHORIZATION: Bearer t\r\nX-A: 1\r\nx-a: 2\r\n")
        let response = try exchange(request) { request, exchange in
            let values = ["authorization", "X-a", "absent"].map { request.headers[$0] ?? "none" }
            exchange.respond { $0.append(values.joined(separator: "|")) }
        }
        #expect(response.body == "Bearer t|1, 2|none")
    }

    @Test(arguments: [
        ("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404, "BAD_REQUEST"),
        ("DELETE /graphql HTTP/1.1\r\nHost: x\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
        ("BREW /ready HTTP/1.1\r\nHost: x\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
        ("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 415, "BAD_REQUEST"),
        (post("{\"query\":\"x\"}", headers: "Accept: text/html\r\n"), 406, "BAD_REQUEST"),
        (post("{"), 400, "BAD_REQUEST"),
        ("GET /graphql?query= HTTP/1.1\r\nHost: x\r\nAccept: text/css\r\n\r\n", 406, "BAD_REQUEST"),
    ])
    func whatIsNotServedIsRefusedAndTheConnectionGoesOn(request: String, status: Int, code: String) throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send(request + post("{\"query\":\"next\"}"))
        let response = try #require(try client.response())
        #expect(response.status == status)
        #expect(response.body.hasSuffix("\"extensions\":{\"code\":\"\(code)\"}}]}"))
        if status == 405 { #expect(response.header("Allow")?.hasPrefix("GET, ") == true) }
        #expect(try client.response()?.body == "{\"data\":\"next\"}")
    }

    @Test func aFailedExecutionHasNullData() throws {
        let response = try exchange(post("{\"query\":\"x\"}")) { $1.fail([GraphQLError("no", .invalidValue)]) }
        #expect(response.status == 200)
        #expect(
            response.body
                == "{\"errors\":[{\"message\":\"no\",\"extensions\":{\"code\":\"INVALID_VALUE\"}}],\"data\":null}")
    }

    @Test func anOverloadedServerSaysWhenToComeBack() throws {
        let response = try exchange(post("{\"query\":\"x\"}")) { $1.refuse([GraphQLError("full", .overloaded)]) }
        #expect(response.status == 503)
        #expect(response.header("Retry-After") == "1")
    }

    @Test func healthIsUpBeforeReadyIs() throws {
        let server = try HTTPTestServer { $0.isReady = { false } }
        defer { server.stop() }
        let client = RawClient(server)
        let get = " HTTP/1.1\r\nHost: x\r\n\r\n"
        client.send("GET /health\(get)GET /ready\(get)")
        #expect(try client.response()?.status == 200)
        #expect(try client.response()?.status == 503)
        server.onLoop { server.server.isReady = { true } }
        client.send("GET /ready\(get)")
        #expect(try client.response()?.status == 200)
    }
}
