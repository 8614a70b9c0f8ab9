import JSONText
import Testing

@testable import Sidecar

/// A run of combining marks costs the square of its length where texts are compared as Unicode compares them: one request
/// would hold up everybody on its loop for minutes. A client of the tests waits for 20 seconds.
struct CombiningMarksTests {
    private static let marks = String(repeating: "\u{301}\u{316}", count: 100_000)
    /// As much as a request's head takes.
    private static let fewMarks = String(repeating: "\u{301}\u{316}", count: 3_500)

    @Test(
        arguments: [
            #"{"query":"{ __typename }","MARKS":1}"#,
            #"{"query":"query a { __typename } query b { __typename }","operationName":"MARKS"}"#,
            #"{"query":"query($a: Int) { __typename }","variables":{"MARKS":1}}"#,
            #"{"query":"query($f: UserFilter) { users(where: $f) { id } }","variables":{"f":{"MARKS":1}}}"#,
            #"{"query":"query($f: UserFilter) { users(where: $f) { id } }","variables":{"f":{"name":{"eq":"MARKS"}}}}"#,
            #"{"query":"query($o: OrderDirection!) { users(orderBy: [{ id: $o }]) { id } }","variables":{"o":"MARKS"}}"#,
            #"{"query":"query($n: String!) { __type(name: $n) { name } }","variables":{"n":"MARKS"}}"#,
            #"{"query":"query($c: String) { usersConnection(after: $c) { nodes { id } } }","variables":{"c":"MARKS"}}"#,
            #"{"query":"query($n: ID!) { node(nodeId: $n) { nodeId } }","variables":{"n":"MARKS"}}"#,
        ])
    func aBodyIsReadInATimeThatGrowsWithIt(body: String) throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        _ = try server.waitForConnections()
        let client = server.newClient()
        client.send(post(body.replacing("MARKS", with: Self.marks)))
        #expect(try client.response() != nil)
    }

    @Test func soAreTwoLiteralsThatDifferAtTheirEnds() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let marks = String(repeating: "\u{301}\u{316}", count: 20_000)
        let field = { (end: String) in "users(where: { name: { eq: \"\(marks)\(end)\" } }) { id }" }
        #expect(try server.failure("{ \(field("a")) \(field("b")) }") == "200 GRAPHQL_VALIDATION_FAILED")
    }

    @Test(
        arguments: [
            "GET /graphql?MARKS=1 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /MARKS HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /graphql?query={__typename} HTTP/1.1\r\nHost: x\r\nAccept: application/json,MARKS\r\n\r\n",
            "GET /graphql?query={__typename} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip,MARKS\r\n\r\n",
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: MARKS\r\nContent-Length: 0\r\n\r\n",
        ])
    func soIsAHead(request: String) throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let client = server.newClient()
        client.send(request.replacing("MARKS", with: Self.fewMarks))
        #expect(try client.response() != nil)
    }

    /// What is sent wherever a variable stands is bounded, and a cursor is no longer than an index takes keys.
    @Test func aLargeValueStandsInFewPlaces() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        _ = try server.waitForConnections()
        func ask(_ uses: Int) throws -> String {
            let conditions = (0..<uses).map { _ in "{ name: { eq: $a } }" }.joined(separator: " ")
            let query = "query($a: String!) { users(where: { or: [\(conditions)] }) { id } }"
            let answer = try server.ask(query, ["a": .string(String(repeating: "x", count: 900_000))])
            return answer.body.contains("LIMIT_EXCEEDED") ? "refused" : answer.body
        }
        #expect(try ask(2) == #"{"data":{"users":[]}}"#)
        #expect(try ask(100) == "refused")
        let cursor = try server.failure(
            "query($c: String) { usersConnection(after: $c) { nodes { id } } }",
            ["c": .string(String(repeating: "W", count: 40_000))])
        #expect(cursor.hasPrefix("400 BAD_USER_INPUT") || cursor.hasPrefix("200 BAD_USER_INPUT"), "\(cursor)")
    }
}
