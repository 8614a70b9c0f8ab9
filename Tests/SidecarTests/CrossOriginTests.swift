import Testing

@testable import Sidecar

/// What a browser is told of pages of other origins.
struct CrossOriginTests {
    private func answer(_ origins: [String], _ request: String) throws -> RawClient.Response {
        let server = try HTTPTestServer { server in
            server.handle = answerWithQuery
            server.crossOrigins = origins
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(request)
        return try #require(try client.response())
    }

    private func preflight(_ origin: String, _ more: String = "Access-Control-Request-Method: POST\r\n") -> String {
        "OPTIONS /graphql HTTP/1.1\r\nHost: x\r\nOrigin: \(origin)\r\n\(more)\r\n"
    }

    private let app = "https://app.example.com"

    @Test func aNamedOriginMayAskAndRead() throws {
        for (origins, allowed) in [(["https://other.example.com", app], app), (["*"], "*")] {
            let asked = try answer(origins, preflight(app))
            #expect(asked.status == 200)
            #expect(asked.header("Access-Control-Allow-Origin") == allowed)
            #expect(asked.header("Access-Control-Allow-Headers") == "Authorization, Content-Type, X-FraiseQL-Identity")
            #expect(asked.header("Access-Control-Allow-Methods") == "GET, POST")
            #expect(asked.bytes.isEmpty)
            let read = try answer(origins, post(#"{"query":"x"}"#, headers: "Origin: \(app)\r\n"))
            #expect(read.status == 200)
            #expect(read.header("Access-Control-Allow-Origin") == allowed)
            #expect(read.header("Vary") == "Origin")
            #expect(read.header("Access-Control-Allow-Credentials") == nil)
        }
        // Refusals are answers too.
        let refused = try answer([app], "GET /nothing HTTP/1.1\r\nHost: x\r\nOrigin: \(app)\r\n\r\n")
        #expect(refused.status == 404)
        #expect(refused.header("Access-Control-Allow-Origin") == app)
    }

    @Test func everyOtherOriginMayNot() throws {
        let others = [
            "https://app.example.com.evil.com", "http://app.example.com", "https://APP.example.com", "null",
            "https://app.example.com:444",
            "https://app.example.com/", "https://app.example.com\u{301}",
        ]
        for (origins, origin) in others.map({ ([app], $0) }) + [([], app)] {
            let asked = try answer(origins, preflight(origin))
            #expect(asked.status == 405)
            #expect(asked.header("Access-Control-Allow-Origin") == nil)
            let read = try answer(origins, post(#"{"query":"x"}"#, headers: "Origin: \(origin)\r\n"))
            #expect(read.status == 200)
            #expect(read.header("Access-Control-Allow-Origin") == nil, "\(origin)")
        }
        #expect(try answer([app], preflight(app, "")).status == 405)
        #expect(
            try answer([app], post(#"{"query":"x"}"#, headers: "Origin: \(app)\r\nOrigin: \(app)\r\n")).header(
                "Access-Control-Allow-Origin") == nil)
        #expect(try answer(["*"], post(#"{"query":"x"}"#)).header("Access-Control-Allow-Origin") == nil)
    }

    @Test func answersAreWhatTheySayTheyAre() throws {
        #expect(try answer([], post(#"{"query":"x"}"#)).header("X-Content-Type-Options") == "nosniff")
    }
}
