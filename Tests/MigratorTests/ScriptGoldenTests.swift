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
        #expect(try verify(connection, directory: workplace.directory) == [])
        try downgrade(connection, workplace.configuration, to: nil)
        #expect(try workplace.dump() == before)
    }

    /// One table's step of the first migration, which then runs whole.
    @Test(arguments: [
        ("hostile_names", "public.data"), ("edge_types", "public.message"), ("shop", "public.orders"),
    ])
    func theStepOfATable(folder: String, relation: String) throws {
        let workplace = try Workplace(
            try PrivateCluster.shared.makeDatabase(), schemas: WayBackTests.schemas[folder] ?? ["public"])
        let connection = workplace.connection
        if folder == "shop" {
            #expect(workplace.psql("\(repositoryRoot)/examples/shop/schema.sql") == 0)
        } else {
            try connection.script(readGolden("schemas/\(folder)/tables.sql"))
        }
        workplace.configuration.grantRole = "pg_read_all_settings"
        let path = try #require(try writeMigration(connection, workplace.configuration, name: "first"))
        let text = try readTextFile("\(path)/up.sql")
        let begin = try #require(text.firstRange(of: ": \(relation)\n")).upperBound
        let step = text[begin...]
        let end = step.firstRange(of: "\ncommit;\n")?.upperBound ?? step.endIndex
        checkGolden(constant(String(step[..<end])), "schemas/\(folder)/install.sql")
        try upgrade(connection, workplace.configuration)
        #expect(try verify(connection, directory: workplace.directory) == [])
    }

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

    /// Of a view that PostgreSQL printed, the aliases before columns go: 15 writes them everywhere, 16 where they are
    /// needed. Only there is `SELECT` in capitals.
    private func withoutAliases(_ text: String) -> String {
        var isPrinted = false
        var lines: [String] = []
        for line in text.split(separator: "\n" as Character, omittingEmptySubsequences: false) {
            if line.hasPrefix(" SELECT ") { isPrinted = true }
            lines.append(isPrinted ? String(line.replacing(/\b[te]\.(?=\w)/, with: "")) : String(line))
            if line.hasSuffix(";") { isPrinted = false }
        }
        return lines.joined(separator: "\n")
    }
}
