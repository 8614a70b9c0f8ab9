import JSONText
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// What a function raises of itself, what befalls the session while one runs, and values that their types refuse.
struct FunctionFailureTests {
    private static let text = FieldType(graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text"))

    /// Query has a field for each function: of one argument `v` of this type.
    private func makeServer(
        _ script: String, _ functions: [(name: String, type: QualifiedName, isArray: Bool)],
        options: (inout RequestExecutor.Options) -> Void = { _ in }
    ) throws -> GraphQLTestServer {
        let server = try GraphQLTestServer(isInstalled: false, options: options)
        do {
            try server.owner.script(script)
            var model = model
            model.functions = functions.map { name, type, isArray in
                FunctionField(
                    field: name,
                    function: FunctionReference(
                        name: QualifiedName("public", name), signature: "public.\(name)(\(type))"),
                    arguments: [
                        FunctionArgument(
                            name: "v", parameter: "v",
                            type: FieldType(
                                graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text"),
                                isArray: isArray),
                            parameterType: type, parameterIsArray: isArray, isRequired: false)
                    ], result: .value(Self.text))
            }
            try GraphQLTestServer.install(model, server.owner)
            try server.waitUntilReady()
        } catch {
            server.stop()
            throw error
        }
        return server
    }

    /// The other direction of `DatabaseFailureTests.aStateBecomesACodeAndNothingLeaks`.
    @Test(arguments: [
        // The server ends the session: FATAL, 57P01.
        ("perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(60)", "503 DATABASE_UNAVAILABLE"),
        ("perform pg_sleep(60)", #"200 STATEMENT_TIMEOUT ["befallen"]"#),
        ("perform 1 from public.locked", #"503 OVERLOADED ["befallen"]"#),
        // A handler that raises again what it caught says what it was.
        (
            "begin perform 1 from public.locked; exception when others then raise; end",
            #"503 OVERLOADED ["befallen"]"#
        ),
        // The session runs out of what one may have: 53400.
        (
            "perform set_config('temp_file_limit', '0', true); perform set_config('work_mem', '64kB', true); "
                + "perform count(*) from (select n from generate_series(1, 100000) n order by random()) q",
            #"503 DATABASE_UNAVAILABLE ["befallen"]"#
        ),
    ])
    func whatBefallsTheSessionWhileAFunctionRunsIsToldAsEver(body: String, expected: String) throws {
        let server = try makeServer(
            """
            create table locked (id int);
            create function befallen(v text default '') returns text language plpgsql stable as
                $$ begin \(body); return 'done'; end $$;
            """, [("befallen", QualifiedName("pg_catalog", "text"), false)]
        ) {
            $0.pool.settings = SessionSettings(statementTimeout: 1_000, lockTimeout: 50)
        }
        defer { server.stop() }
        try server.owner.script("begin; lock table locked in access exclusive mode")
        #expect(try server.failure("{ befallen }") == expected)
        try server.owner.script("commit")
    }

    /// Where the connection stays and the next request finds it.
    @Test func afterWhatAFunctionRaisesTheConnectionIsAsBefore() throws {
        let server = try makeServer(
            """
            create function raised(v text) returns text language plpgsql stable as
                $$ begin raise exception 'secret' using errcode = v; end $$;
            create function session(v text default '') returns text language sql stable as
                'select pg_catalog.pg_backend_pid()::text';
            """,
            ["raised", "session"].map { ($0, QualifiedName("pg_catalog", "text"), false) }
        ) { $0.pool.connections = 1 }
        defer { server.stop() }
        let session = try server.data("{ session }")
        for state in ["57P01", "08006", "08P01", "57014", "40P01", "0A000", "26000", "53300"] {
            let answer = try server.ask("query ($s: String!) { raised(v: $s) }", ["s": .string(state)])
            #expect(answer.status == 200 && answer.body.contains("A function of the database failed"), "\(state)")
            #expect(answer.body.contains("INTERNAL_ERROR") && !answer.body.contains("secret"))
        }
        #expect(try server.data("{ session }") == session)
    }

    /// A value that its type refuses when PostgreSQL reads it, before anything runs.
    @Test func aValueThatADomainRefusesIsToldWithItsPlace() throws {
        let server = try makeServer(
            """
            create domain code as text not null check (value ~ '^[a-z]+$');
            create function is_even(text) returns boolean language plpgsql immutable as
                $$ begin if length($1) % 2 = 1 then raise 'secret'; end if; return true; end $$;
            create domain even as text check (is_even(value));
            create function coded(v code) returns text language sql stable return v;
            create function codes(v code[]) returns text language sql stable return v[1];
            create function evens(v even) returns text language sql stable return v;
            create function inner_code(v text) returns text language plpgsql stable as
                $$ declare c public.code = v; begin return c; end $$;
            """,
            [
                ("coded", QualifiedName("public", "code"), false), ("codes", QualifiedName("public", "code"), true),
                ("evens", QualifiedName("public", "even"), false),
                ("inner_code", QualifiedName("pg_catalog", "text"), false),
            ])
        defer { server.stop() }
        func check(_ query: String, _ variables: JSON, _ part: String) throws {
            let answer = try server.ask(query, variables)
            #expect(answer.status == 200 && answer.body.contains("INVALID_VALUE"), "\(answer.body)")
            #expect(answer.body.contains(part) && !answer.body.contains("secret"), "\(answer.body)")
        }
        #expect(try server.data("{ coded(v: \"abc\") evens(v: \"ab\") }") == #"{"coded":"abc","evens":"ab"}"#)
        let refused = "The database refused a value: it is malformed or out of range."
        try check("{ coded(v: \"ABC\") }", .null, #""locations":[{"line":1,"column":12}]"#)
        try check("query ($a: String) { coded(v: $a) }", ["a": "ABC"], "$a: \(refused)")
        try check("query ($a: String) { coded(v: $a) }", ["a": nil], "$a: \(refused)")
        try check("query ($a: String!) { evens(v: $a) }", ["a": "abc"], "$a: \(refused)")
        try check("query ($a: [String]) { codes(v: $a) }", ["a": ["abc", "A"]], "$a: \(refused)")
        // Two places have the text; PostgreSQL says which one it read.
        try check(
            "query ($a: String, $b: String) { users(where: { name: { eq: $a } }) { id } coded(v: $b) }",
            ["a": "ABC", "b": "ABC"], "$b: \(refused)")
        // What a function does with a value is its own affair.
        #expect(try server.failure("{ inner_code(v: \"ABC\") }") == #"200 INTERNAL_ERROR ["inner_code"]"#)
    }

    @Test(arguments: [
        ("unnamed portal parameter $2", 1), ("unnamed portal parameter $1 = '{$9'", 0),
        ("Parameter $3 von unbenanntem Portal", 2),
        ("PL/pgSQL function is_even(text) line 1 at RAISE\nunnamed portal parameter $12", 11),
        ("unnamed portal with parameters: $1 = 'x', $2 = 'y'", nil),
        ("SQL statement \"select $1\"\nPL/pgSQL function f(integer) line 3 at EXECUTE", nil),
        ("SQL function \"f$1\" statement 1", nil), ("unnamed portal parameter $0", nil), ("", nil),
    ])
    func theContextNamesTheParameter(context: String, index: Int?) {
        var error = PostgresError(sqlState: "23514", message: "")
        error.context = context
        #expect(error.refusedParameter == index)
        #expect((functionFailure(error, path: []) == nil) == (index != nil))
        #expect(databaseFailure(error, path: []).code == (index == nil ? .internalError : .invalidValue))
    }

    /// By the routine that reported it; the context of both is a function's, and in the server's language.
    @Test(arguments: ["40001", "40P01", "53200", "57P01", "57014", "55P03"])
    func aCodeIsAFunctionsWhereItWasRaised(state: String) {
        var error = PostgresError(sqlState: state, message: "")
        error.context = "PL/pgSQL function f() line 1 at RAISE"
        for routine in ["DeadLockReport", "ProcessInterrupts", nil] {
            error.routine = routine
            #expect(functionFailure(error, path: []) == nil && !error.isRaised)
        }
        error.routine = "exec_stmt_raise"
        #expect(functionFailure(error, path: [])?.code == .internalError)
        #expect(!error.isTimeout && !error.isLockTimeout && !error.isLockTrouble)
        error.severity = .fatal
        #expect(functionFailure(error, path: []) == nil)
    }
}
