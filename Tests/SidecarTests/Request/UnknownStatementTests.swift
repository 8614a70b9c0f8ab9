import HostSystem
import Postgres
import SQLText
import Support
import Testing

@testable import Sidecar

/// What nobody has seen yet may be slow: it is a guest on a connection, one at a time, and never on all of them.
struct UnknownStatementTests {
    private let noItems = GraphQLTestServer.noItems
    private let items = post(#"{"query":"{ items { id } }"}"#)
    private let unseen = post(#"{"query":"{ items { x: id } }"}"#)

    /// A debug build on a busy machine takes seconds to compile what a test sends: nobody is charged for it, and nothing is
    /// cut off meanwhile, nor makes way for a crowd, unless a test says so.
    private func makeServer(
        unixPath: String? = nil, _ options: (inout RequestExecutor.Options) -> Void = { _ in }
    ) throws -> GraphQLTestServer {
        let server = try GraphQLTestServer(unixPath: unixPath) {
            $0.metering.burst = 3_600_000
            $0.pool.settings.statementTimeout = 300_000
            $0.pool.guestCycle = 3_600_000
            options(&$0)
        }
        do { try server.serveItems(asking: unixPath.map { RawClient(unixPath: $0) }) } catch {
            // Its loop would go on without it.
            server.stop()
            throw error
        }
        return server
    }

    /// A hundred clients of one address, each with a statement of its own that waits for a lock, and a client of another
    /// address. When `body` has returned, the lock is given back, and all of them are answered.
    private func underAttack(
        _ options: (inout RequestExecutor.Options) -> Void,
        _ body: (_ server: GraphQLTestServer, _ bystander: RawClient) throws -> Void
    ) throws {
        let server = try makeServer(options)
        defer { server.stop() }
        let attackers = try attack(server)
        try body(server, server.newClient(from: "127.0.0.2"))
        try waitUntil("most have had no turn") { server.readsWithoutTurn() > 0 }
        try server.unlock()
        try expectAnswers(attackers)
    }

    /// The first is a guest before the others come: they may all come at once.
    private func attack(_ server: GraphQLTestServer) throws -> [RawClient] {
        let clients = (0..<100).map { _ in server.newClient() }
        try server.lock(before: clients[0], asking: "{ x0: users { id } }")
        for number in 1..<100 { clients[number].send(post(#"{"query":"{ x\#(number): users { id } }"}"#)) }
        return clients
    }

    private func expectNoItems(_ client: RawClient, _ request: String) throws {
        client.send(request)
        #expect(try client.response()?.body == noItems)
    }

    private func expectAnswers(_ clients: [RawClient]) throws {
        for (number, client) in clients.enumerated() {
            #expect(try client.response()?.body == #"{"data":{"x\#(number)":[{"id":1},{"id":2},{"id":3}]}}"#)
        }
    }

    /// Nothing is evicted while it runs: there is a connection without a guest.
    @Test func whatIsKnownToBeFastGoesOnAmongAHundredSlowOnes() throws {
        try underAttack {
            $0.pool.connections = 4
            $0.pool.evictAfter = 600_000
        } _: { server, bystander in
            for _ in 1...10 {
                try expectNoItems(bystander, items)
            }
            try waitUntil("two are guests, and all the others wait") {
                try server.readsUnderWay() == 100 && server.waitingForLocks() == 2
            }
        }
    }

    /// Its one connection for ordinary statements is for everybody.
    @Test func aGuestMakesWayForWhatIsKnownToBeFast() throws {
        try underAttack {
            $0.pool.connections = 2
            $0.pool.evictAfter = 600_000
        } _: { _, bystander in
            for _ in 1...3 {
                try expectNoItems(bystander, items)
            }
        }
    }

    @Test func anotherAddressHasItsTurn() throws {
        try underAttack {
            $0.pool.evictAfter = 50
        } _: { _, bystander in
            try expectNoItems(bystander, unseen)
        }
    }

    /// From so many addresses, and each with a statement that nobody has seen.
    private func crowd(_ server: GraphQLTestServer, of count: Int, addresses: Int) throws -> [RawClient] {
        let clients = try (0..<count).map { try server.newClient(from: "127.0.1.\($0 % addresses + 1)") }
        try server.lock(before: clients) { "{ x\($0): users { id } }" }
        return clients
    }

    /// A guest has as long as it likes when few wait. Here nobody would ever have a turn then.
    @Test func turnsAreShortWhenManyAddressesWait() throws {
        let server = try makeServer {
            $0.pool.evictAfter = 600_000
            $0.pool.guestCycle = 500
        }
        defer { server.stop() }
        let attackers = try crowd(server, of: 20, addresses: 20)
        let bystander = try server.newClient(from: "127.0.0.2")
        try expectNoItems(bystander, unseen)
        try server.unlock()
        try expectAnswers(attackers)
    }

    /// What a short turn was not enough for is nobody's slow statement yet: where the slow ones are it would wait for them.
    @Test func aStatementThatNeedsMoreHasALongerTurn() throws {
        let server = try makeServer {
            $0.pool.connections = 4
            $0.pool.evictAfter = 5_000
            $0.pool.guestCycle = 1
            $0.pool.leastTurn = 100
        }
        defer { server.stop() }
        try server.owner.script(
            "create or replace view api.v_item as select id from items union all select 7 from pg_sleep(0.3)")
        let attackers = try crowd(server, of: 60, addresses: 3)
        let known = server.submit("select 1 from public.users", .slow)
        let bystander = try server.newClient(from: "127.0.0.2")
        bystander.send(unseen)
        #expect(try bystander.response()?.body == #"{"data":{"items":[{"x":7}]}}"#)
        try server.unlock()
        try expectAnswers(attackers)
        try waitUntil("the lane is free") { server.onPool { _ in known.value.isDone } }
    }

    /// What was fast before is slow now, with nobody behind it, and no connection takes a guest.
    @Test func itIsNotForgottenWhileAllConnectionsAreStuck() throws {
        let server = try makeServer {
            $0.pool.connections = 2
            $0.pool.evictAfter = 150
            $0.pool.stuckAfter = 50
        }
        defer { server.stop() }
        #expect(try server.ask("{ users { id } }").body == GraphQLTestServer.allUsers)
        let users = server.newClient()
        try server.lock(before: users)
        // Longer than `stuckAfter`.
        pause(milliseconds: 100)
        let bystander = try server.newClient(from: "127.0.0.2")
        try expectNoItems(bystander, unseen)
        try waitUntil("what made way waits in the lane") { try server.waitingForLocks() == 1 }
        try server.unlock()
        #expect(try users.response()?.body == GraphQLTestServer.allUsers)
    }

    @Test func aFloodTakesNobodysPlace() throws {
        let server = try makeServer {
            $0.pool.evictAfter = 600_000
            $0.pool.limits.reads = 10
        }
        defer { server.stop() }
        let attackers = try attack(server)
        // One is a guest and ten wait; the others are told at once.
        try waitUntil("the others are told") { attackers.count(where: \.hasBytes) == 89 }
        let bystander = try server.newClient(from: "127.0.0.2")
        bystander.send(unseen)
        try waitUntil("it has the place of one of them") { attackers.count(where: \.hasBytes) == 90 }
        #expect(!bystander.hasBytes)
        try server.unlock()
        #expect(try bystander.response()?.body == noItems)
        let statuses = try attackers.map { try $0.response()?.status }
        #expect(statuses.count { $0 == 503 } == 90 && statuses.count { $0 == 200 } == 10)
    }

    /// They were fast before they met a value that makes them slow: a lock, here. The first that makes way costs its
    /// address its good name.
    @Test func whatWasFastOnceHoldsUpNobodyForLong() throws {
        let path = "\(PrivateCluster.shared.socketDirectory)/warmed.sock"
        let server = try makeServer(unixPath: path) {
            $0.pool.evictAfter = 50
            $0.metering.share = 1_000_000
            $0.metering.burst = 0
        }
        defer { server.stop() }
        // The operator's own socket is free: nothing is owed before the attack.
        let local = RawClient(unixPath: path)
        for number in 0..<100 {
            local.send(post(#"{"query":"{ x\#(number): users { id } }"}"#))
            #expect(try local.response()?.status == 200)
        }
        let clients = (0..<100).map { _ in server.newClient() }
        try server.lock(before: clients) { "{ x\($0): users { id } }" }
        let bystander = try server.newClient(from: "127.0.0.2")
        try expectNoItems(bystander, items)
        try waitUntil("all are there") { try server.readsUnderWay() == 100 }
        try waitUntil("most have had no turn") { server.readsWithoutTurn() > 0 }
        try server.unlock()
        try expectAnswers(clients)
    }

    /// It has left its turn for a place among the others by then: only the server knows when it ends.
    @Test func whatHasProvenToBeFastMeanwhileGoesOnWithoutItsClient() throws {
        let server = try makeServer { $0.pool.evictAfter = 600_000 }
        defer { server.stop() }
        try server.lock()
        let read = server.submit("select 1 from public.users", .unknown, reconsidered: .proven)
        try waitUntil("it waits for the lock") { try server.waitingForLocks() == 1 }
        server.onPool { $0.abandon(read.value) }
        #expect(!server.onPool { _ in read.value.isDone })
        try server.unlock()
        try waitUntil("it is done") { server.onPool { _ in read.value.isDone } }
    }

    /// What has proven to be fast has to wait for its turn then, and does so for somebody.
    @Test func whatAnAddressInDebtSentEndsWithItsClients() throws {
        // The operator's own socket is free: nothing is owed before the first.
        let path = "\(PrivateCluster.shared.socketDirectory)/indebted.sock"
        let server = try makeServer(unixPath: path) {
            $0.pool.slowAfter = 600_000
            $0.pool.evictAfter = 600_000
            $0.metering.share = 1_000_000
            $0.metering.burst = 0
        }
        defer { server.stop() }
        let local = RawClient(unixPath: path)
        local.send(post(#"{"query":"{ users { id } }"}"#))
        #expect(try local.response()?.body == GraphQLTestServer.allUsers)
        // What is compiled of it is what the address owes, and keeps it from the rest.
        let first = server.newClient()
        first.send(unseen)
        #expect(try first.response()?.status == 503)
        try server.lock(before: first)
        let clients = (0..<10).map { _ in server.newClient() }
        for client in clients { client.send(items) }
        try waitUntil("they have no turn") { server.readsWithoutTurn() == 10 }
        for client in clients { client.reset() }
        try waitUntil("nobody waits for them") { server.readsWithoutTurn() == 0 }
        #expect(try server.waitingForLocks() == 1)
        try server.unlock()
        #expect(try first.response()?.body == GraphQLTestServer.allUsers)
    }

    @Test func aGuestEndsWithItsClient() throws {
        let server = try makeServer {
            $0.pool.evictAfter = 600_000
        }
        defer { server.stop() }
        let attackers = try attack(server)
        for client in attackers { client.reset() }
        try waitUntil("nothing is under way") { try server.readsUnderWay() == 0 && server.waitingForLocks() == 0 }
        try server.unlock()
    }
}
