import Configuration
import HostSystem
import Migrator
import Postgres
import Support
import Testing

/// What happens when a run meets trouble: each step is whole or not there, and the next run goes on.
struct RunTests {
    @Test func aRunThatIsKilledBetweenStepsResumes() throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        let runner = try Connection(workplace.url)
        let pid = try #require(try runner.query("select pg_backend_pid()").single)
        #expect(throws: MigrationError.self) {
            try upgrade(runner, workplace.configuration) { progress in
                guard case .stepDone(_, 2, _, _) = progress else { return }
                _ = try? workplace.connection.query("select pg_terminate_backend($1::int, 10000)", [pid])
            }
        }
        let stopped = try #require(try status(workplace.connection, workplace.configuration).entries.first)
        #expect(stopped.state == .partial)
        #expect(stopped.stepsDone == 2)
        #expect(stopped.steps == 4)
        #expect(try workplace.value("select count(*) from pg_views where schemaname = 'api'") == "1")

        var steps: [Int] = []
        try upgrade(workplace.connection, workplace.configuration) { progress in
            if case .stepDone(_, let step, _, _) = progress { steps.append(step) }
        }
        #expect(steps == [3, 4])
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func columnsThatChangeBetweenTwoStepsAreSaidWithTheWayOut() throws {
        let workplace = try Workplace.shop()
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        let runner = try Connection(workplace.url)
        let pid = try #require(try runner.query("select pg_backend_pid()").single)
        #expect(throws: MigrationError.self) {
            try upgrade(runner, workplace.configuration) { progress in
                guard case .stepDone(_, 2, _, _) = progress else { return }
                _ = try? workplace.connection.query("select pg_terminate_backend($1::int, 10000)", [pid])
            }
        }
        try workplace.connection.script("alter table public.orders add column note text, drop column total")
        let refusal = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        #expect(
            refusal?.description.contains("public.orders.total is not there. The steps up to 2 stay in force") == true)
        // The way out, as it is said.
        try downgrade(workplace.connection, workplace.configuration, to: nil)
        #expect(run("rm -r \(path)") == 0)
        #expect(try writeMigration(workplace.connection, workplace.configuration, name: "again") != nil)
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    /// What `apply` left half-way has no script: the next `apply` takes it back and plans anew, at whatever step it was.
    @Test(arguments: [1, 2, 3]) func anApplyThatIsKilledBetweenStepsIsDoneAgain(step: Int) throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump()
        let runner = try Connection(workplace.url)
        let pid = try #require(try runner.query("select pg_backend_pid()").single)
        #expect(throws: MigrationError.self) {
            try apply(runner, workplace.configuration) { progress in
                guard case .stepDone(_, step, _, _) = progress else { return }
                _ = try? workplace.connection.query("select pg_terminate_backend($1::int, 10000)", [pid])
            }
        }
        let drift = try verify(workplace.connection, workplace.configuration).map(\.description)
        #expect(drift.contains { $0.contains("run `fraiseql db apply`") }, "\(drift)")
        let refused = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        #expect(refused?.description.contains("fraiseql db apply") == true)
        #expect(try apply(workplace.connection, workplace.configuration) != nil)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        #expect(try status(workplace.connection, workplace.configuration).entries.map(\.state) == [.applied])
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func aPartOfAMigrationIsTakenBack() throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump()
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        try replace("create view api.v_order ", "create view api.v_order_of_nobody ", in: "\(path)/up.sql")
        let error = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        // The comment on the view that is not there: file, line and column.
        let line = try lineNumber(of: "comment on view api.v_order is", in: "\(path)/up.sql")
        #expect(
            error?.description.hasPrefix("\(path)/up.sql:\(line):1: relation \"api.v_order\" does not exist") == true)
        #expect(try workplace.value("select to_regclass('api.v_order_of_nobody')::text") == nil)
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func aMistakeIsCorrectedInTheFileAndTheRunGoesOn() throws {
        let workplace = try Workplace.shop()
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        try replace("create view api.v_order ", "create vieuw api.v_order ", in: "\(path)/up.sql")
        #expect(throws: MigrationError.self) { try upgrade(workplace.connection, workplace.configuration) }
        try replace("create vieuw api.v_order ", "create view api.v_order ", in: "\(path)/up.sql")
        var messages: [MigrationProgress] = []
        try upgrade(workplace.connection, workplace.configuration) { messages.append($0) }
        #expect(messages.contains { if case .editedWhileRunning = $0 { true } else { false } })
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    @Test func aSecondRunnerIsToldWhoRuns() throws {
        let workplace = try Workplace.shop()
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        let first = try Connection(workplace.url, applicationName: "the first runner")
        let pid = try #require(try first.query("select pg_backend_pid()").single)
        var refusals: [String] = []
        try upgrade(first, workplace.configuration) { progress in
            guard case .stepStarted(_, 3, _, _) = progress else { return }
            do throws(MigrationError) {
                try upgrade(workplace.connection, workplace.configuration)
            } catch {
                guard case .heldByOther(let holder) = error else {
                    Issue.record(error)
                    return
                }
                refusals.append(holder)
            }
            #expect(workplace.psql("\(path)/up.sql") != 0)
            // What each step of a script asks for, psql or tool.
            let refused = #expect(throws: PostgresError.self) {
                try workplace.connection.script("call fraiseql.lock_migrations()")
            }
            #expect(refused?.message.contains("pid \(pid) (the first runner as postgres)") == true)
        }
        #expect(refusals.count == 1)
        #expect(refusals.first?.contains("pid \(pid) (the first runner as postgres") == true)
        // The lock ends with the run, not with the connection.
        #expect(try upgrade(workplace.connection, workplace.configuration) == [])
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    @Test func aStepGivesWayToALockAndComesBack() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.lockTimeout = .milliseconds(10)
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        let blocker = try Connection(workplace.url)
        try blocker.script("begin; lock table public.orders in access exclusive mode")
        var waits = 0
        try upgrade(workplace.connection, workplace.configuration) { progress in
            guard case .waitingForLock(_, 3, _, _) = progress else { return }
            waits += 1
            if waits == 2 { _ = try? blocker.query("rollback") }
        }
        #expect(waits == 2)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    @Test func aStepThatNeverGetsItsLockSaysWhoHoldsItAndLeavesNothing() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.lockTimeout = .milliseconds(10)
        workplace.configuration.lockAttempts = 3
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        let blocker = try Connection(workplace.url, applicationName: "a long report")
        try blocker.script("begin; lock table public.orders in access exclusive mode")
        let pid = try #require(try blocker.query("select pg_backend_pid()").single)
        let error = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        #expect(error?.description.contains("pid \(pid) (a long report as postgres) holds a lock") == true)
        #expect(error?.description.contains("gave up after 3 attempts") == true)
        #expect(try status(workplace.connection, workplace.configuration).entries.map(\.stepsDone) == [2])
        #expect(try workplace.value("select to_regclass('api.v_order')::text") == nil)
        try blocker.script("rollback")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    @Test func viewsAreUnboundAndBoundWithThePatienceOfTheConfiguration() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.lockTimeout = .milliseconds(10)
        workplace.configuration.lockAttempts = 2
        _ = try apply(workplace.connection, workplace.configuration)
        let blocker = try Connection(workplace.url)
        func attempts(_ run: (ProgressCallback) throws(MigrationError) -> Void) -> [MigrationProgress] {
            var told: [MigrationProgress] = []
            #expect(throws: MigrationError.self) { try run { told.append($0) } }
            return told
        }
        func waiting(_ command: String) -> [MigrationProgress] {
            [.waitingForLock(migration: command, step: 1, attempt: 1, of: 2)]
        }
        try blocker.script("begin; select from api.v_order")
        #expect(
            attempts { (progress) throws(MigrationError) in
                try unbind(workplace.connection, workplace.configuration, progress: progress)
            } == waiting("unbind"))
        try blocker.script("commit")
        try unbind(workplace.connection, workplace.configuration)
        try blocker.script("begin; lock table public.orders in access exclusive mode")
        #expect(
            attempts { (progress) throws(MigrationError) in
                try bind(workplace.connection, workplace.configuration, progress: progress)
            } == waiting("bind"))
        try blocker.script("commit")
        #expect(try bind(workplace.connection, workplace.configuration).failed == [])
    }

    @Test func noStepHoldsLocksOnTwoTablesOfTheUser() throws {
        let workplace = try Workplace.shop()
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        let probe = """
            do $$
            begin
                if (
                    select count(*)
                    from pg_locks join pg_class on pg_class.oid = pg_locks.relation
                    where pid = pg_backend_pid() and relnamespace = 'public'::regnamespace and relkind = 'r'
                ) > 1 then
                    raise 'locks on two tables';
                end if;
            end $$;
            call fraiseql.end_step(
            """
        try replace("call fraiseql.end_step(", probe, in: "\(path)/up.sql")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select steps_done from fraiseql.migration") == "4")
    }

    @Test func aStepOutsideATransactionBuildsAnIndexConcurrently() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        let second = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "index")
        let version = second.split(separator: "/").last?.prefix(14) ?? ""
        let header =
            "-- FraiseQL migration\n-- parent: \(try workplace.value("select version from fraiseql.migration") ?? "")\n"
        try writeFile(
            "\(second)/up.sql",
            header + """
                -- step 1 of 1: an index
                -- outside a transaction
                call fraiseql.begin_migration('\(version)', 'index', '\(try workplace.value("select version from fraiseql.migration") ?? "")', 1);
                create index concurrently orders_total on public.orders (total);
                call fraiseql.end_step('\(version)', 1, 'up');
                """)
        try writeFile(
            "\(second)/down.sql",
            header + """
                -- step 1 of 1: no index
                -- outside a transaction
                call fraiseql.begin_step('\(version)', 1, 'down');
                drop index concurrently public.orders_total;
                call fraiseql.end_step('\(version)', 1, 'down');
                """)
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select to_regclass('public.orders_total')::text") == "orders_total")
        #expect(try status(workplace.connection, workplace.configuration).hasWork == false)
        #expect(try downgrade(workplace.connection, workplace.configuration, to: nil).count == 1)
        #expect(try workplace.value("select to_regclass('public.orders_total')::text") == nil)
        #expect(try workplace.value("select count(*) from fraiseql.migration") == "1")
    }
}

func replace(_ part: String, _ other: String, in path: String) throws {
    let text = try readTextFile(path)
    try #require(text.contains(part))
    try writeFile(path, text.split(separator: part, omittingEmptySubsequences: false).joined(separator: other))
}

func lineNumber(of start: String, in path: String) throws -> Int {
    let lines = try readTextFile(path).split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.hasPrefix(start) }) + 1
}
