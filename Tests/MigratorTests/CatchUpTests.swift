import Configuration
import HostSystem
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// A chain of migrations whose beginning was written for columns that are otherwise since.
struct CatchUpTests {
    /// A type changes, a column goes.
    static let change = """
        alter table public.orders alter column total type double precision;
        alter table public.customers drop column note;
        """
    static let rename = "alter table public.customers rename column full_name to name;"

    /// A database that went the whole way: `first`, the change, `second`.
    static func production(
        hasRole: Bool = true, change: String = change, between: (Workplace) throws -> Void = { _ in }
    ) throws -> Workplace {
        let workplace = try Workplace.shop()
        if hasRole { workplace.configuration.grantRole = try workplace.makeRole() }
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        try between(workplace)
        try workplace.around(change)
        try workplace.migrate("second")
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        return workplace
    }

    @Test(arguments: [(true, change), (false, change + rename)])
    func aNewDatabaseIsCaughtUpInOneGo(hasRole: Bool, change: String) throws {
        let production = try Self.production(hasRole: hasRole, change: change)
        let fresh = try production.fresh(change)
        let before = try fresh.dump()
        for workplace in [fresh, production] {
            if workplace === production {
                try downgrade(production.connection, production.configuration, to: .base)
                #expect(try production.dump() == before)
            }
            let refused = #expect(throws: MigrationError.self) {
                try upgrade(workplace.connection, workplace.configuration)
            }
            #expect(
                refused?.description.contains(
                    "_second, which follows, was written for this one: run `fraiseql db upgrade --catch-up`") == true)
            #expect(
                refused?.description.contains("public.orders.total is double precision not null, not numeric(12,2)")
                    == true)
            #expect(try workplace.dump() == before)

            var told: [MigrationProgress] = []
            let ran = try workplace.catchUp { told.append($0) }
            #expect(ran.map { $0.dropFirst(15) } == ["first", "second"])
            #expect(told.first == .catchingUp(to: ran[1], standsFor: ran))
            #expect(try verify(workplace.connection, workplace.configuration) == [])
            #expect(try planMigration(workplace.connection, workplace.configuration).isEmpty)
            let report = try status(workplace.connection, workplace.configuration)
            #expect(!report.hasWork)
            #expect(report.entries.map(\.caughtUpWith) == [String](repeating: String(ran[1].prefix(14)), count: 2))
            #expect(try workplace.value("select count(*) from api.v_customer") == "1")
            #expect(try upgrade(workplace.connection, workplace.configuration) == [])

            // The chain goes on, also by psql.
            let third = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "third")
            #expect(workplace.psql("\(third)/up.sql") == 0)
            #expect(try upgrade(workplace.connection, workplace.configuration) == [])
            #expect(try verify(workplace.connection, workplace.configuration) == [])
            let fork = third.split(separator: "/").last.map { "\(workplace.directory)/9\($0.dropFirst())" } ?? ""
            #expect(run("cp -r \(third) \(fork)") == 0)
            let forked = #expect(throws: MigrationError.self) { try workplace.catchUp() }
            guard case .twoHeads = forked else { throw try #require(forked) }
            #expect(run("rm -r \(fork)") == 0)

            try downgrade(workplace.connection, workplace.configuration, to: .base)
            #expect(try workplace.dump() == before)
            #expect(run("rm -r \(third)") == 0)
        }
    }

    /// The views, their grants and the records of objects are those of the whole way.
    @Test func whatIsInstalledIsWhatTheWholeWayInstalls() throws {
        let production = try Self.production()
        let fresh = try production.fresh(Self.change)
        try fresh.catchUp()
        let objects = """
            select string_agg(concat_ws(' ', kind, name, text_hash, definition), E'\\n' order by kind, name)
            from fraiseql.installed_object
            """
        #expect(try fresh.value(objects) == production.value(objects))
        #expect(
            try fresh.value("select model::text from fraiseql.api_model")
                == production.value("select model::text from fraiseql.api_model"))
        #expect(try fresh.dump() == production.dump())
    }

    @Test func aDatabaseInTheMiddleOfTheChainIsCaughtUp() throws {
        let next =
            "alter table public.orders rename column total to amount; alter table public.orders alter column amount type numeric"
        let production = try Self.production(hasRole: false, change: Self.change + Self.rename)
        let behind = try production.fresh("")
        let first = try #require(try production.value("select min(version) from fraiseql.migration"))
        try upgrade(behind.connection, behind.configuration, to: first)
        let installed = try behind.dump()
        try production.around(next)
        try production.migrate("third")

        try behind.around(Self.change + Self.rename + next)
        let ran = try behind.catchUp()
        #expect(ran.map { $0.dropFirst(15) } == ["second", "third"])
        #expect(try verify(behind.connection, behind.configuration) == [])
        #expect(try behind.dump() == production.dump())
        let report = try status(behind.connection, behind.configuration)
        #expect(report.entries.map { $0.caughtUpWith != nil } == [false, true, true])

        // They came as one and go as one.
        let refused = #expect(throws: MigrationError.self) {
            try downgrade(behind.connection, behind.configuration, to: .version(String(ran[0].prefix(14))))
        }
        #expect(refused?.description.contains("`fraiseql db downgrade \(first)`") == true)
        #expect(try downgrade(behind.connection, behind.configuration, to: nil) == ran.reversed())
        #expect(
            try status(behind.connection, behind.configuration).entries.map(\.state) == [.applied, .pending, .pending])
        #expect(installed.contains("api.v_order"))
        try behind.catchUp()
        #expect(try verify(behind.connection, behind.configuration) == [])
        try downgrade(behind.connection, behind.configuration, to: .base)
        #expect(try behind.dump() == (try production.fresh(Self.change + Self.rename + next)).dump())
    }

    /// While the API is installed, and between the migrations that it stands for. Nobody has to allow it again.
    @Test(arguments: [("first", 1), ("first", 3), ("first", 4), ("mine", 1)])
    func aBrokenRunGoesOn(migration: String, step: Int) throws {
        let production = try Self.production { workplace in
            _ = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "mine")
            try upgrade(workplace.connection, workplace.configuration)
        }
        let fresh = try production.fresh(Self.change)
        let before = try fresh.dump()
        let runner = try Connection(fresh.url)
        let pid = try #require(try runner.query("select pg_backend_pid()").single)
        #expect(throws: MigrationError.self) {
            try upgrade(runner, fresh.configuration, catchesUp: true) { progress in
                guard case .stepDone(let name, step, _, _) = progress, name.hasSuffix("_\(migration)") else { return }
                _ = try? fresh.connection.query("select pg_terminate_backend($1::int, 10000)", [pid])
            }
        }
        let stopped = try status(fresh.connection, fresh.configuration)
        #expect(stopped.hasWork)
        #expect(stopped.entries.first?.stepsDone == (migration == "first" ? step : 4))
        try upgrade(fresh.connection, fresh.configuration)
        #expect(try verify(fresh.connection, fresh.configuration) == [])
        #expect(
            try status(fresh.connection, fresh.configuration).entries.map(\.state) == [.applied, .applied, .applied])
        #expect(try fresh.dump() == production.dump())
        try downgrade(fresh.connection, fresh.configuration, to: .base)
        #expect(try fresh.dump() == before)
    }

    @Test func whatStoppedBeforeTheSchemaMovedOnIsTakenBackFirst() throws {
        let production = try Self.production()
        let fresh = try production.fresh("")
        let runner = try Connection(fresh.url)
        let pid = try #require(try runner.query("select pg_backend_pid()").single)
        #expect(throws: MigrationError.self) {
            try upgrade(runner, fresh.configuration) { progress in
                guard case .stepDone(_, 1, _, _) = progress else { return }
                _ = try? fresh.connection.query("select pg_terminate_backend($1::int, 10000)", [pid])
            }
        }
        try fresh.connection.script(Self.change)
        let refused = #expect(throws: MigrationError.self) { try upgrade(fresh.connection, fresh.configuration) }
        #expect(
            refused?.description.contains(". One step of it is in force; ") == true, "\(refused?.description ?? "")")
        try fresh.catchUp()
        #expect(try verify(fresh.connection, fresh.configuration) == [])
        #expect(try fresh.dump() == production.dump())
    }

    /// The order is that of the parents: somebody wrote it earlier, and gave it another parent.
    @Test(arguments: [false, true])
    func aChildMayBeOlderThanItsParent(isCaughtUp: Bool) throws {
        let next = "alter table public.orders alter column total type numeric;"
        let production = try Self.production()
        let fresh = try production.fresh(Self.change + (isCaughtUp ? next : ""))
        if !isCaughtUp { try fresh.catchUp() }
        try production.around(next)
        try production.migrate("third")
        try production.rename("third", version: "20000101000000")
        if !isCaughtUp { try fresh.around(next) }
        let ran = try fresh.catchUp()
        #expect(ran.last == "20000101000000_third")
        #expect(try verify(fresh.connection, fresh.configuration) == [])
        #expect(
            try status(fresh.connection, fresh.configuration).entries.map { $0.caughtUpWith != nil }
                == [true, true, isCaughtUp])
        #expect(try planMigration(fresh.connection, fresh.configuration).isEmpty)
        let model = "select model::text from fraiseql.api_model"
        #expect(try fresh.value(model) == production.value(model))
        // And on.
        _ = try writeEmptyMigration(fresh.connection, fresh.configuration, name: "fourth")
        #expect(try upgrade(fresh.connection, fresh.configuration).count == 1)
        #expect(try downgrade(fresh.connection, fresh.configuration, to: .base).count == 4)
    }

    @Test func anErrorInThePlanNamesNoFile() throws {
        let fresh = try Self.production().fresh(
            Self.change + """
                create function public.refuse() returns event_trigger language plpgsql
                    as 'begin raise exception ''no views today''; end';
                create event trigger refuse on ddl_command_start when tag in ('CREATE VIEW') execute function public.refuse();
                """)
        let stopped = #expect(throws: MigrationError.self) { try fresh.catchUp() }
        let text = stopped?.description ?? ""
        #expect(
            text.hasPrefix("the plan of ") && text.contains("_second:") && text.contains("no views today"), "\(text)")
    }

    @Test func whereNothingFitsTheWayOutIsSaidAndNothingRuns() throws {
        let production = try Self.production()
        let ahead = try production.fresh(Self.change + "alter table public.orders drop column total;")
        let before = try ahead.dump()
        for catchesUp in [false, true] {
            let error = #expect(throws: MigrationError.self) {
                try upgrade(ahead.connection, ahead.configuration, catchesUp: catchesUp)
            }
            let text = error?.description ?? ""
            #expect(
                text.contains("_first was written for another database: public.customers.note is not there"),
                "\(text)")
            #expect(text.contains("none that follows fits") && !text.contains("--catch-up"), "\(text)")
            #expect(
                text.contains("write it in a database that has ")
                    && text.contains("begin anew with `fraiseql db migrate NAME`"))
            #expect(try ahead.dump() == before)
        }
        // Anew, as it says.
        #expect(run("rm -r \(ahead.directory)") == 0)
        try ahead.migrate("anew")
        #expect(try verify(ahead.connection, ahead.configuration) == [])
    }

    @Test func withoutNeedNothingIsOtherwise() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        try workplace.connection.script("alter table public.orders add column note text")
        try workplace.migrate("second")
        let fresh = try workplace.fresh("alter table public.orders add column note text")
        var told: [MigrationProgress] = []
        #expect(try fresh.catchUp { told.append($0) }.count == 2)
        #expect(!told.contains { if case .catchingUp = $0 { true } else { false } })
        #expect(try status(fresh.connection, fresh.configuration).entries.map(\.caughtUpWith) == [nil, nil])
        #expect(
            try fresh.value(
                "select down_script = pg_read_file('\(fresh.directory)/' || version || '_' || name || '/down.sql') from fraiseql.migration limit 1"
            ) == "t")
    }

    /// Only the last one's model, and of two that fit the later.
    @Test func theLastThatFitsIsInstalled() throws {
        let production = try Self.production()
        try production.around("alter table public.orders add column note text")
        try production.migrate("third")
        try production.around("alter table public.orders drop column note")
        try production.migrate("fourth")
        let between = try production.fresh(Self.change)
        #expect(try between.catchUp().count == 4)
        #expect(try verify(between.connection, between.configuration) == [])
        let middle = try production.fresh(Self.change + "alter table public.orders add column note text;")
        #expect(try middle.catchUp().count == 4)
        #expect(try status(middle.connection, middle.configuration).stale.count == 1)
        #expect(try middle.value("select model::text like '%note%' from fraiseql.api_model") == "f")
    }
}

extension Workplace {
    /// Another database of the same chain.
    func fresh(_ change: String) throws -> Workplace {
        let workplace = try Workplace.shop()
        workplace.configuration = configuration
        try workplace.connection.script(change)
        return workplace
    }

    /// The team's own migration, around the views.
    func around(_ change: String) throws {
        let result = try Migrator.around(connection, configuration) { _ in
            (try? connection.script(change)) == nil ? 1 : 0
        }
        #expect(result.exitCode == 0)
    }

    func migrate(_ name: String) throws {
        _ = try writeMigration(connection, configuration, name: name)
        try upgrade(connection, configuration)
    }

    @discardableResult
    func catchUp(progress: (MigrationProgress) -> Void = { _ in }) throws -> [String] {
        try upgrade(connection, configuration, catchesUp: true, progress: progress)
    }

    /// Gives a migration of the folder another version.
    func rename(_ name: String, version: String) throws {
        let folder = try #require(try listDirectory(directory).first { $0.hasSuffix("_\(name)") })
        let other = "\(directory)/\(version)_\(name)"
        #expect(run("mv \(directory)/\(folder) \(other) && sed -i s/\(folder.prefix(14))/\(version)/g \(other)/*") == 0)
    }
}
