import JSONText
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// What a client sees when PostgreSQL fails.
struct DatabaseFailureTests {
    /// A view whose column fails with a state of our choice.
    private func failWith(_ state: String, _ server: GraphQLTestServer) throws {
        try server.owner.script(
            """
            create or replace function boom() returns int language plpgsql as
            $$ begin
                raise exception 'secret of v_user' using
                    errcode = '\(state)', detail = 'secret detail', hint = 'secret hint', column = 'secret column',
                    constraint = 'secret constraint', datatype = 'secret type', table = 'secret table',
                    schema = 'secret schema';
            end $$;
            create or replace view api.v_user with (security_invoker = true) as
            select id, name, case when id = 1 then public.boom() else score end as score from public.users;
            """)
    }

    @Test(
        arguments: [
            ("22012", "200 INVALID_VALUE [\"x\"]"), ("22P02", "200 INVALID_VALUE [\"x\"]"),
            ("2201B", "200 INVALID_VALUE [\"x\"]"), ("2202E", "200 INVALID_VALUE [\"x\"]"),
            ("42501", "200 FORBIDDEN [\"x\"]"),
            ("54001", "200 LIMIT_EXCEEDED [\"x\"]"), ("54011", "200 LIMIT_EXCEEDED [\"x\"]"),
            ("XX000", "200 INTERNAL_ERROR [\"x\"]"), ("P0001", "200 INTERNAL_ERROR [\"x\"]"),
            // A function raised it: the model fits as it did, and the database is well.
            ("42703", "200 INTERNAL_ERROR [\"x\"]"), ("0A000", "200 INTERNAL_ERROR [\"x\"]"),
            ("57014", "200 INTERNAL_ERROR [\"x\"]"), ("53200", "200 INTERNAL_ERROR [\"x\"]"),
            ("40001", "200 INTERNAL_ERROR [\"x\"]"), ("40P01", "200 INTERNAL_ERROR [\"x\"]"),
            ("55P03", "200 INTERNAL_ERROR [\"x\"]"), ("08006", "200 INTERNAL_ERROR [\"x\"]"),
            ("57P01", "200 INTERNAL_ERROR [\"x\"]"), ("57P03", "200 INTERNAL_ERROR [\"x\"]"),
            ("42601", "200 INTERNAL_ERROR [\"x\"]"),
        ])
    func aStateBecomesACodeAndNothingLeaks(state: String, expected: String) throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        try failWith(state, server)
        let query = "{ fine: user(id: 2) { score } x: user(id: 1) { score } }"
        #expect(try server.failure(query) == expected)
        let answer = try server.ask(query)
        #expect(answer.header("X-Request-Id") != nil)
        for leak in ["secret", "v_user", "boom", "select", state] { #expect(!answer.body.contains(leak)) }
        #expect(answer.status == 503 || answer.body.hasSuffix(#"],"data":null}"#))
    }

