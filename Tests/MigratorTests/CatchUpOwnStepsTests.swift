import HostSystem
import Migrator
import Postgres
import Support
import Testing

/// Steps of a person's where a chain of migrations is caught up.
struct CatchUpOwnStepsTests {
    /// Those of a migration of their own, and one in a migration that was generated. They read what was installed.
    @Test func stepsOfAPersonRunAfterTheInstall() throws {
        let production = try CatchUpTests.production { workplace in
            try workplace.connection.script("create schema mine")
            let path = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "mine")
            let place = "-- Write the statements of this step here."
            try replace(
                place, "create table mine.counted as select count(*) as n from api.v_order;",
                in: "\(path)/up.sql")
            try replace(place, "drop table mine.counted;", in: "\(path)/down.sql")
            try upgrade(workplace.connection, workplace.configuration)
        }
        let fresh = try production.fresh(CatchUpTests.change + "create schema mine;")
        let before = try fresh.dump()
        let second = try production.addStep(
            up: "create index concurrently if not exists counted_n on mine.counted (n);",
            down: "drop index concurrently if exists mine.counted_n;")
        let applied = try fresh.catchUp()
        #expect(applied.map { $0.dropFirst(15) } == ["first", "mine", "second"])
        #expect(applied.last == second)
        #expect(try fresh.value("select n from mine.counted") == "1")
        #expect(try fresh.value("select to_regclass('mine.counted_n')::text") == "mine.counted_n")
        #expect(try verify(fresh.connection, fresh.configuration) == [])
        try downgrade(fresh.connection, fresh.configuration, to: .base)
        #expect(try fresh.dump() == before)
    }

    /// The second of two steps of a person's in the first migration fails where there is no gate.
    private static func withOwnSteps() throws -> Workplace {
        let production = try Workplace.shop()
        try production.connection.script("create schema mine; create table mine.gate (n int)")
        _ = try writeMigration(production.connection, production.configuration, name: "first")
        _ = try production.addStep(up: "create table mine.made (n int);", down: "drop table mine.made;")
        _ = try production.addStep(up: "insert into mine.gate values (1);", down: "delete from mine.gate;")
        try upgrade(production.connection, production.configuration)
        try production.around(CatchUpTests.change)
        try production.migrate("second")
        return production
    }

    @Test func aRunThatStoppedInAStepOfAPersonGoesOnThere() throws {
        let production = try Self.withOwnSteps()
        let fresh = try production.fresh(CatchUpTests.change + "create schema mine;")
        let stopped = #expect(throws: MigrationError.self) { try fresh.catchUp() }
        #expect(stopped?.description.contains("_first/up.sql:") == true, "\(stopped?.description ?? "")")
        try fresh.connection.script("insert into mine.made values (7); create table mine.gate (n int)")
        #expect(try upgrade(fresh.connection, fresh.configuration).count == 2)
        #expect(try fresh.value("select n from mine.made") == "7")
        #expect(try fresh.value("select count(*) from mine.gate") == "1")
        #expect(try verify(fresh.connection, fresh.configuration) == [])
        #expect(try fresh.dump() == production.dump())
        try downgrade(fresh.connection, fresh.configuration, to: .base)
        #expect(try fresh.value("select to_regclass('mine.made')::text") == nil)
        #expect(try fresh.value("select count(*) from mine.gate") == "0")
    }

    @Test func catchingUpUndoesNoStepOfAPersons() throws {
        let production = try Self.withOwnSteps()
        let fresh = try production.fresh("create schema mine;")
        #expect(throws: MigrationError.self) { try upgrade(fresh.connection, fresh.configuration) }
        try fresh.connection.script("insert into mine.made values (7)")
        try fresh.around(CatchUpTests.change)
        let before = try fresh.dump()
        let refused = #expect(throws: MigrationError.self) { try fresh.catchUp() }
        let text = refused?.description ?? ""
        #expect(
            text.contains("which catching up would undo: an index. Undo them with `fraiseql db downgrade base`"),
            "\(text)")
        #expect(try fresh.dump() == before)
        #expect(try fresh.value("select n from mine.made") == "7")
        // As it says.
        try downgrade(fresh.connection, fresh.configuration, to: .base)
        try fresh.connection.script("create table mine.gate (n int)")
        #expect(try fresh.catchUp().count == 2)
        #expect(try verify(fresh.connection, fresh.configuration) == [])
    }

    @Test(arguments: ["update public.orders set total = total;", "create table public.mine ();", "select 1;"])
    func aStatementOfAPersonInAGeneratedStepIsNotLeftOut(statement: String) throws {
        let production = try CatchUpTests.production()
        let folder = try #require(try listDirectory(production.directory).sorted().last)
        try replace(
            "call fraiseql.end_step", "\(statement)\ncall fraiseql.end_step",
            in: "\(production.directory)/\(folder)/up.sql")
        let fresh = try production.fresh(CatchUpTests.change)
        let before = try fresh.dump()
        let refused = #expect(throws: MigrationError.self) { try fresh.catchUp() }
        let text = refused?.description ?? ""
        #expect(text.contains("/\(folder)/up.sql:") && text.contains("move it to a step of its own"), "\(text)")
        #expect(try fresh.dump() == before)
    }
}

extension Workplace {
    /// Puts a step outside a transaction behind those of the last migration.
    fileprivate func addStep(up: String, down: String) throws -> String {
        let folder = try #require(try listDirectory(directory).sorted().last)
        let version = folder.prefix(14)
        for (file, direction, statement) in [("up", "up", up), ("down", "down", down)] {
            let path = "\(directory)/\(folder)/\(file).sql"
            let lines = try readTextFile(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let mark = try #require(lines.first { $0.hasPrefix("-- step ") })
            let count = try #require(mark.split(separator: " ").dropFirst(4).first.flatMap { Int($0.dropLast()) })
            let step = """
                -- step \(count + 1) of \(count + 1): an index
                -- outside a transaction
                call fraiseql.begin_step('\(version)', \(count + 1), '\(direction)');
                \(statement)
                call fraiseql.end_step('\(version)', \(count + 1), '\(direction)');

                """
            var text = lines.map { line in
                line.hasPrefix("-- step ") ? replacedCount(line, count) : line
            }.joined(separator: "\n")
            if direction == "up" {
                text =
                    text.split(separator: ", \(count));", maxSplits: 1).joined(separator: ", \(count + 1));") + "\n"
                    + step
            } else {
                let start = try #require(text.firstRange(of: "-- step ")).lowerBound
                text = text[..<start] + step + "\n" + text[start...]
            }
            try writeFile(path, text)
        }
        return folder
    }

    private func replacedCount(_ line: String, _ count: Int) -> String {
        line.split(separator: " of \(count):", maxSplits: 1).joined(separator: " of \(count + 1):")
    }
}
