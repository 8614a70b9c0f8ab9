import JSONText
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// From an HTTP request to PostgreSQL and back.
struct AnswerTests {
    @Test func aQueryIsAnswered() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        #expect(try server.data("{ users { id } }") == #"{"users":[{"id":1},{"id":2},{"id":3}]}"#)
    }

    @Test func rootFieldsStandInTheOrderOfTheRequestUnderTheirAliases() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let query = "{ z: user(id: 2) { name } __typename a: users(limit: 1) { id } none: user(id: 9) { id } }"
        #expect(
            try server.data(query)
                == #"{"z":{"name":"Grace"},"__typename":"Query","a":[{"id":1}],"none":null}"#)
    }

    @Test func variablesReachTheStatementAsValues() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let query = "query($id: Int!) { user(id: $id) { name } }"
        for _ in 1...3 {
            #expect(try server.data(query, ["id": 1]) == #"{"user":{"name":"Ada"}}"#)
            #expect(try server.data(query, ["id": 2]) == #"{"user":{"name":"Grace"}}"#)
        }
        let hostile = "query($name: String) { users(where: { name: { eq: $name } }) { id } }"
        #expect(try server.data(hostile, ["name": "' or true; --"]) == #"{"users":[]}"#)
        #expect(try server.data(hostile, ["name": "Ada"]) == #"{"users":[{"id":1}]}"#)
    }

    @Test func queriesThatUnicodeCallsEquivalentAreTwoQueries() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        try server.owner.query("insert into public.users values (8, $1), (9, $2)", ["\u{e9}", "e\u{301}"])
        func users(_ name: String) throws -> String {
            try server.data("{ users(where: { name: { eq: \"\(name)\" } }) { id } }")
        }
        #expect(try users("\u{e9}") != users("e\u{301}"))
    }

    @Test func aGetRunsQueriesOnly() throws {
        let error = #expect(throws: RequestErrors.self) { try checkMethod(.mutation, allowsMutation: false) }
        #expect(error?.errors.map(\.code) == [.methodNotAllowed])
        #expect(throws: Never.self) { try checkMethod(.mutation, allowsMutation: true) }
        #expect(throws: Never.self) { try checkMethod(.query, allowsMutation: false) }
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let answer = try server.get("/graphql?query=%7Busers(limit:1)%7Bid%7D%7D")
        #expect(answer.body == #"{"data":{"users":[{"id":1}]}}"#)
    }

    @Test func whatAHeaderSaysIsNotRememberedForAnother() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let types = ["application/json", "application/graphql-response+json", "text/html", "*/*"]
        let answers = [
            "application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8",
            "application/json; charset=utf-8", "application/json; charset=utf-8",
        ]
        for _ in 1...2 {
            for (type, answer) in zip(types, answers) {
                let response = try server.ask("{ __typename }", headers: "Accept: \(type)\r\n")
                #expect(response.header("Content-Type") == answer)
                #expect(response.status == (type == "text/html" ? 406 : 200))
            }
        }
        let both = "Accept: text/html\r\nAccept: application/json\r\n"
        for _ in 1...2 { #expect(try server.ask("{ __typename }", headers: both).status == 200) }
    }

    /// What a role may see will decide what validates, so nothing that is compiled crosses over.
    @Test func nothingCompiledIsSharedByTwoRolesOrTwoOperations() throws {
        let cache = RequestCache(ModelSnapshot(schema: makeGraphQLSchema(model), version: "1"))
        let query = "query one($n: Int) { users(limit: $n) { id } } query two($n: Int) { users(limit: $n) { name } }"
        let variables = Variables(["n": 1])
        func compiled(_ name: String, _ role: String?) throws -> ObjectIdentifier {
            let body = RequestBody(query: query, operationName: name)
            let operation = try cache.operation(body, role: role.map { ExactText($0) })
            return ObjectIdentifier(try cache.request(operation, variables))
        }
        let all = try ["one", "two"].flatMap { name in
            try [nil, "", "reader", "Reader", "reader "].map { try compiled(name, $0) }
        }
        #expect(Set(all).count == 10)
        #expect(try compiled("one", "reader") == all[2])
    }

    @Test func whatIsCompiledStaysWithinItsBytes() throws {
        let snapshot = ModelSnapshot(schema: makeGraphQLSchema(model), version: "1")
        let cache = RequestCache(snapshot, maximumCount: 1000, maximumBytes: 100_000)
        for number in 0..<300 {
            let operation = try cache.operation(RequestBody(query: "{ a\(number): users { id name } }"), role: nil)
            _ = try cache.request(operation, Variables())
            #expect(cache.bytes <= 100_000)
        }
        // Ten times twelve fields in a text of 300 bytes.
        let fields = (0..<12).map { "f\($0): id" }.joined(separator: " ")
        let roots = (0..<10).map { "r\($0): users { ...F }" }.joined(separator: " ")
        let before = cache.bytes
        _ = try cache.operation(
            RequestBody(query: "{ \(roots) } fragment F on User { \(fields) }"), role: nil)
        #expect(before > 50_000)
        let one = RequestCache(snapshot)
        _ = try one.operation(RequestBody(query: "{ \(roots) } fragment F on User { \(fields) }"), role: nil)
        #expect(one.bytes > 120 * 256)
    }

    @Test func aConditionChoosesAnotherStatement() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let query = "query($with: Boolean!) { user(id: 1) { id name @include(if: $with) } }"
        for _ in 1...2 {
            #expect(try server.data(query, ["with": true]) == #"{"user":{"id":1,"name":"Ada"}}"#)
            #expect(try server.data(query, ["with": false]) == #"{"user":{"id":1}}"#)
        }
    }

    @Test func textIsEscapedAsJSON() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let text = "quote \" and \\ and \n line"
        let query = "{ users(where: { id: { eq: 3 } }) { name score } user(id: 3) { name } }"
        let answer = try parseJSON(server.data(query))
        #expect(answer == ["users": [["name": .string(text), "score": nil]], "user": ["name": .string(text)]])
    }

    @Test func introspectionNeedsNoDatabase() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        try server.shutDatabase()
        #expect(try server.data("{ __typename }") == #"{"__typename":"Query"}"#)
        #expect(try server.data(#"{ __type(name: "User") { name } }"#) == #"{"__type":{"name":"User"}}"#)
    }

    @Test func everyStageIsTimed() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let timing = try #require(try server.ask("{ users { id } }").header("Server-Timing"))
        let stages = timing.split(separator: ", ").map { $0.prefix { $0 != ";" } }
        #expect(stages == ["body", "operation", "variables", "plan", "bind", "database", "total"])
    }

    @Test func whatDoesNotFitTheSchemaIsRefusedBeforeTheDatabase() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        #expect(try server.failure("{ users { id") == "200 GRAPHQL_PARSE_FAILED")
        #expect(try server.failure("{ users { nothing } }") == "200 GRAPHQL_VALIDATION_FAILED")
        #expect(try server.failure("query($id: Int!) { user(id: $id) { id } }", ["id": "x"]) == "200 BAD_USER_INPUT")
        #expect(
            try server.failure("query($n: Int) { users(limit: $n) { id } }", ["n": 101])
                == #"200 LIMIT_EXCEEDED ["users"]"#)
        #expect(try server.failure("mutation { x }") == "200 UNSUPPORTED")
        let strict = try server.ask("{ nothing }", headers: "Accept: application/graphql-response+json\r\n")
        #expect(strict.status == 400)
    }

    @Test func manyRequestsOnOneConnectionAreAnsweredInOrder() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let client = server.newClient()
        let requests = (0..<500).map { number -> (String, String) in
            switch number % 3 {
            case 0: ("{ user(id: \(number % 2 + 1)) { id } }", #"{"data":{"user":{"id":\#(number % 2 + 1)}}}"#)
            case 1: ("{ a\(number % 7): users(limit: 1) { id } }", #"{"data":{"a\#(number % 7)":[{"id":1}]}}"#)
            default: ("{ __typename }", #"{"data":{"__typename":"Query"}}"#)
            }
        }
        client.send(requests.map { post(JSON.object(["query": .string($0.0)]).text) }.joined())
        for (query, answer) in requests {
            let body = try #require(try client.response()).body
            #expect(body == answer, "\(query)")
        }
    }

    @Test func anAnswerThatIsTooLargeIsRefused() throws {
        let server = try GraphQLTestServer { $0.maximumAnswer = 1 << 20 }
        defer { server.stop() }
        try server.owner.script("update users set name = repeat('x', 1 << 21) where id = 1")
        #expect(try server.failure("{ user(id: 1) { name } }") == "200 LIMIT_EXCEEDED")
        #expect(try server.data("{ user(id: 2) { name } }") == #"{"user":{"name":"Grace"}}"#)
    }

    @Test func anAnswerThatIsFarTooLargeHarmsNoOther() throws {
        let server = try GraphQLTestServer { $0.maximumAnswer = 1 << 20 }
        defer { server.stop() }
        try server.owner.script("update users set name = repeat('x', 1 << 26) where id = 1")
        let clients = (0..<8).map { _ in server.newClient() }
        for _ in 1...3 {
            for (number, client) in clients.enumerated() {
                client.send(post(#"{"query":"{ user(id: \#(number == 0 ? 1 : 2)) { name } }"}"#))
            }
            #expect(try clients[0].response()?.body.contains("LIMIT_EXCEEDED") == true)
            for client in clients.dropFirst() {
                #expect(try client.response()?.body == #"{"data":{"user":{"name":"Grace"}}}"#)
            }
        }
    }

    @Test func keysAndConstantsCountAsBytesOfTheAnswer() throws {
        let server = try GraphQLTestServer { $0.maximumAnswer = 1 << 20 }
        defer { server.stop() }
        try server.owner.script("insert into users select n, null, null from generate_series(10, 109) as n")
        // A hundred rows of 60 keys of 250 bytes, and values of a few.
        let fields = (0..<60).map { "a\($0)" + String(repeating: "x", count: 247) + ": id" }.joined(separator: " ")
        #expect(try server.failure("{ users(limit: 100) { \(fields) } }") == "200 LIMIT_EXCEEDED")
        #expect(try server.data("{ users(limit: 50) { \(fields) } }").utf8.count > 750_000)
        let schema = "__schema { types { name fields { name description } } }"
        // What is constant fits exactly, and so does the row, but not both.
        let size = try server.data("{ \(schema) }").utf8.count
        let small = try GraphQLTestServer { $0.maximumAnswer = size }
        defer { small.stop() }
        #expect(try small.data("{ user(id: 1) { id } }") == #"{"user":{"id":1}}"#)
        #expect(try small.failure("{ \(schema) user(id: 1) { id } }") == "200 LIMIT_EXCEEDED")
    }

    @Test func theLargestIntrospectionIsKept() throws {
        var described = model
        described.entities[0].description = String(repeating: "x", count: 1 << 20)
        let cache = RequestCache(ModelSnapshot(schema: makeGraphQLSchema(described), version: "1"))
        let roots = (0..<15).map { "r\($0): __type(name: \"User\") { description }" }.joined(separator: " ")
        let operation = try cache.operation(RequestBody(query: "{ \(roots) }"), role: nil)
        let compiled = try cache.request(operation, Variables())
        #expect(compiled.size > 15 << 20)
        #expect(cache.bytes > compiled.size)
    }
}
