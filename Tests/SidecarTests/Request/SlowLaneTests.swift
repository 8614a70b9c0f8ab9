import HostSystem
import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// Which statements run apart, and for how long.
struct SlowLaneTests {
    /// Errors have the status 200 too, and a statement that waited until it was cut off is one.
    private let allUsers = GraphQLTestServer.allUsers
    private let noItems = GraphQLTestServer.noItems

    /// Both statements become slow, then one waits behind the other in the lane: that wait must not keep it there.
    @Test func aStatementThatOnlyWaitedInTheSlowLaneLeavesIt() throws {
        let server = try GraphQLTestServer { $0.pool.slowAfter = 200 }
        defer { server.stop() }
        try server.serveItems()
        let (users, items) = (server.newClient(), server.newClient())

        try server.lock("users, items", before: users)
        items.send(post(#"{"query":"{ items { id } }"}"#))
        try server.unlock(later: true)
        #expect(try users.response()?.body == allUsers)
        #expect(try items.response()?.body == noItems)

        try server.lock(before: users)
        items.send(post(#"{"query":"{ items { id } }"}"#))
        try server.unlock(later: true)
        #expect(try users.response()?.body == allUsers)
        #expect(try items.response()?.body == noItems)

        try server.lock(before: users)
        items.send(post(#"{"query":"{ items { id } }"}"#))
        #expect(try items.response()?.body == noItems)
        try server.unlock()
        #expect(try users.response()?.body == allUsers)
    }

    /// More than its queue takes, of a statement that was slow once: it is not refused while other connections are free.
    @Test func whatTheLaneHasNoPlaceForWaitsForItsVerdict() throws {
        let server = try GraphQLTestServer {
            $0.pool.slowAfter = 200
            $0.pool.holdTimeout = 60_000
        }
        defer { server.stop() }
        _ = try server.waitForConnections()
        let first = server.newClient()
        try server.lock(before: first)
        try server.unlock(later: true)
        #expect(try first.response()?.status == 200)

        let clients = (0..<100).map { _ in server.newClient() }
        try server.lock(before: clients) { _ in "{ users { id } }" }
        pause(milliseconds: 100)
        try server.unlock()
        for client in clients { #expect(try client.response()?.status == 200) }
    }

    @Test func aLockedTableIsSaidAndDoesNotStopTheOthers() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 2
            $0.pool.settings.lockTimeout = 200
        }
        defer { server.stop() }
        try server.serveItems()
        let clients = (0..<20).map { _ in server.newClient() }
        try server.lock(before: clients) { _ in "{ users { id } }" }
        for client in clients {
            let refused = try #require(try client.response())
            #expect(refused.status == 503)
            #expect(refused.header("Retry-After") != nil)
            #expect(refused.body.contains("OVERLOADED") && refused.body.contains("locked"))
        }
        for client in clients { client.send(post(#"{"query":"{ users { id } }"}"#)) }
        try waitUntil("users wait") { try isSomebodyWaiting(server.owner) }
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        // They wait one after the other in the lane, and not together before the items.
        try waitUntil("the next one waits") { try isSomebodyWaiting(server.owner) }
        try server.unlock()
        for client in clients { _ = try client.response() }
        #expect(try server.ask("{ users { id } }").body == allUsers)
    }

    @Test func nothingQueuesForLongBehindConnectionsThatAreStuck() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 1
            $0.pool.stuckAfter = 50
            $0.pool.holdTimeout = 100
        }
        defer { server.stop() }
        try server.serveItems()
        let users = server.newClient()
        try server.lock(before: users)
        pause(milliseconds: 100)
        #expect(try server.failure("{ items { id } }") == "503 OVERLOADED")
        try server.unlock()
        #expect(try users.response()?.body == allUsers)
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
    }

    /// The lane takes what finds all others stuck, but one at a time.
    @Test func theLaneHelpsOutWhileItIsFree() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 2
            $0.pool.evictAfter = 60_000
            $0.pool.stuckAfter = 50
            $0.pool.holdTimeout = 100
        }
        defer { server.stop() }
        try server.serveItems()
        #expect(try server.ask("{ users { id } }").body == allUsers)
        let (first, second) = (server.newClient(), server.newClient())
        try server.lock(before: first)
        pause(milliseconds: 100)
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        second.send(post(#"{"query":"{ users { id } }"}"#))
        try waitUntil("the second one waits in the lane") { try server.waitingForLocks() == 2 }
        #expect(try server.failure("{ items { id } }") == "503 OVERLOADED")
        try server.unlock()
        #expect(try first.response()?.body == allUsers)
        #expect(try second.response()?.body == allUsers)
    }

    /// The first of them was never seen before, so nobody knows that it is slow until somebody waits for it.
    @Test func aStatementThatKeepsOthersWaitingMakesWay() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 2
            $0.pool.evictAfter = 50
            $0.pool.holdTimeout = 60_000
            $0.pool.settings.statementTimeout = 300_000
            $0.pool.settings.lockTimeout = 0
        }
        defer { server.stop() }
        try server.serveItems()
        let clients = (0..<3).map { _ in server.newClient() }
        try server.lock(before: clients) { "{ x\($0): users { id } items { id } }" }
        for _ in 1...3 { #expect(try server.data("{ items { id } }") == #"{"items":[]}"#) }
        try waitUntil("all of them are in the lane, one at a time") {
            try server.ask("{ items { id } }").body == noItems && server.waitingForLocks() == 1
        }
        #expect(try server.readsUnderWay() == 3)
        try server.unlock()
        for (number, client) in clients.enumerated() {
            let users = #"[{"id":1},{"id":2},{"id":3}]"#
            #expect(try client.response()?.body == #"{"data":{"x\#(number)":\#(users),"items":[]}}"#)
        }
    }

    @Test func aStatementThatMadeWayEndsWithItsClient() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 2
            $0.pool.evictAfter = 50
            $0.pool.settings.statementTimeout = 300_000
            $0.pool.settings.lockTimeout = 0
        }
        defer { server.stop() }
        try server.serveItems()
        let client = server.newClient()
        try server.lock(before: client)
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        try waitUntil("it waits in the lane") { try server.waitingForLocks() == 1 }
        client.reset()
        try waitUntil("it is gone") { try server.readsUnderWay() == 0 && server.waitingForLocks() == 0 }
        // And one whose client leaves before.
        let impatient = server.newClient()
        impatient.send(post(#"{"query":"{ x: users { id } }"}"#))
        try waitUntil("it waits too") { try isSomebodyWaiting(server.owner) }
        impatient.reset()
        // The loop has seen the client go before it answers the second of these.
        for _ in 1...2 { #expect(try server.data("{ __typename }") == #"{"__typename":"Query"}"#) }
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        #expect(try server.readsUnderWay() == 0)
        try server.unlock()
    }

    /// Else an address with new slow statements without end would hold up all connections all the time.
    @Test func whoKeepsOthersWaitingPaysForIt() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 2
            $0.pool.evictAfter = 50
            $0.pool.settings.statementTimeout = 300_000
            $0.pool.settings.lockTimeout = 0
            $0.metering.share = 1_000_000
            $0.metering.burst = 40
        }
        defer { server.stop() }
        try server.serveItems()
        let client = server.newClient()
        try server.lock(before: client)
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        #expect(try server.failure("{ x: items { id } }") == "503 OVERLOADED")
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        try server.unlock()
        #expect(try client.response()?.body == allUsers)
    }

    @Test func noMoreAreHeldThanAConnectionTakes() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 1
            $0.pool.limits.reads = 1
            $0.pool.stuckAfter = 50
            $0.pool.holdTimeout = 60_000
        }
        defer { server.stop() }
        try server.serveItems()
        let (users, items) = (server.newClient(), server.newClient())
        try server.lock(before: users)
        pause(milliseconds: 100)
        items.send(post(#"{"query":"{ items { id } }"}"#))
        // The loop has read the one before it answers the second of these.
        for _ in 1...2 { #expect(try server.data("{ __typename }") == #"{"__typename":"Query"}"#) }
        #expect(try server.failure("{ items { id } }") == "503 OVERLOADED")
        try server.unlock()
        #expect(try users.response()?.body == allUsers)
        #expect(try items.response()?.body == noItems)
    }

    @Test func aStatementThatWasCutOffRunsInTheLane() throws {
        let server = try GraphQLTestServer { $0.pool.connections = 2 }
        defer { server.stop() }
        try server.serveItems()
        let users = server.newClient()
        try server.lock(before: users)
        // By hand, which is the same state as that of the timeout.
        try server.owner.query(
            """
            select pg_cancel_backend(pid) from pg_locks
            where not granted and database = (select oid from pg_database where datname = current_database())
            """)
        #expect(try users.response()?.body.contains("STATEMENT_TIMEOUT") == true)
        users.send(post(#"{"query":"{ users { id } }"}"#))
        try waitUntil("users wait") { try isSomebodyWaiting(server.owner) }
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        #expect(try isSomebodyWaiting(server.owner))
        try server.unlock()
        #expect(try users.response()?.body == allUsers)
    }

    @Test func whatIsHeldGoesOnWhenAConnectionMovesAgain() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 1
            $0.pool.stuckAfter = 50
            $0.pool.holdTimeout = 60_000
        }
        defer { server.stop() }
        try server.serveItems()
        let (users, items) = (server.newClient(), server.newClient())
        try server.lock(before: users)
        pause(milliseconds: 100)
        items.send(post(#"{"query":"{ items { id } }"}"#))
        try server.unlock()
        #expect(try users.response()?.body == allUsers)
        #expect(try items.response()?.body == noItems)
    }

    /// One runs and one waits for the lane; both clients leave, and a third has it.
    @Test func aStatementOfTheSlowLaneEndsWithItsClient() throws {
        let server = try GraphQLTestServer {
            $0.pool.slowAfter = 200
            $0.pool.settings.statementTimeout = 300_000
        }
        defer { server.stop() }
        try server.serveItems()
        let clients = (0..<3).map { _ in server.newClient() }
        try server.lock(before: clients[0])
        try server.unlock(later: true)
        #expect(try clients[0].response()?.status == 200)

        try server.lock(before: clients[0], clients[1])
        clients[2].send(post(#"{"query":"{ users { id } }"}"#))
        // The lane has one of them, whichever came first: it is cancelled, and the next one is sent.
        for client in clients[..<2] { client.reset() }
        try waitUntil("the third one runs alone") {
            try server.get("/health").status == 200 && server.readsUnderWay() == 1 && isSomebodyWaiting(server.owner)
        }
        try server.unlock()
        #expect(try clients[2].response()?.body == #"{"data":{"users":[{"id":1},{"id":2},{"id":3}]}}"#)
    }

    /// A cancel could end what another client waits for, and this one was fast before.
    @Test func aStatementOfASharedConnectionGoesOnWithoutItsClient() throws {
        let server = try GraphQLTestServer { $0.pool.connections = 4 }
        defer { server.stop() }
        try server.serveItems()
        #expect(try server.ask("{ users { id } }").body == allUsers)
        let (leaver, stayer, guest) = (server.newClient(), server.newClient(), server.newClient())
        try server.lock(before: leaver)
        guest.send(post(#"{"query":"{ x: users { id } }"}"#))
        try waitUntil("both wait for the lock") { try server.waitingForLocks() == 2 }
        leaver.reset()
        // The guest's cancel comes after the one that must not come.
        guest.reset()
        try waitUntil("the guest has ended") { try server.waitingForLocks() == 1 }
        stayer.send(post(#"{"query":"{ users { id } }"}"#))
        try waitUntil("the other one waits too") { try server.readsUnderWay() == 2 }
        #expect(try server.data("{ items { id } }") == #"{"items":[]}"#)
        #expect(try server.readsUnderWay() == 2)
        try server.unlock()
        #expect(try stayer.response()?.status == 200)
    }
}
