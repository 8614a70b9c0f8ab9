import Glibc
import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// The database goes away, comes back, changes.
struct OutageTests {
    @Test func aDatabaseThatIsAwayAtTheStartIsWaitedFor() throws {
        let server = try GraphQLTestServer(isDown: true)
        defer { server.stop() }
        #expect(try server.get("/ready").status == 503)
        #expect(try server.get("/health").status == 200)
        let refused = try server.ask("{ users { id } }")
        #expect(refused.status == 503)
        #expect(refused.header("Retry-After") != nil)
        #expect(refused.body.contains("DATABASE_UNAVAILABLE"))
        try server.openDatabase()
        try server.waitUntilReady()
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
    }

    @Test func aDatabaseThatGoesAwayComesBackByItself() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        try server.ask("{ users { id } }")
        try server.shutDatabase()
        #expect(try server.failure("{ users { id } }") == "503 DATABASE_UNAVAILABLE")
        #expect(try server.get("/ready").status == 503)
        try server.openDatabase()
        try server.waitUntilReady()
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
    }

    @Test func aReadWhoseConnectionIsKilledRunsOnAnother() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        _ = try server.waitForConnections()
        try server.owner.script("begin; lock table users in access exclusive mode")
        let client = server.newClient()
        client.send(post(#"{"query":"{ users(limit: 1) { id } }"}"#))
        let blocked = """
            select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
            """
        // Statistics stand still inside a transaction, until they are cleared.
        func blockedProcess() throws -> String? {
            try server.owner.query("select pg_stat_clear_snapshot()")
            return try server.owner.query(blocked).single
        }
        var first: String?
        try waitUntil("the read waits for the table") {
            first = try blockedProcess()
            return first != nil
        }
        try server.owner.query("select pg_terminate_backend($1::int)", [first])
        try waitUntil("the read waits on another connection") {
            let second = try blockedProcess()
            return second != nil && second != first
        }
        try server.owner.script("commit")
        #expect(try client.response()?.body == #"{"data":{"users":[{"id":1}]}}"#)
    }

    @Test func aDatabaseThatHangsIsNotReady() throws {
        let server = try GraphQLTestServer {
            $0.pool.settings.statementTimeout = 2_000
            // It is the flights that tell, and not the loss of their connections: there is none in the time of this test.
            $0.pool.lossGrace = 3_600_000
        }
        defer { server.stop() }
        let processes = try server.waitForConnections()
        // Known to be fast, it goes to every connection.
        #expect(try server.ask("{ users { id } }").status == 200)
        for process in processes { #expect(kill(process, SIGSTOP) == 0) }
        defer { for process in processes { kill(process, SIGCONT) } }
        #expect(try server.get("/ready").status == 200)
        let clients = (0..<4).map { _ in server.newClient() }
        for client in clients { client.send(post(#"{"query":"{ users { id } }"}"#)) }
        try waitUntil("the server is not ready") { try server.get("/ready").status == 503 }
        #expect(try server.get("/health").status == 200)
        for process in processes { kill(process, SIGCONT) }
        try server.waitUntilReady()
        // A process whose connection was given up ends as soon as it runs again.
        #expect(try server.waitForConnections() == processes)
        for client in clients { #expect(try client.response()?.status == 200) }
    }

    @Test func connectionsThatHangAreGivenUpAndReplaced() throws {
        let server = try GraphQLTestServer { $0.pool.settings.statementTimeout = 100 }
        defer { server.stop() }
        let processes = try server.waitForConnections()
        // Known to be fast, it goes to every connection.
        #expect(try server.ask("{ users { id } }").status == 200)
        for process in processes { #expect(kill(process, SIGSTOP) == 0) }
        defer { for process in processes { kill(process, SIGCONT) } }
        let clients = (0..<4).map { _ in server.newClient() }
        for client in clients { client.send(post(#"{"query":"{ users { id } }"}"#)) }
        for client in clients { #expect(try client.response()?.body.contains("STATEMENT_TIMEOUT") == true) }
        try waitUntil("other connections answer") {
            try server.ask("{ users(limit: 1) { id } }").body == #"{"data":{"users":[{"id":1}]}}"#
        }
    }

    @Test func aReadThatLosesItsConnectionTwiceIsRefused() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        _ = try server.waitForConnections()
        try server.owner.script("begin; lock table users in access exclusive mode")
        let client = server.newClient()
        client.send(post(#"{"query":"{ users(limit: 1) { id } }"}"#))
        var killed = 0
        try waitUntil("two connections are lost") {
            killed += try server.owner.query(
                """
                select pg_terminate_backend(pid, 10000) from pg_locks
                where not granted and database = (select oid from pg_database where datname = current_database())
                """
            ).count
            return killed >= 2
        }
        let refused = try #require(try client.response())
        #expect(refused.status == 503)
        #expect(refused.body.contains(#""message":"The database cannot be reached at the moment.""#))
        #expect(refused.body.contains("DATABASE_UNAVAILABLE"))
        try server.owner.script("commit")
    }

    /// Without traffic: only the keeper of the model asks anything.
    @Test func aDatabaseThatHangsUnaskedIsNotReady() throws {
        let server = try GraphQLTestServer(modelAnswerTimeout: 300)
        defer { server.stop() }
        let processes = try server.waitForConnections() + [try server.keeperProcess()]
        for process in processes { #expect(kill(process, SIGSTOP) == 0) }
        defer { for process in processes { kill(process, SIGCONT) } }
        try waitUntil("the server is not ready") { try server.get("/ready").status == 503 }
        for process in processes { kill(process, SIGCONT) }
        try server.waitUntilReady()
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
    }

    @Test func aKeeperThatGetsNoAnswerAsksAnotherProcess() throws {
        let server = try GraphQLTestServer(modelAnswerTimeout: 300)
        defer { server.stop() }
        let process = try server.keeperProcess()
        #expect(kill(process, SIGSTOP) == 0)
        defer { kill(process, SIGCONT) }
        try server.owner.script("alter view api.v_user rename to v_person")
        try GraphQLTestServer.install(renamed, server.owner)
        try waitUntil("the new model is served") {
            try !server.ask("{ people { id } }").body.contains("GRAPHQL_VALIDATION_FAILED")
        }
        try server.waitUntilReady()
    }

    @Test func anAPIThatIsInstalledLaterIsServed() throws {
        let server = try GraphQLTestServer(isInstalled: false)
        defer { server.stop() }
        #expect(try server.get("/ready").status == 503)
        #expect(try server.failure("{ users { id } }") == "503 DATABASE_UNAVAILABLE")
        try GraphQLTestServer.install(model, server.owner)
        try server.waitUntilReady()
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
    }

    @Test func aModelThatChangesIsServedWithoutARestart() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        #expect(try server.failure("{ people { id } }") == "200 GRAPHQL_VALIDATION_FAILED")
        try server.owner.script("alter view api.v_user rename to v_person")
        try GraphQLTestServer.install(renamed, server.owner)
        try waitUntil("the new model is served") {
            try !server.ask("{ people { id } }").body.contains("GRAPHQL_VALIDATION_FAILED")
        }
        #expect(try server.data("{ people(limit: 1) { id } }") == #"{"people":[{"id":1}]}"#)
        #expect(try server.failure("{ users { id } }") == "200 GRAPHQL_VALIDATION_FAILED")
    }

    @Test func aReloadReadsTheModelAtOnce() throws {
        // The keeper does not look by itself for the time of this test.
        let server = try GraphQLTestServer(modelPollInterval: 3_600_000)
        defer { server.stop() }
        try server.owner.script("alter view api.v_user rename to v_person")
        try GraphQLTestServer.install(renamed, server.owner)
        #expect(try server.failure("{ people { id } }") == "200 GRAPHQL_VALIDATION_FAILED")
        server.reload()
        try waitUntil("the new model is served") {
            try server.ask("{ people(limit: 1) { id } }").body == #"{"data":{"people":[{"id":1}]}}"#
        }
    }

    @Test func aRequestUnderWayFinishesOnTheModelThatItBeganWith() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        try server.owner.script("begin; lock table users in access exclusive mode")
        let client = server.newClient()
        client.send(post(#"{"query":"{ users(limit: 1) { id } }"}"#))
        try waitUntil("the read waits") { try isSomebodyWaiting(server.owner) }
        try GraphQLTestServer.install(renamed, server.database.connect())
        try waitUntil("the new model is served") {
            try server.ask(#"{ __type(name: "Person") { name } }"#).body.contains("Person")
        }
        try server.owner.script("commit")
        #expect(try client.response()?.body == #"{"data":{"users":[{"id":1}]}}"#)
    }

    @Test func aModelThatIsToldOfIsServedAtOnce() throws {
        // The keeper does not look by itself for the time of this test.
        let server = try GraphQLTestServer(modelPollInterval: 3_600_000)
        defer { server.stop() }
        try server.owner.script("begin; alter view api.v_user rename to v_person")
        try GraphQLTestServer.install(renamed, server.owner)
        try server.owner.script("select pg_notify('fraiseql_model', ''); commit")
        try waitUntil("the new model is served") {
            try !server.ask("{ people { id } }").body.contains("GRAPHQL_VALIDATION_FAILED")
        }
        #expect(try server.data("{ people(limit: 1) { id } }") == #"{"people":[{"id":1}]}"#)
    }

    @Test func aReadThatNoLongerFitsIsCompiledAgainstTheNewModel() throws {
        // The keeper does not look by itself for the time of this test: the failing read makes it.
        let server = try GraphQLTestServer(modelPollInterval: 3_600_000)
        defer { server.stop() }
        for _ in 1...3 { try server.ask("{ users(limit: 1) { id } }") }
        var moved = model
        moved.entities[0].view = QualifiedName("api", "v_person")
        try server.owner.script("alter view api.v_user rename to v_person")
        try GraphQLTestServer.install(moved, server.owner)
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
    }

    @Test func aViewThatIsGoneIsSaidAndServedAgainWhenItIsBack() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        for _ in 1...3 { try server.ask("{ users(limit: 1) { id } }") }
        try server.owner.script("alter view api.v_user rename to v_gone")
        for _ in 1...3 { #expect(try server.failure("{ users { id } }") == #"503 SCHEMA_CHANGED ["users"]"#) }
        try server.owner.script("alter view api.v_gone rename to v_user")
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
    }

    /// The keeper's own statement waits for the lock: who waits for the keeper is answered all the same.
    @Test func aModelThatCannotBeReadAgainHoldsNobody() throws {
        let server = try GraphQLTestServer(modelPollInterval: 3_600_000) {
            $0.modelTimeout = 300
            $0.maximumWaitingForModel = 1
        }
        defer { server.stop() }
        try server.ask("{ users { id } }")
        try server.owner.script("alter view api.v_user rename to v_gone")
        try server.owner.script("begin; lock table fraiseql.api_model in access exclusive mode")
        let clients = (0..<3).map { _ in server.newClient() }
        for client in clients { client.send(post(#"{"query":"{ users { id } }"}"#)) }
        for client in clients {
            let response = try #require(try client.response())
            #expect(response.status == 503)
            #expect(response.body.contains("SCHEMA_CHANGED"))
        }
        #expect(try isSomebodyWaiting(server.owner), "the keeper was waited for")
        try server.owner.script("commit")
    }

    @Test func noMoreWaitForTheModelThanMay() throws {
        let server = try GraphQLTestServer(modelPollInterval: 3_600_000) {
            $0.modelTimeout = 60_000
            $0.maximumWaitingForModel = 1
        }
        defer { server.stop() }
        try server.ask("{ users { id } }")
        try server.owner.script("alter view api.v_user rename to v_gone")
        try server.owner.script("begin; lock table fraiseql.api_model in access exclusive mode")
        let first = server.newClient()
        first.send(post(#"{"query":"{ users { id } }"}"#))
        let keeper = "select pid from pg_locks where not granted and relation = 'fraiseql.api_model'::regclass"
        try waitUntil("the keeper looks for the first") { try server.owner.query(keeper).single != nil }
        let process = try server.owner.query(keeper).single
        #expect(try server.failure("{ users { id } }") == #"503 SCHEMA_CHANGED ["users"]"#)
        #expect(try server.owner.query(keeper).single == process, "it was looking all the time")
        try server.owner.script("commit")
        #expect(try first.response()?.body.contains("SCHEMA_CHANGED") == true)
    }

    @Test func aProbeThatFailsIsNoWarningOfTheLog() {
        let timings = StageTimings()
        let refused = FinishedRequest(status: 503, operationName: nil, timings: timings, total: 1)
        #expect(Observation.requestFinished(refused).level == .warning)
        let probe = FinishedRequest(status: 503, operationName: nil, timings: timings, total: 1, isProbe: true)
        #expect(Observation.requestFinished(probe).level == .debug)
    }

    @Test func additiveChangesFailNothing() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        for number in 1...5 {
            #expect(try server.data("{ user(id: 1) { name } }") == #"{"user":{"name":"Ada"}}"#)
            try server.owner.script(
                """
                alter table users add column extra\(number) int;
                create table more\(number) (id int);
                create index on users (name);
                """)
        }
    }

    @Test func anotherModelFormatIsNotGuessed() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        try server.owner.script("update fraiseql.api_model set format = 999, installed_at = clock_timestamp()")
        try waitUntil("the model is gone") { try server.ask("{ users { id } }").status == 503 }
        // Which format, and what to do, is the operator's business.
        let refused = try server.ask("{ users { id } }").body
        #expect(refused.contains(#""message":"The API is not available: the server's log says why.""#), "\(refused)")
        #expect(try server.get("/ready").status == 503)
    }

    private var renamed: APIModel {
        var model = model
        model.entities[0].typeName = "Person"
        model.entities[0].listField = "people"
        model.entities[0].view = QualifiedName("api", "v_person")
        model.entities[0].keys = []
        return model
    }
}
