import Configuration
import HostSystem
import Migrator
import Postgres
import SQLText
import Support
import Testing

/// What a reviewer reads: the scripts of a change to a table, whole. Versions, checksums and hashes are made constant.
struct ScriptGoldenTests {
    @Test func aColumnThatWasAdded() throws {
        let workplace = try Workplace(try PrivateCluster.shared.makeDatabase())
        let connection = workplace.connection
        let note = QualifiedName("public", "note")
        workplace.configuration.embeds[note] = ["author"]
        try connection.script(
            """
            create table public.author (id integer primary key, name text not null);
            create table public.note (id integer primary key, author_id integer not null references public.author);
            """)
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        try connection.script("alter table public.author add column \"Größe\" numeric(4, 1)")
        let path = try #require(try writeMigration(connection, workplace.configuration, name: "size"))
        for script in ["up", "down"] {
            checkGolden(constant(try readTextFile("\(path)/\(script).sql")), "migrations/added_column/\(script).sql")
        }
        let before = try workplace.dump()
        try upgrade(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        try downgrade(connection, workplace.configuration, to: nil)
        #expect(try workplace.dump() == before)
    }

    /// One table's step of the first migration, which then runs whole; and what pg_dump shows of it then.
    @Test(arguments: GoldenSchema.all) func theStepOfATable(golden: GoldenSchema) throws {
        let workplace = try Workplace(golden.makeDatabase(), schemas: golden.exposedSchemas)
        let connection = workplace.connection
        let before = try workplace.dump("--no-owner")
        workplace.configuration.grantRole = Self.role
        let path = try #require(try writeMigration(connection, workplace.configuration, name: "first"))
        let text = try readTextFile("\(path)/up.sql")
        let begin = try #require(text.firstRange(of: ": \(golden.table)\n")).upperBound
        let step = text[begin...]
        let end = step.firstRange(of: "\ncommit;\n")?.upperBound ?? step.endIndex
        checkGolden(constant(String(step[..<end])), golden.path("install.sql"))
        try upgrade(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])

        let installed = newObjects(try workplace.dump("--no-owner"), since: before).filter {
            $0.schema != "fraiseql" && $0.name != "fraiseql" && $0.name != "SCHEMA fraiseql"
        }
        let view = try #require(
            connection.query(
                "select name from fraiseql.installed_object where kind = 'view' and relation = $1", [golden.table]
            ).single)
        let own = installed.filter { mentions($0, view) || mentions($0, golden.table) }
        let dump = """
            -- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
            \(listOf(installed))

            -- Of \(golden.table):
            \(textOf(own))
            """
        checkGolden(dump, golden.path("dump.sql"))
        try runsAlone(dump, golden)
    }

    /// The committed statements make the same objects in a database that has only the user's tables.
    private func runsAlone(_ dump: String, _ golden: GoldenSchema) throws {
        let workplace = try Workplace(golden.makeDatabase())
        try workplace.connection.script("create schema api")
        let before = try workplace.dump("--no-owner")
        try workplace.connection.script(readGolden(golden.path("dump.sql")))
        let made = newObjects(try workplace.dump("--no-owner"), since: before)
        #expect(dump.hasSuffix("\n\(textOf(made))"))
    }

    /// What migrations themselves run on, which is the same in every database: records, and routines without bodies
    /// (those are files of `sql/runtime`).
    @Test func theCompanion() throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump("--no-owner")
        workplace.configuration.grantRole = Self.role
        _ = try apply(workplace.connection, workplace.configuration)
        let installed = newObjects(try workplace.dump("--no-owner"), since: before).filter {
            $0.schema == "fraiseql" || $0.name == "fraiseql" || $0.name == "SCHEMA fraiseql"
        }
        func isRoutine(_ object: DumpedObject) -> Bool {
            object.type == "FUNCTION" || object.type == "PROCEDURE" || object.name.hasPrefix("FUNCTION ")
                || object.name.hasPrefix("PROCEDURE ")
        }
        let routines = installed.filter(isRoutine).map { object in
            String(object.text.replacing(/(?s)\$\$.*\$\$/, with: "$$...$$"))
        }
        checkGolden(
            installed.filter { !isRoutine($0) }.map(\.text).joined(separator: "\n"), "schemas/companion/records.sql")
        checkGolden(routines.joined(separator: "\n"), "schemas/companion/routines.sql")
    }

    /// A role of every cluster: a golden cannot name one that is made for it.
    private static let role = "pg_read_all_settings"

    /// Every run of 14 or more hexadecimal digits becomes zeros; the model's literal is cut short.
    private func constant(_ text: String) -> String {
        var result = ""
        var digits = ""
        for character in withoutAliases(text) + "\n" {
            if character.isHexDigit && character.isASCII {
                digits.append(character)
            } else {
                result += digits.count >= 14 ? String(repeating: "0", count: digits.count) : digits
                digits = ""
                result.append(character)
            }
        }
        let parts = result.split(separator: "$model$", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0.offset % 2 == 1 ? "..." : String($0.element) }.joined(separator: "$model$")
    }
}
