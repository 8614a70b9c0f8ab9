import Glibc
import HostSystem
import Synchronization
import Testing

@testable import Sidecar

@Suite struct HTTPConnectionTests {
    @Test func requestsOnOneConnectionAreAnsweredInOrder() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send((1...500).map { post("{\"query\":\"q\($0)\"}") }.joined())
        for number in 1...500 {
            let response = try #require(try client.response())
            #expect(response.status == 200)
            #expect(response.body == "{\"data\":\"q\(number)\"}")
        }
    }

    @Test func laterAnswersKeepTheOrderToo() throws {
        let server = try HTTPTestServer { server in
            let loop = server.loop
            server.handle = { request, exchange in
                loop.after(milliseconds: 1) { answerWithQuery(request, exchange) }
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send((1...20).map { post("{\"query\":\"q\($0)\"}") }.joined())
        client.finishSending()
        for number in 1...20 { #expect(try client.response()?.body == "{\"data\":\"q\(number)\"}") }
        #expect(try client.isClosedByServer())
    }

    @Test func aRequestThatArrivesByteByByteIsRead() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        for byte in post("{\"query\":\"slow\"}").utf8 { client.send([byte]) }
        #expect(try client.response()?.body == "{\"data\":\"slow\"}")
    }

    @Test func aClosedRequestIsTheLastOne() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post("{\"query\":\"last\"}", headers: "Connection: close\r\n") + post("{\"query\":\"never\"}"))
        let response = try #require(try client.response())
        #expect(response.header("Connection") == "close")
        #expect(try client.response() == nil)
    }

    @Test func http10ClosesUnlessAskedToStay() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        #expect(try client.response()?.header("Connection") == "keep-alive")
        client.send("GET /health HTTP/1.0\r\n\r\n")
        #expect(try client.response()?.header("Connection") == "close")
        #expect(try client.isClosedByServer())
    }

    @Test func headIsAnsweredWithoutABody() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = try #require(try client.response(toHead: true))
        let get = try #require(try client.response())
        #expect(head.header("Content-Length") == get.header("Content-Length"))
        #expect(get.body == "{\"status\":\"up\"}")
    }

    @Test func aChunkedBodyIsPutTogetherAndItsTrailersAreDropped() throws {
        let seen = Mutex<String?>("none")
        let server = try HTTPTestServer { server in
            server.handle = { request, exchange in
                seen.withLock { $0 = request.headers["authorization"] }
                answerWithQuery(request, exchange)
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        let head =
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        client.send(head + "9\r\n{\"query\":\r\n")
        client.send("6;note=x\r\n\"abc\"}\r\n0\r\nAuthorization: evil\r\n\r\n")
        #expect(try client.response()?.body == "{\"data\":\"abc\"}")
        #expect(seen.withLock { $0 } == nil)
        client.send(post("{\"query\":\"next\"}"))
        #expect(try client.response()?.body == "{\"data\":\"next\"}")
    }

    @Test func aClientThatAsksIsToldToContinue() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        let body = "{\"query\":\"waited\"}"
        let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
        client.send(head + "Content-Length: \(body.utf8.count)\r\n\r\n")
        #expect(try client.response()?.status == 100)
        client.send(body)
        #expect(try client.response()?.body == "{\"data\":\"waited\"}")
    }

    @Test func aBodyThatIsTooBigIsRefusedInsteadOfContinued() throws {
        let server = try HTTPTestServer()
        defer { server.stop() }
        let client = RawClient(server)
        client.send("POST /graphql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n")
        #expect(try client.response()?.status == 413)
        #expect(try client.isClosedByServer())
    }

    @Test func fiveMegabytesReachASlowReader() throws {
        let piece = String(repeating: "0123456789", count: 52_429)
        let server = try HTTPTestServer { server in
            server.handle = { _, exchange in
                exchange.respond { body in for _ in 0..<10 { body.append(piece) } }
            }
        }
        defer { server.stop() }
        let client = RawClient(server, receiveBuffer: 4096)
        client.send(post("{\"query\":\"big\"}") + post("{\"query\":\"big\"}"))
        for _ in 0..<2 {
            let response = try #require(try client.response())
            #expect(response.body.utf8.count == 5_242_900)
            #expect(response.body.hasPrefix("0123456789") && response.body.hasSuffix("0123456789"))
        }
    }

    @Test func manyPiecesAreOneBody() throws {
        let server = try HTTPTestServer { server in
            server.handle = { _, exchange in
                exchange.respond { body in
                    for number in 0..<1000 {
                        body.append(number % 2 == 0 ? "even " : "odd ")
                        body.append(String(number))
                    }
                }
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post("{\"query\":\"x\"}"))
        let expected = (0..<1000).map { ($0 % 2 == 0 ? "even " : "odd ") + String($0) }.joined()
        #expect(try client.response()?.body == expected)
    }

    @Test func anAnswerIsGivenOnce() throws {
        let stale = Mutex<[Bool]>([])
        let server = try HTTPTestServer { server in
            server.handle = { request, exchange in
                answerWithQuery(request, exchange)
                stale.withLock { $0.append(exchange.isWaiting) }
                exchange.respond { $0.append("twice") }
            }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post("{\"query\":\"a\"}") + post("{\"query\":\"b\"}"))
        #expect(try client.response()?.body == "{\"data\":\"a\"}")
        #expect(try client.response()?.body == "{\"data\":\"b\"}")
        #expect(server.onLoop { stale.withLock { $0 } } == [false, false])
    }

    @Test func aThousandConnectionsAreServedAtOnce() throws {
        raiseFileLimit()
        let server = try HTTPTestServer()
        defer { server.stop() }
        let clients = (0..<1000).map { _ in RawClient(server) }
        for (number, client) in clients.enumerated() { client.send(post("{\"query\":\"c\(number)\"}")) }
        for (number, client) in clients.enumerated() {
            #expect(try client.response()?.body == "{\"data\":\"c\(number)\"}")
        }
        #expect(server.onLoop { server.server.connectionCount } == 1000)
    }

    @Test func oneConnectionTooManyHearsSo() throws {
        var limits = HTTPLimits.test
        limits.connections = 2
        limits.yieldAfter = 3_600_000
        let server = try HTTPTestServer(limits: limits)
        defer { server.stop() }
        let first = RawClient(server)
        let second = RawClient(server)
        for client in [first, second] {
            client.send(post("{\"query\":\"in\"}"))
            #expect(try client.response()?.status == 200)
        }
        let third = RawClient(server)
        third.send(post("{\"query\":\"out\"}"))
        let response = try #require(try third.response())
        #expect(response.status == 503)
        #expect(response.header("Retry-After") == "1")
        #expect(try third.isClosedByServer())
    }
}

@Suite struct TooManyClientsTests {
    /// More than the server keeps of those that it refuses, with and without a request on its way.
    @Test(arguments: [post("{\"query\":\"out\"}"), "POST /graphql", ""])
    func aHundredConnectionsTooManyHearSo(sent: String) throws {
        var limits = HTTPLimits.test
        limits.connections = 1
        limits.yieldAfter = 3_600_000
        let server = try HTTPTestServer(limits: limits)
        defer { server.stop() }
        let first = RawClient(server)
        first.send(post("{\"query\":\"in\"}"))
        #expect(try first.response()?.status == 200)
        let clients = (0..<100).map { _ in
            let client = RawClient(server)
            client.send(sent)
            return client
        }
        for client in clients {
            let response = try #require(try client.response())
            #expect(response.status == 503)
            #expect(response.header("Retry-After") == "1" && response.header("Connection") == "close")
            #expect(try client.isClosedByServer())
        }
        first.send(post("{\"query\":\"still in\"}"))
        #expect(try first.response()?.status == 200)
    }
}

@Suite struct LeavingClientTests {
    @Test func aClientThatLeavesIsNoticedAndItsLateAnswerHarmsNobody() throws {
        let waiting = Mutex<HTTPExchange?>(nil)
        let left = Mutex<Int>(0)
        let server = try HTTPTestServer { server in
            server.handle = { _, exchange in waiting.withLock { $0 = exchange } }
            server.clientLeft = { id in if id == waiting.withLock({ $0?.id }) { left.withLock { $0 += 1 } } }
        }
        defer { server.stop() }
        for _ in 1...3 {
            let before = left.withLock { $0 }
            let client = RawClient(server)
            client.send(post("{\"query\":\"gone\"}"))
            while server.onLoop({ waiting.withLock { $0 == nil } }) {}
            client.reset()
            while server.onLoop({ left.withLock { $0 } }) == before {}
            server.onLoop {
                waiting.withLock { exchange in
                    exchange?.respond { $0.append("late") }
                    exchange?.respond { $0.append("later") }
                    exchange = nil
                }
            }
        }
        #expect(left.withLock { $0 } == 3)
    }

    @Test func aReusedPlaceDoesNotGetTheOldAnswer() throws {
        let waiting = Mutex<[HTTPExchange]>([])
        let server = try HTTPTestServer { server in
            server.handle = { _, exchange in waiting.withLock { $0.append(exchange) } }
        }
        defer { server.stop() }
        let first = RawClient(server)
        first.send(post("{\"query\":\"a\"}"))
        while server.onLoop({ waiting.withLock { $0.count } }) < 1 {}
        first.reset()
        while server.onLoop({ server.server.connectionCount }) > 0 {}
        let second = RawClient(server)
        second.send(post("{\"query\":\"b\"}"))
        while server.onLoop({ waiting.withLock { $0.count } }) < 2 {}
        server.onLoop {
            let exchanges = waiting.withLock { $0 }
            exchanges[0].respond { $0.append("for the first") }
            exchanges[1].respond { $0.append("for the second") }
        }
        #expect(try second.response()?.body == "for the second")
    }

    @Test func aClientThatOnlyStopsSendingStillGetsItsAnswer() throws {
        let waiting = Mutex<HTTPExchange?>(nil)
        let left = Mutex<Int>(0)
        let server = try HTTPTestServer { server in
            server.handle = { _, exchange in waiting.withLock { $0 = exchange } }
            server.clientLeft = { _ in left.withLock { $0 += 1 } }
        }
        defer { server.stop() }
        let client = RawClient(server)
        client.send(post("{\"query\":\"half\"}"))
        client.finishSending()
        while server.onLoop({ left.withLock { $0 } }) == 0 {}
        server.onLoop { waiting.withLock { $0?.respond { $0.append("still here") } } }
        #expect(try client.response()?.body == "still here")
        #expect(try client.isClosedByServer())
    }
}
