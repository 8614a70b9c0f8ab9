import Postgres
import Support
import Testing

/// A pipeline on a real server.
struct PipelineTests {
    @Test func answersComeInOrder() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        for number in 1...5 { pipeline.submit("\(number)", "select $1::int * 2", String(number)) }
        pipeline.run()
        #expect(pipeline.log == ["1: 2", "2: 4", "3: 6", "4: 8", "5: 10"])
    }

    @Test func anErrorInTheMiddleOfABatchFailsItsOwnReadOnly() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("before", "select 1")
        pipeline.submit("failing", "select 1 / $1::int", "0")
        pipeline.submit("after", "select 2")
        pipeline.submit("last", [("select 3", []), ("select 4", [])])
        pipeline.run()
        #expect(pipeline.log == ["before: 1", "failing: 22012 in part 0", "after: 2", "last: 3, 4"])
    }

    @Test func anAbortedReadIsSentOnceMoreAndEveryFailureStaysItsOwn() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script("create sequence runs")
        // `nextval` counts executions; sessions of this test may write.
        let pipeline = try Pipeline(database, settings: SessionSettings(statementTimeout: 10_000, isReadOnly: false))
        pipeline.submit("a", "select nextval('public.runs')")
        pipeline.submit("b", "select 1 / 0")
        pipeline.submit("c", "select nextval('public.runs')")
        pipeline.submit("d", "select 1 / 0")
        pipeline.submit("e", "select nextval('public.runs')")
        pipeline.run()
        #expect(pipeline.log == ["a: 1", "b: 22012 in part 0", "c: 2", "d: 22012 in part 0", "e: 3"])
    }

    @Test func aReadOfSeveralPartsIsAnsweredWholeOrNotAtAll() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("x", [("select 1", []), ("select 1 / 0", []), ("select 3", [])])
        pipeline.submit("y", "select 4")
        pipeline.run()
        #expect(pipeline.log == ["x: 22012 in part 1", "y: 4"])
    }

    @Test func theRootsOfAReadShareOneSnapshot() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let writer = try database.connect()
        try writer.script("create table t (n int); insert into t values (1)")
        let pipeline = try Pipeline(database)
        let count = "select count(*) from public.t"
        try writer.script("begin; lock table t in access exclusive mode")
        // The first part takes the snapshot, the second waits for the lock until the writer has committed a row.
        pipeline.submit("x", [("select pg_backend_pid()", []), (count, [])])
        pipeline.connection.send(now: 1)
        try waitUntil("the read waits for the lock") { try isSomebodyWaiting(writer) }
        try writer.script("insert into t values (2); commit")
        pipeline.run()
        pipeline.submit("y", count)
        pipeline.run()
        #expect(pipeline.log.first?.hasSuffix(", 1") == true)
        #expect(pipeline.log.last == "y: 2")
    }

    @Test func aStatementThatTakesTooLongIsEndedByTheServer() throws {
        // The statement after it has the same time, which a busy machine may need.
        let pipeline = try Pipeline(
            PrivateCluster.shared.makeDatabase(), settings: SessionSettings(statementTimeout: 1000))
        pipeline.submit("slow", "select pg_sleep(20)")
        pipeline.submit("next", "select 1")
        pipeline.run()
        #expect(pipeline.log == ["slow: 57014 in part 0", "next: 1"])
    }

    @Test func readsOfABatchThatWaitForOneLockFailTogether() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let owner = try database.connect()
        try owner.script("create table t (n int)")
        try owner.script("begin; lock table t in access exclusive mode")
        let pipeline = try Pipeline(database, settings: SessionSettings(statementTimeout: 10_000, lockTimeout: 100))
        for name in ["a", "b"] { pipeline.submit(name, "select n from public.t") }
        pipeline.submit("other", "select 1")
        pipeline.submit("c", [("select 2", []), ("select n from public.t", [])])
        pipeline.run()
        let state = SQLState.lockNotAvailable
        #expect(
            pipeline.log == ["a: \(state) in part 0", "b: \(state) in part 0", "c: \(state) in part 1", "other: 1"])
        try owner.script("commit")
        pipeline.submit("failing", "select 1 / 0")
        pipeline.submit("d", "select n from public.t")
        pipeline.run()
        #expect(pipeline.log.suffix(2) == ["failing: 22012 in part 0", "d: null"])
    }

    @Test func aReadWhoseAnswersAreTooLargeTogetherEndsThereAndThen() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let pipeline = try Pipeline(database)
        let large = ("select repeat('x', 100000)", [String?]())
        pipeline.submit("three", [large, large, large], maximumSize: 250_000)
        pipeline.submit("two", [large, ("select 1", [])], maximumSize: 250_000)
        pipeline.submit("keys", [("select generate_series(1, 100)", [])], maximumSize: 50_000, rowOverhead: 1000)
        pipeline.submit("failing", [large, large, large, ("select 1 / 0", [])], maximumSize: 250_000)
        pipeline.submit("next", "select 1")
        pipeline.run()
        let log = pipeline.log.map { String($0.prefix(20)) }
        #expect(
            log == ["three: too large", "two: xxxxxxxxxxxxxxx", "keys: too large", "failing: too large", "next: 1"])
    }

    @Test func aReadThatIsSentAgainIsMeasuredAnew() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("failing", "select 1 / 0")
        pipeline.submit("again", [("select repeat('x', 100000)", [])], maximumSize: 150_000)
        pipeline.run()
        #expect(pipeline.log.map { String($0.prefix(20)) } == ["failing: 22012 in pa", "again: xxxxxxxxxxxxx"])
    }

    @Test func aReadSessionCannotWrite() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script("create table t (n int)")
        let pipeline = try Pipeline(database)
        pipeline.submit("write", "insert into public.t values (1)")
        pipeline.run()
        #expect(pipeline.log == ["write: 25006 in part 0"])
    }

    @Test func tenThousandMixedReadsKeepTheirOrder() throws {
        let limits = PipelineConnection.Limits.test
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase(), limits: limits)
        var expected: [Int: String] = [:]
        for number in 0..<10_000 {
            switch number % 100 {
            case 17:
                pipeline.submit("\(number)", "select 1 / ($1::int - \(number))", String(number))
                expected[number] = "\(number): 22012 in part 0"
            case 40..<60:
                pipeline.submit(
                    "\(number)", [("select $1::int", [String(number)]), ("select repeat('x', $1::int)", ["3"])])
                expected[number] = "\(number): \(number), xxx"
            case 99:
                pipeline.submit("\(number)", "select length(repeat('x', $1::int))", "200000")
                expected[number] = "\(number): 200000"
            default:
                pipeline.submit("\(number)", "select $1::text", "value \(number)")
                expected[number] = "\(number): value \(number)"
            }
            if number % 37 == 0 { pipeline.connection.send(now: 1) }
            while pipeline.connection.load > limits.reads - 2 { pipeline.turn() }
        }
        pipeline.run()
        #expect(pipeline.log.count == 10_000)
        let byNumber = Dictionary(grouping: pipeline.log) { Int($0.prefix { $0 != ":" })! }
        for (number, line) in expected { #expect(byNumber[number] == [line]) }
    }

    @Test func onlyWhatHasNotBeenSentExpires() throws {
        var limits = PipelineConnection.Limits.test
        (limits.batch, limits.batches) = (1, 1)
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase(), limits: limits)
        // All of them are submitted at 1.
        for name in ["sent", "waiting", "waiting too"] { pipeline.submit(name, "select 1") }
        pipeline.connection.send(now: 1)
        pipeline.connection.expireWaiting(submittedBefore: 1)
        #expect(pipeline.log == [])
        pipeline.connection.expireWaiting(submittedBefore: 2)
        #expect(pipeline.log == ["waiting: expired", "waiting too: expired"])
        pipeline.run()
        #expect(pipeline.log.last == "sent: 1")
    }

    @Test func aFullQueueRefuses() throws {
        var limits = PipelineConnection.Limits.test
        limits.reads = 2
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase(), limits: limits)
        for name in ["a", "b", "c"] { pipeline.submit(name, "select 1") }
        pipeline.run()
        #expect(pipeline.log == ["c: full", "a: 1", "b: 1"])
    }

    @Test func aValueThatPostgreSQLCannotHoldIsNotSent() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("cut", "select $1::text", "admin\u{0}x")
        pipeline.submit("whole", "select $1::text", "admin")
        pipeline.run()
        #expect(pipeline.log == ["cut: unsendable in part 0", "whole: admin"])
    }

    /// One value, which libpq keeps until it is whole, and many rows.
    @Test(arguments: [
        "select repeat('x', 60000000)", "select repeat('x', 1000) from generate_series(1, 60000)",
    ])
    func anAnswerThatIsFarTooLargeIsNotReceivedToItsEnd(statement: String) throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("before", "select 1")
        pipeline.submit("large", [(statement, [])], maximumSize: 2_000_000)
        pipeline.submit("behind", "select 2")
        pipeline.connection.send(now: 1)
        while pipeline.loss == nil, pipeline.connection.load > 0 { pipeline.turn() }
        #expect(pipeline.log.prefix(2) == ["before: 1", "large: too large"])
        // What arrives while libpq reads is not counted: on a busy machine the answer may be there before it is noticed.
        #expect(pipeline.loss?.isAnswerTooLarge ?? (pipeline.connection.load == 0))
        // It may run on another connection.
        #expect(pipeline.lost.count == (pipeline.loss == nil ? 0 : 1))
    }

    /// libpq leaves rows in the socket for its next turn: they came once.
    @Test func anAnswerOfManyRowsThatFitsIsReceived() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        for name in ["first", "second", "third"] {
            let rows = "select repeat('x', 100), repeat('y', 100) from generate_series(1, 100000)"
            pipeline.submit(name, [("select count(*) from (\(rows)) as t", []), (rows, [])], maximumSize: 40_000_000)
        }
        pipeline.run()
        #expect(pipeline.loss == nil)
        #expect(!pipeline.log.contains { $0.contains("too large") }, "\(pipeline.log.map { $0.prefix(40) })")
        #expect(pipeline.log.count == 3)
    }

    @Test func anAnswerThatIsALittleTooLargeCostsNoConnection() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("large", [("select repeat('x', 3000000)", [])], maximumSize: 2_000_000)
        pipeline.submit("behind", "select 2")
        // Small answers one after the other are no large one.
        for number in 1...100 {
            pipeline.submit("\(number)", [("select repeat('x', 100000)", [])], maximumSize: 200_000)
        }
        pipeline.run()
        #expect(pipeline.log.prefix(2) == ["large: too large", "behind: 2"])
        #expect(pipeline.log.count == 102)
        #expect(pipeline.loss == nil)
    }

    @Test func aConnectionThatIsKilledHandsItsReadsBack() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let other = try database.connect()
        let pipeline = try Pipeline(database)
        pipeline.submit("first", "select 1")
        pipeline.run()
        pipeline.submit("under way", "select pg_sleep(20)")
        pipeline.submit("behind", "select 2")
        pipeline.connection.send(now: 1)
        pipeline.submit("waiting", "select 3")
        let running = """
            from pg_stat_activity
            where query like '%sleep%' and pid <> pg_backend_pid() and datname = current_database()
            """
        try waitUntil("the read runs") { try other.query("select count(*) \(running)").single != "0" }
        try other.query("select pg_terminate_backend(pid) \(running)")
        while pipeline.loss == nil { pipeline.turn() }
        #expect(pipeline.log.first == "first: 1")
        #expect(pipeline.log.count == 2)
        #expect(pipeline.lost.count == 3)
        #expect(pipeline.connection.isLost)
        #expect(pipeline.loss?.sqlState == "57P01")
    }

    @Test func anIdleConnectionThatIsKilledIsNoticed() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let pipeline = try Pipeline(database)
        pipeline.submit("pid", "select pg_backend_pid()")
        pipeline.run()
        let pid = pipeline.log[0].dropFirst(5)
        try database.connect().query("select pg_terminate_backend($1::int)", [String(pid)])
        while pipeline.loss == nil { pipeline.turn() }
        #expect(pipeline.connection.isLost)
    }
}
