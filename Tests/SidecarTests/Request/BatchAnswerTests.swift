import HostSystem
import JSONText
import Postgres
import Support
import Testing

@testable import Sidecar

/// Batches from HTTP to PostgreSQL and back.
struct BatchAnswerTests {
    private static let operations: [JSON] = [
        ["query": "{ users(limit: 1) { id } }"],
        ["query": "query($id: Int!) { user(id: $id) { name } }", "variables": ["id": 2]],
        ["query": "{ nothing }"],
        ["query": "{"],
        ["query": "query($id: Int!) { user(id: $id) { name } }", "variables": ["id": "x"]],
        ["query": "query A { a: __typename } query B { b: __typename }", "operationName": "B"],
        ["query": "{ users(where: { name: { regex: \"(\" } }) { id } }"],
        ["query": "mutation { a }"],
        ["query": "{ __schema { queryType { name } } }"],
        ["query": "query($id: Int!) { user(id: $id) { name } }", "variables": ["id": 1]],
        ["quer": 1],
    ]

    /// The first time they are compiled, the second time found.
    @Test func eachOperationIsAnsweredAsIfItCameAlone() throws {
        let server = try GraphQLTestServer(maximumBatch: 100)
        defer { server.stop() }
        let client = server.newClient()
        var alone: [String] = []
        for operation in Self.operations {
            client.send(post(operation.text))
            alone.append(try #require(try client.response()).body)
        }
        #expect(alone[1] == #"{"data":{"user":{"name":"Grace"}}}"#)
        #expect(alone[6].contains("INVALID_VALUE"))
        for _ in 1...2 {
            client.send(post(JSON.array(Self.operations).text))
            let response = try #require(try client.response())
            #expect(response.status == 200)
            #expect(response.body == "[" + alone.joined(separator: ",") + "]")
        }
    }

    /// A failed statement aborts its flight, and the others of the flight are sent again.
    @Test func aHundredOperationsAreAnsweredInOrder() throws {
        let server = try GraphQLTestServer(maximumBatch: 100)
        defer { server.stop() }
        let client = server.newClient()
        let operations = (0..<100).map { index -> JSON in
            let pattern = index % 10 == 7 ? "(" : "Ada"
            return [
                "query": .string("query($p: String) { u\(index): users(where: { name: { regex: $p } }) { id } }"),
                "variables": ["p": .string(pattern)],
            ]
        }
        client.send(post(JSON.array(operations).text))
        let response = try #require(try client.response())
        let answers = try JSONReader(parseJSON(response.body)).array { (answer) throws(JSONError) in answer.value.text }
        #expect(answers.count == 100)
        for (index, answer) in answers.enumerated() {
            if index % 10 == 7 {
                #expect(answer.contains("INVALID_VALUE") && answer.contains("[\"u\(index)\"]"), "\(answer)")
            } else {
                #expect(answer == "{\"data\":{\"u\(index)\":[{\"id\":1}]}}")
            }
        }
    }

    /// All statements of a batch that wait in the lane end with its client.
    @Test func whatABatchHasInTheSlowLaneEndsWithItsClient() throws {
        let server = try GraphQLTestServer(maximumBatch: 10) {
            $0.pool.slowAfter = 50
            // Nothing else ends them while the test waits.
            $0.pool.settings.statementTimeout = 600_000
        }
        defer { server.stop() }
        let client = server.newClient()
        let users = #"{"query":"{ users { id } }"}"#
        // Found slow twice, it has the lane.
        for _ in 1...2 {
            try server.owner.script("begin; lock table users in access exclusive mode")
            client.send(post(users))
            try waitUntil("the read waits") { try isSomebodyWaiting(server.owner) }
            pause(milliseconds: 150)
            try server.owner.script("commit")
            #expect(try client.response()?.status == 200)
        }
        try server.owner.script("begin; lock table users in access exclusive mode")
        client.send(post("[\(users),\(users),\(users)]"))
        try waitUntil("the read waits") { try isSomebodyWaiting(server.owner) }
        #expect(try server.readsUnderWay() == 3)
        client.reset()
        try waitUntil("nothing is under way") { try server.readsUnderWay() == 0 }
        try server.owner.script("commit")
    }

    /// A batch is no way around what an address may compile.
    @Test func eachNewOperationIsPaidFor() throws {
        let server = try GraphQLTestServer(maximumBatch: 100) { $0.metering.burst = 0 }
        defer { server.stop() }
        let client = server.newClient()
        let operations = (0..<20).map { JSON.object(["query": .string("{ a\($0): users { id } }")]) }
        client.send(post(JSON.array(operations).text))
        let response = try #require(try client.response())
        #expect(response.status == 200)
        let answers = try JSONReader(parseJSON(response.body)).array { (answer) throws(JSONError) in answer.value.text }
        #expect(answers.filter { $0.contains("OVERLOADED") }.count >= 15)
    }
}
