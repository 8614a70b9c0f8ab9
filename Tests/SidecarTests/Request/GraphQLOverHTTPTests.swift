import JSONText
import Postgres
import Support
import Testing

@testable import Sidecar

/// What "GraphQL over HTTP" asks of a server, item by item; docs/graphql-over-http.md says where the rest is tested.
struct GraphQLOverHTTPTests {
    private static let new = "application/graphql-response+json"
    private static let old = "application/json"

    private struct Case: Sendable {
        var name: String
        var body: String
        /// The status under the new media type, and under the old one.
        var statuses: (Int, Int)
        var code: String?

        init(_ name: String, _ body: String, _ statuses: (Int, Int), _ code: String? = nil) {
            self.name = name
            self.body = body
            self.statuses = statuses
            self.code = code
        }
    }

    private static let cases = [
        Case("a query", #"{"query":"{ __typename }"}"#, (200, 200)),
        Case(
            "null members",
            #"{"query":"{ __typename }","operationName":null,"variables":null,"extensions":null}"#,
            (200, 200)),
        Case("maps", #"{"query":"{ __typename }","variables":{},"extensions":{}}"#, (200, 200)),
        Case("an operation's name", #"{"query":"query A { __typename }","operationName":"A"}"#, (200, 200)),
        Case("no JSON", "{", (400, 400), "BAD_REQUEST"),
        Case("no body", "", (400, 400), "BAD_REQUEST"),
        Case("no query", "{}", (400, 400), "BAD_REQUEST"),
        Case("a query that is an object", #"{"query":{}}"#, (400, 400), "BAD_REQUEST"),
        Case("a query that is a number", #"{"query":0}"#, (400, 400), "BAD_REQUEST"),
        Case("a query that is a boolean", #"{"query":false}"#, (400, 400), "BAD_REQUEST"),
        Case("a query that is an array", #"{"query":["{ a }"]}"#, (400, 400), "BAD_REQUEST"),
        Case("a name that is an object", #"{"query":"{ __typename }","operationName":{}}"#, (400, 400), "BAD_REQUEST"),
        Case("a name that is a number", #"{"query":"{ __typename }","operationName":0}"#, (400, 400), "BAD_REQUEST"),
        Case("variables that are a string", #"{"query":"{ __typename }","variables":"{}"}"#, (400, 400), "BAD_REQUEST"),
        Case("variables that are an array", #"{"query":"{ __typename }","variables":[]}"#, (400, 400), "BAD_REQUEST"),
        Case("extensions that are a number", #"{"query":"{ __typename }","extensions":0}"#, (400, 400), "BAD_REQUEST"),
        Case("a syntax error", #"{"query":"{"}"#, (400, 200), "GRAPHQL_PARSE_FAILED"),
        Case("a validation error", #"{"query":"{ nothing }"}"#, (400, 200), "GRAPHQL_VALIDATION_FAILED"),
        Case(
            "an undetermined operation",
            #"{"query":"query A { __typename } query B { __typename }"}"#,
            (400, 200), "OPERATION_RESOLUTION_FAILURE"),
        Case(
            "an unknown operation",
            #"{"query":"query A { __typename }","operationName":"B"}"#,
            (400, 200), "OPERATION_RESOLUTION_FAILURE"),
        Case(
            "a variable that does not fit",
            #"{"query":"query($id: Int!) { user(id: $id) { id } }","variables":{"id":"x"}}"#,
            (400, 200), "BAD_USER_INPUT"),
        Case("a mutation", #"{"query":"mutation { a }"}"#, (400, 200), "UNSUPPORTED"),
    ]

    @Test func theStatusFollowsTheMediaTypeAndARefusalHasNoData() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let client = server.newClient()
        for each in Self.cases {
            for (type, status) in [(Self.new, each.statuses.0), (Self.old, each.statuses.1)] {
                client.send(post(each.body, headers: "Accept: \(type)\r\n"))
                let response = try #require(try client.response())
                #expect(response.status == status, "\(each.name) as \(type): \(response.body)")
                #expect(response.header("Content-Type") == "\(type); charset=utf-8")
                let answer = try JSONReader(parseJSON(response.body))
                #expect(try (answer.optionalMember("data") != nil) == (each.code == nil), "\(each.name)")
                #expect(try (answer.optionalMember("errors") == nil) == (each.code == nil), "\(each.name)")
                guard let code = each.code else { continue }
                #expect(response.body.contains("\"\(code)\""), "\(each.name): \(response.body)")
            }
        }
    }

    /// Section 6.2.1: 405, and nothing is run, whatever the schema would say of it.
    @Test(arguments: [
        "query=mutation%7Ba%7D", "query=subscription%7Ba%7D", "query=mutation%7Bnothing(x:1)%7D",
        "query=mutation%20A%7Ba%7D%20query%20B%7B__typename%7D&operationName=A",
    ])
    func aGetRunsNoMutation(query: String) throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let response = try server.get("/graphql?\(query)")
        #expect(response.status == 405)
        #expect(response.header("Allow") == "POST")
        #expect(response.body.contains("METHOD_NOT_ALLOWED"))
    }

    @Test func aGetTakesWhatAPostTakes() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        func get(_ query: String) throws -> RawClient.Response { try server.get("/graphql?\(query)") }
        let one = "query=query%20A($id:Int!)%7Buser(id:$id)%7Bname%7D%7D%20mutation%20B%7Ba%7D"
        #expect(
            try get("\(one)&operationName=B&variables=%7B%22id%22:1%7D").status == 405)
        #expect(
            try get("query=query%20A($id:Int!)%7Buser(id:$id)%7Bname%7D%7D&variables=%7B%22id%22:1%7D&operationName=A")
                .body == #"{"data":{"user":{"name":"Ada"}}}"#)
        #expect(try get("query=%7B__schema%7BqueryType%7Bname%7D%7D%7D").status == 200)
        #expect(try get("").status == 400)
    }

    @Test func aHeadIsAGetWithoutTheBody() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let get = try server.get("/graphql?query=%7Busers%7Bid%7D%7D")
        let client = server.newClient()
        client.send("HEAD /graphql?query=%7Busers%7Bid%7D%7D HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = try #require(try client.response(toHead: true))
        #expect(head.status == 200)
        #expect(head.header("Content-Length") == String(get.body.utf8.count))
    }
}
