import InstallPlanner
import Testing

struct SplitStatementsTests {
    @Test(arguments: [
        ("select 1; select 2;", ["select 1;", "select 2;"]),
        ("select ';'; select 'it''s;';", ["select ';';", "select 'it''s;';"]),
        (#"select e'it\'s;'; select E'\\'; select 1;"#, [#"select e'it\'s;';"#, #"select E'\\';"#, "select 1;"]),
        (#"select 'back\'; select 1;"#, [#"select 'back\';"#, "select 1;"]),
        (#"select U&'\0061;'; select u&"a;b";"#, [#"select U&'\0061;';"#, #"select u&"a;b";"#]),
        (#"select "a;""b" from t;"#, [#"select "a;""b" from t;"#]),
        ("do $$ begin; end $$; select $a$;$$;$a$;", ["do $$ begin; end $$;", "select $a$;$$;$a$;"]),
        ("select $1; select a$b$c; select 1;", ["select $1;", "select a$b$c;", "select 1;"]),
        ("select /* ; /* ; */ ; */ 1; select 2;", ["select /* ; /* ; */ ; */ 1;", "select 2;"]),
        ("select 1 -- ;\n, 2;", ["select 1 -- ;\n, 2;"]),
        (
            "create rule r as on insert to t do (select 1; select 2);",
            ["create rule r as on insert to t do (select 1; select 2);"]
        ),
        (
            "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3;",
            [
                "create function f() returns int begin atomic select case when true then 1 end; select 2; end;",
                "select 3;",
            ]
        ),
        (
            "create or replace procedure p() begin atomic select 1; end; begin; commit;",
            ["create or replace procedure p() begin atomic select 1; end;", "begin;", "commit;"]
        ),
        ("begin; select case when true then 1 end; end;", ["begin;", "select case when true then 1 end;", "end;"]),
        (";; select 1;", ["select 1;"]),
        ("select 1e5, 0x1f; select 2;", ["select 1e5, 0x1f;", "select 2;"]),
        ("select 'Größe;', 日本 from t; select 2;", ["select 'Größe;', 日本 from t;", "select 2;"]),
    ])
    func aScriptFallsIntoItsStatements(script: String, statements: [String]) throws {
        let found = try splitStatements(script).compactMap { piece in
            if case .statement(let statement) = piece { statement.text } else { nil }
        }
        #expect(found == statements)
    }

    @Test(arguments: [
        ("select 1;\n\\set x 1\n", 2, 1, "psql's backslash commands cannot be used here"),
        ("copy t from stdin;\n", 1, 1, "COPY FROM STDIN cannot be used here: write insert statements"),
        ("select 'abc;", 1, 8, "this string does not end"),
        ("select $x$ abc;", 1, 8, "this dollar-quoted string does not end"),
        ("select 1;\n  /* /* */", 2, 3, "this comment does not end"),
        ("select 1;\n select 2", 2, 2, "this statement has no semicolon at its end"),
    ])
    func whatCannotRunIsRefusedWithItsPlace(script: String, line: Int, column: Int, message: String) {
        let error = #expect(throws: ScriptError.self) { try splitStatements(script) }
        #expect(error == ScriptError(message, ScriptPlace(line: line, column: column)))
    }

    @Test func aPositionInAStatementBecomesAPlaceInTheFile() throws {
        let pieces = try splitStatements("select 1;\n\n  select 'ä',\n    wrong;\n")
        guard case .statement(let statement) = pieces[1] else { throw NoStatement() }
        #expect(statement.place == ScriptPlace(line: 3, column: 3))
        #expect(statement.place(ofPosition: 17) == ScriptPlace(line: 4, column: 5))
        #expect(statement.place(ofPosition: 10_000).line == 4)
    }

    struct NoStatement: Error {}
}
