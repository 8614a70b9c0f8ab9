import InstallPlanner
import Testing

struct ParseScriptTests {
    @Test func aScriptHasAHeaderAndSteps() throws {
        let script = try parseScript(
            """
            -- parent: 20260101000000
            -- parent-checksum: abc
            -- relies-on: {"relation":"public.\\"a b\\"","columns":{"id":"uuid not null"}}

            -- step 1 of 2: tables
            begin;
            create table a (id int);
            commit;

            -- step 2 of 2: an index
            -- outside a transaction
            create index concurrently on a (id);
            """)
        #expect(script.parent == "20260101000000")
        #expect(script.parentChecksum == "abc")
        #expect(script.reliesOn.map(\.relation) == ["public.\"a b\""])
        #expect(script.steps.map(\.title) == ["tables", "an index"])
        #expect(script.steps.map(\.isTransaction) == [true, false])
        #expect(script.steps.map(\.statements.count) == [3, 1])
    }

    @Test(arguments: [
        ("select 1;", 1, "a statement must stand below a '-- step N of M: title' line"),
        ("-- parent: none\n", 1, "the script has no '-- step N of M: title' line"),
        ("-- step 1 of 2: a\nbegin;\ncommit;\n", 1, "the script has 1 steps, not 2"),
        (
            "-- step 1 of 2: a\nbegin;\ncommit;\n-- step 3 of 2: b\nbegin;\ncommit;\n", 4,
            "step 3 stands where step 2 belongs"
        ),
        ("-- step one: a\n", 1, "a step starts with '-- step N of M: title'"),
        ("-- relies-on: {}\n-- step 1 of 1: a\nbegin;\ncommit;\n", 1, "this relies-on line cannot be read"),
        ("-- step 1 of 1: a\nselect 1;\n", 1, "a step starts with begin;"),
        ("-- step 1 of 1: a\nbegin;\ncommit;\nbegin;\nselect 1;\ncommit;\n", 3, "a step starts with begin;"),
        ("-- step 1 of 1: a\nbegin;\nselect 1;\n", 1, "a step starts with begin;"),
    ])
    func aScriptOfAnotherFormIsRefusedWithItsLine(text: String, line: Int, message: String) {
        let error = #expect(throws: ScriptError.self) { try parseScript(text) }
        #expect(error?.place.line == line)
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
}
