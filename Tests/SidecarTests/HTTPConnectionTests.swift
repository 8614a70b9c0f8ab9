import Testing

@testable import Sidecar

@Suite struct HTTPConnectionTests {
    @Test func requestsOnOneConnectionAreAnsweredInOrder() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send((1...50).map { post("{\"query\":\"q\($0)\"}") }.joined())
        for number in 1...50 {
            let response = try #require(try client.response())
            #expect(response.status == 200)
            #expect(response.body == "{\"data\":\"q\(number)\"}")
        }
    }

    @Test func aRequestThatArrivesByteByByteIsRead() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        for byte in post("{\"query\":\"slow\"}").utf8 { client.send([byte]) }
        #expect(try client.response()?.body == "{\"data\":\"slow\"}")
    }
}
