import Postgres
import SQLText
import Support
import Testing

/// What the pipeline believes to be prepared is what the server has.
struct PreparedTests {
    private func names(_ pipeline: Pipeline) -> String {
        pipeline.submit(
            "names", "select coalesce(string_agg(name, ' ' order by name), '-') from pg_prepared_statements", as: .none)
        pipeline.run()
        return String(pipeline.takeLog().last!.dropFirst("names: ".count))
    }

    @Test func aStatementIsPreparedOnItsSecondUse() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("a", "select 1")
        pipeline.run()
        #expect(names(pipeline) == "-")
        pipeline.submit("a", "select 1")
        pipeline.run()
        #expect(names(pipeline).split(separator: " ").contains("f1"))
    }

    @Test func aStatementWhosePreparationWasSkippedIsPreparedLater() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("a", "select 1")
        pipeline.run()
        // Its preparation is behind an error of the same batch, so the server never reads it.
        pipeline.submit("failing", "select 1 / 0")
        pipeline.submit("a", "select 1")
        pipeline.submit("a", "select 1")
        pipeline.run()
        pipeline.submit("a", "select 1")
        pipeline.run()
        #expect(pipeline.takeLog() == ["a: 1", "failing: 22012 in part 0", "a: 1", "a: 1", "a: 1"])
        #expect(names(pipeline).split(separator: " ").count == 1)
    }

    @Test func aPreparationBeforeAnErrorOfItsBatchCounts() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("a", "select 1")
        pipeline.run()
        pipeline.submit("a", "select 1")
        pipeline.submit("failing", "select 1 / 0")
        pipeline.run()
        #expect(names(pipeline) == "f1")
        pipeline.submit("a", "select 1")
        pipeline.run()
        #expect(pipeline.takeLog() == ["a: 1"])
    }

    @Test func aStatementThatCannotBePreparedFailsItsReadEveryTime() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        for _ in 1...4 {
            pipeline.submit("bad", "select nothing")
            pipeline.submit("good", "select 1")
            pipeline.run()
            #expect(pipeline.takeLog() == ["bad: 42703 in part 0", "good: 1"])
        }
    }

    @Test func theStatementUsedLongestAgoIsDeallocated() throws {
        var limits = PipelineConnection.Limits.test
        limits.preparedCount = 4
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase(), limits: limits)
        for number in 1...10 {
            for _ in 1...2 {
                pipeline.submit("\(number)", "select \(number)")
                pipeline.run()
            }
        }
        #expect(pipeline.takeLog().count == 20)
        // The question itself takes one place, seen but not prepared.
        #expect(names(pipeline).split(separator: " ").count <= 4)
        #expect(names(pipeline).contains("f10"))
    }

    @Test func aTableThatChangedItsTypeIsPreparedAnew() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let owner = try database.connect()
        try owner.script("create table t (n int); insert into t values (1)")
        let pipeline = try Pipeline(database)
        for _ in 1...3 {
            pipeline.submit("a", "select * from public.t")
            pipeline.run()
        }
        try owner.script("alter table t alter n type text")
        for _ in 1...3 {
            pipeline.submit("b", "select * from public.t")
            pipeline.run()
        }
        #expect(pipeline.log == ["a: 1", "a: 1", "a: 1", "b: 1", "b: 1", "b: 1"])
    }

    @Test func aStatementThatSomebodyDeallocatedIsPreparedAnew() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        for _ in 1...3 {
            pipeline.submit("a", "select 1")
            pipeline.run()
        }
        pipeline.submit("all", "deallocate all")
        pipeline.run()
        for _ in 1...3 {
            pipeline.submit("b", "select 1")
            pipeline.run()
        }
        #expect(pipeline.log == ["a: 1", "a: 1", "a: 1", "all: null", "b: 1", "b: 1", "b: 1"])
    }

    /// What a function may have changed is pinned anew behind each request that calls one.
    @Test func thePinIsPreparedOnce() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        func change() {
            let read = Read(
                [Read.Part(ExactText("select set_config('TimeZone', 'Asia/Tokyo', false)"))], mayChangeSettings: true
            ) { _, _ in }
            #expect(pipeline.connection.submit(read, now: 1))
            pipeline.run()
        }
        func ask(_ question: String) -> String {
            pipeline.submit("answer", question)
            pipeline.run()
            return String(pipeline.takeLog().last!.dropFirst("answer: ".count))
        }
        let pins = "select count(*) from pg_prepared_statements where statement like '%set\\_config($1%'"
        for _ in 1...4 {
            change()
            #expect(ask("select current_setting('TimeZone')") == "UTC")
        }
        #expect(ask(pins) == "1")
        #expect(ask("deallocate all") == "null")
        for _ in 1...4 {
            change()
            #expect(ask("select current_setting('TimeZone')") == "UTC")
        }
        #expect(ask(pins) == "1")
    }

    @Test func aStatementIsPreparedForEachRole() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let roles = ["reader_\(database.name)", "writer_\(database.name)"]
        for role in roles { try database.connect().script("create role \(role)") }
        let pipeline = try Pipeline(database)
        for role in roles {
            for _ in 1...3 {
                pipeline.submit("a", "select 1", as: FlightContext(role: role))
                pipeline.run()
            }
        }
        pipeline.submit("count", "select count(*) from pg_prepared_statements where statement = 'select 1'")
        pipeline.run()
        #expect(pipeline.log.last == "count: 2")
    }

    /// Each order leaves another part without an answer when the read goes again.
    @Test(arguments: [[0, 1], [1, 0]])
    func aReadOfWhichAPartIsPreparedAnewGoesAgainOnceAndWhole(order: [Int]) throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let owner = try database.connect()
        try owner.script("create table t (n int); insert into t values (7); create sequence runs")
        // `nextval` counts executions; sessions of this test may write.
        let pipeline = try Pipeline(database, settings: SessionSettings(statementTimeout: 10_000, isReadOnly: false))
        let statements = ["select * from public.t", "select nextval('public.runs')"]
        func read() -> String {
            pipeline.submit("x", order.map { (statements[$0], []) })
            pipeline.run()
            return pipeline.takeLog().joined(separator: "; ")
        }
        func answer(_ run: Int) -> String { "x: " + order.map { ["7", String(run)][$0] }.joined(separator: ", ") }
        for run in 1...3 { #expect(read() == answer(run)) }
        try owner.script("alter table t alter n type text")
        // Behind the part that fails nothing runs; before it everything has run in vain.
        let runs = order == [0, 1] ? 4 : 5
        #expect(read() == answer(runs))
        #expect(read() == answer(runs + 1))
    }

    /// The state is the same as that of a plan whose result type has changed.
    @Test func whatPostgreSQLDoesNotSupportFailsItsReadEveryTime() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        for _ in 1...4 {
            pipeline.submit("bad", "select case when true then generate_series(1, 2) end")
            pipeline.submit("good", "select 1")
            pipeline.run()
            #expect(pipeline.takeLog() == ["bad: 0A000 in part 0", "good: 1"])
        }
    }
}
