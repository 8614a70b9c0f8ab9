import HostSystem
import JSONText
import Postgres
import SQLText
import Support
import Testing

/// Names and comments of the database in texts for people: a terminal obeys nothing in them, a line is what it looks like,
/// and the SQL still means what it says.
struct HiddenNameTests {
    private let shop: Shop

    init() throws {
        shop = try Shop()
        try shop.database.connect().script(
            """
            create table public.U&"evil\\001b[2J\\000aerror: fake\\202e" (
                U&"id\\000a-- step 9 of 9\\000a" int primary key,
                U&"\\+0e0001tag" text,
                other int constraint U&"fk\\000awarning: fake\\009b" references public.U&"evil\\001b[2J\\000aerror: fake\\202e"
            );
            comment on table public.U&"evil\\001b[2J\\000aerror: fake\\202e" is
                E'a ''comment''\\nwith \\u001b[31m red and \\u202e back \\\\ and $model$';
            create type public.U&"mood\\001b" as enum (U&'so\\000aso', 'fine');
            create table public.feelings (id int primary key, mood public.U&"mood\\001b");
            """)
        try shop.fraiseql("init")
    }

    private func isShown(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "\n" || !isHidden($0) }
    }

    @Test func nothingHiddenReachesATerminalAndTheSQLIsExact() throws {
        var root = ""
        for command in [
            ["check"], ["db", "plan"], ["schema"], ["db", "migrate", "first"], ["db", "upgrade"], ["db", "status"],
            ["db", "plan"], ["explain", "{ feelings { id } }"], ["db", "unbind"], ["db", "status"], ["db", "verify"],
            ["db", "bind"], ["db", "verify"], ["db", "around", "--", "true"],
        ] {
            let result = try runFraiseQL(command, in: shop.folder, database: shop.database.url)
            #expect([0, 2].contains(result.exitCode), "\(command): \(result.messages)")
            #expect(isShown(result.answer), "\(command): \(result.answer)")
            #expect(isShown(result.messages), "\(command): \(result.messages)")
            for line in (result.answer + result.messages).split(separator: "\n") {
                #expect(!line.hasPrefix("error: fake") && !line.hasPrefix("warning: fake"), "\(command)")
            }
            if command == ["schema"] { root = result.answer }
        }
        #expect(root.contains("type Query"))
        for command in [
            ["check"], ["schema"], ["db", "plan"], ["db", "status"], ["db", "verify"],
            ["explain", "{ feelings { id } }"],
            ["explain", "{ \u{9b} }"], ["db", "migrate", "--empty", "own"],
        ] {
            let result = try runFraiseQL(command + ["--json"], in: shop.folder, database: shop.database.url)
            #expect(isShown(result.answer), "\(command): \(result.answer)")
            #expect(throws: Never.self, "\(command)") { try parseJSON(result.answer) }
        }
        let findings = try shop.fraiseql("check", "--json").answer
        #expect(findings.contains(#"\u009b"#), "\(findings)")
        #expect(try parseJSON(findings).text.contains("\u{9b}"))
        #expect(run("rm -r \(shop.folder)/migrations/*_own") == 0)
        // The same scripts by psql, and back again.
        let before = try shop.database.connect().query("select count(*) from fraiseql.installed_object").single
        let folder = "\(shop.folder)/migrations/\(try listDirectory("\(shop.folder)/migrations")[0])"
        let psql = "psql -qX -v ON_ERROR_STOP=1 \(quoteForShell(shop.database.url)) -f"
        #expect(run("\(psql) \(folder)/down.sql >/dev/null") == 0)
        #expect(run("\(psql) \(folder)/up.sql >/dev/null") == 0)
        #expect(try shop.database.connect().query("select count(*) from fraiseql.installed_object").single == before)
        #expect(try shop.fraiseql("db", "upgrade").exitCode == 0)
        #expect(try shop.fraiseql("db", "verify").exitCode == 0)
        #expect(try shop.fraiseql("db", "plan").exitCode == 0)
        let comment = try shop.database.connect().query(
            "select obj_description(oid) from pg_class where relname like 'v_evil%'"
        ).single
        #expect(comment?.contains("with \u{1b}[31m red and \u{202e} back \\ and $model$") == true, "\(comment ?? "")")
        for file in ["up", "down"] { #expect(isShown(try readTextFile("\(folder)/\(file).sql"))) }
    }
}
