import JSONText
import Postgres
import Support
import Testing

@testable import Sidecar

/// From an HTTP request to PostgreSQL and back.
struct AnswerTests {
    @Test func aQueryIsAnswered() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        #expect(
            try server.data("{ users { id } }").filter { !$0.isWhitespace }
                == #"{"users":[{"id":1},{"id":2},{"id":3}]}"#)
    }
}