    @Test(
        arguments: [
            (["22000", "22003", "22012", "22021", "22025", "22P02", "2201B"], ErrorCode.invalidValue),
            (["42601", "42622"], .invalidValue), (["2202E"], .unsupported),
            (["54000", "54001", "54011", "54023"], .limitExceeded), (["57014"], .timeout), (["42501"], .forbidden),
            (["42P01", "42703", "42883", "42725", "42704", "42804", "3F000", "0A000"], .schemaChanged),
            (["55P03"], .overloaded),
            (["08000", "08001", "08003", "08006", "08P01"], .databaseUnavailable),
            (["53000", "53100", "53200", "53300", "53400"], .databaseUnavailable),
            (["40001", "40P01", "57P01", "57P02", "57P03"], .databaseUnavailable),
            (
                ["XX000", "P0001", "57000", "25006", "23505", "26000", "55000", "58030", "", "2"],
                .internalError
            ),
        ])
    func everyStateHasItsCode(states: [String], code: ErrorCode) {
        for state in states { #expect(errorCode(forSQLState: state) == code, "\(state)") }
    }

    @Test func theVariableWithARefusedValueIsNamed() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let query = "query($f: UserFilter!, $p: String!) { users(where: { and: [$f, { name: { like: $p } }] }) { id } }"
        let refused = try server.ask(query, ["f": ["id": ["in": [1, 2]], "name": ["regex": "("]], "p": "x"])
        #expect(refused.body.contains("A regular expression is malformed"))
        let error = PostgresError(sqlState: "22P02", message: #"invalid input syntax for type uuid: "x""#)
        let (a, b) = (VariablePath(variable: "a", elements: [.member("id")]), VariablePath(variable: "b"))
        let binds: [Bind] = [.literal("x"), .variable(a, .scalar), .variable(b, .scalar)]
        #expect(refusedValue(error, binds, ["y", "x", "y"]) == .variable(a))
        #expect(refusedValue(error, binds, ["x", "y", "y"]) == .literal("x"))
        #expect(refusedValue(error, binds, ["x", "x", "y"]) == nil)
        #expect(refusedValue(error, binds, ["y", "x", "x"]) == nil)
        #expect(refusedValue(error, binds, ["y", nil, ""]) == nil)
    }

    @Test func theLiteralThatWasRefusedIsFoundWhereThereIsOne() throws {
        let server = try GraphQLTestServer(isInstalled: false)
        defer { server.stop() }
        try server.owner.script(
            """
            drop view api.v_user;
            create view api.v_user with (security_invoker = true) as select id, now() as "at" from public.users;
            """)
        var model = model
        let type = FieldType(
            graphQLName: "DateTime", postgresType: QualifiedName("pg_catalog", "timestamptz"))
        model.entities[0].fields = [
            model.entities[0].fields[0], Field(name: "at", column: "at", type: type, isNullable: true),
        ]
        try GraphQLTestServer.install(model, server.owner)
        try server.waitUntilReady()
        let one = try server.ask(#"{ users(where: { at: { gt: "tomorow", lt: "2026-01-01" } }) { id } }"#).body
        #expect(one.contains("INVALID_VALUE") && one.contains(#""locations":[{"line":1,"column":28}]"#), "\(one)")
        let two = try server.ask(#"{ users(where: { at: { gt: "tomorow", lt: "tomorow" } }) { id } }"#).body
        #expect(two.contains("INVALID_VALUE") && !two.contains("locations"), "\(two)")
    }

    @Test func aSyntaxErrorInAStatementIsOurs() {
        var error = PostgresError(sqlState: "42601", message: "syntax error in lquery")
        #expect(databaseFailure(error, path: []).code == .invalidValue)
        error.position = 8
        #expect(databaseFailure(error, path: []).code == .internalError)
    }

    /// The pattern is the client's own, so PostgreSQL judges it.
    @Test func aPatternThatEndsInTheMiddleOfAnEscapeIsAValueThatIsRefused() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let query = "query($p: String) { users(where: { name: { like: $p } }) { id } }"
        #expect(try server.failure(query, ["p": "Ad\\"]) == #"200 INVALID_VALUE ["users"]"#)
        #expect(try server.data(query, ["p": "Ad\\a"]) == #"{"users":[{"id":1}]}"#)
    }

    @Test(arguments: [
        (#"{ regex: "(" }"#, "A regular expression is malformed: PostgreSQL's manual, section 9.7.3."),
        (#"{ niregex: "a**" }"#, "A regular expression is malformed: PostgreSQL's manual, section 9.7.3."),
        (#"{ like: "%\\" }"#, "A pattern of like ends with the character that escapes the next one."),
    ])
    func aMalformedPatternIsTheClientsError(filter: String, message: String) throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let query = "{ x: users(where: { name: \(filter) }) { id } }"
        #expect(try server.failure(query) == "200 INVALID_VALUE [\"x\"]")
        #expect(try server.ask(query).body.contains(message))
    }

    @Test func anErrorFailsItsOwnRequestOnly() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        try failWith("22012", server)
        let client = server.newClient()
        let queries = (0..<60).map { "{ user(id: \($0 % 3 + 1)) { id score } }" }
        client.send(queries.map { post(JSON.object(["query": .string($0)]).text) }.joined())
        for query in queries {
            let body = try #require(try client.response()).body
            #expect(body.contains("INVALID_VALUE") == query.contains("id: 1"))
        }
    }

    @Test func aStatementThatTakesTooLongIsCutOff() throws {
        let server = try GraphQLTestServer { $0.pool.settings.statementTimeout = 50 }
        defer { server.stop() }
        try server.owner.script(
            """
            create function wait() returns boolean stable language plpgsql as
            $$ begin perform pg_sleep(20); return true; end $$;
            create or replace view api.v_user with (security_invoker = true) as
            select id, name, case when public.wait() then score else 0 end as score from public.users
            """)
        #expect(try server.failure("{ slow: users { score } }") == #"200 STATEMENT_TIMEOUT ["slow"]"#)
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
    }

    @Test func aNullCharacterIsRefusedAndCutsNothing() throws {
        let server = try GraphQLTestServer()
        defer { server.stop() }
        let query = "query($name: String) { users(where: { name: { eq: $name } }) { id } }"
        #expect(try server.failure(query, ["name": "Ada\u{0}x"]).hasPrefix("200 "))
    }

    @Test func aSlowStatementDoesNotHoldUpTheOthers() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 2
            $0.pool.slowAfter = 0
        }
        defer { server.stop() }
        _ = try server.waitForConnections()
        try server.owner.script(
            """
            create function wait() returns boolean stable language plpgsql as
            $$ begin perform pg_advisory_xact_lock(7); return true; end $$;
            create or replace view api.v_user with (security_invoker = true) as
            select id, name, case when public.wait() then score else 0 end as score from public.users;
            """)
        let slow = "{ users { score } }"
        // It is slow by the bound of this test, so it runs in the lane from the second time on.
        try server.ask(slow)
        try server.owner.script("select pg_advisory_lock(7)")
        let other = server.newClient()
        other.send(post(JSON.object(["query": .string(slow)]).text))
        try waitUntil("the slow read waits") { try isSomebodyWaiting(server.owner) }
        #expect(try server.data("{ users(limit: 1) { id } }") == #"{"users":[{"id":1}]}"#)
        #expect(try isSomebodyWaiting(server.owner))
        try server.owner.script("select pg_advisory_unlock(7)")
        #expect(try other.response()?.body == #"{"data":{"users":[{"score":10},{"score":20},{"score":null}]}}"#)
    }

    @Test func aFullQueueIsSaidAtOnce() throws {
        let server = try GraphQLTestServer {
            $0.pool.connections = 2
            $0.pool.limits.reads = 1
        }
        defer { server.stop() }
        // With one of them alone the second read would wait in the other one, when it comes.
        _ = try server.waitForConnections()
        #expect(try server.ask("{ users { id } }").status == 200)
        try server.owner.script("begin; lock table users in access exclusive mode")
        let waiting = server.newClient()
        waiting.send(post(#"{"query":"{ users { id } }"}"#))
        // The catalogs can be read while the user's table is locked.
        try waitUntil("the read waits for the table") { try isSomebodyWaiting(server.owner) }
        let refused = try server.ask("{ users { id } }")
        #expect(refused.status == 503)
        #expect(refused.header("Retry-After") != nil)
        #expect(refused.body.contains("OVERLOADED"))
        try server.owner.script("commit")
        #expect(try waiting.response()?.body == #"{"data":{"users":[{"id":1},{"id":2},{"id":3}]}}"#)
    }
}
