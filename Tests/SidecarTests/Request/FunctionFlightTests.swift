import JSONText
import Postgres
import SQLText
import SchemaMapping
import Testing

@testable import Sidecar

/// A function of the user's may set what its transaction sees, so a request that calls one has its own.
struct FunctionFlightTests {
    /// When its transaction began, once as a column and once as what a function computes.
    @Test(arguments: [("column", true), ("computed", false)])
    func aRequestThatCallsAFunctionSharesNoTransaction(field: String, isShared: Bool) throws {
        let server = try GraphQLTestServer(isInstalled: false) { $0.pool.connections = 1 }
        defer { server.stop() }
        try server.owner.script(
            """
            drop view api.v_user;
            create view api.v_user with (security_invoker = true) as
                select id, now()::text as column, now()::text as computed from public.users;
            """)
        var model = model
        let text = FieldType(graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text"))
        model.entities[0].fields = [
            model.entities[0].fields[0], Field(name: "column", column: "column", type: text, isNullable: true),
            Field(
                name: "computed", column: "computed", type: text, isNullable: true,
                function: FunctionReference(
                    name: QualifiedName("public", "f"), signature: "public.f(public.users)")),
        ]
        try GraphQLTestServer.install(model, server.owner)
        try server.waitUntilReady()
        let clients = [server.newClient(), server.newClient()]
        let request = post(JSON.object(["query": .string("{ user(id: 1) { \(field) } }")]).text)
        // Connected, and the statement known.
        for client in clients {
            client.send(request)
            _ = try client.response()
        }
        server.withLoopBusy {
            for client in clients { #expect(client.send(request)) }
        }
        let answers = try clients.map { try #require(try $0.response()).body }
        #expect((answers[0] == answers[1]) == isShared, "\(answers)")
    }

    /// It is the function that does not fit, and not the model.
    @Test(arguments: ["P0001", "0A000", "42P01"]) func aFunctionThatFailsIsSaid(state: String) throws {
        let server = try GraphQLTestServer(isInstalled: false)
        defer { server.stop() }
        try server.owner.script(
            """
            create function public.failing(public.users) returns text language plpgsql stable as
                $$ begin raise exception 'secret' using errcode = '\(state)'; end $$;
            drop view api.v_user;
            create view api.v_user with (security_invoker = true) as
                select id, public.failing(users) as failing from public.users;
            """)
        var model = model
        model.entities[0].fields = [
            model.entities[0].fields[0],
            Field(
                name: "failing", column: "failing",
                type: FieldType(graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text")),
                isNullable: true,
                function: FunctionReference(
                    name: QualifiedName("public", "failing"), signature: "public.failing(public.users)")),
        ]
        try GraphQLTestServer.install(model, server.owner)
        try server.waitUntilReady()
        for _ in 1...3 {
            let answer = try server.ask("{ user(id: 1) { failing } }")
            #expect(answer.body.contains("A function of the database failed"))
            #expect(answer.body.contains("INTERNAL_ERROR") && !answer.body.contains("secret"))
        }
        // A view that is gone is nobody's fault but the model's, whoever would have been called.
        try server.owner.script("drop view api.v_user")
        #expect(try server.failure("{ user(id: 1) { failing } }") == #"503 SCHEMA_CHANGED ["user"]"#)
    }

    /// A setting without the bounds of a transaction would stay for whoever has the connection next.
    @Test func whatAFunctionSetsEndsWithItsRequest() throws {
        let server = try GraphQLTestServer(isInstalled: false) { $0.pool.connections = 1 }
        defer { server.stop() }
        try server.owner.script(
            """
            create function public.change(public.users) returns text language sql stable as $$
                select concat(
                    set_config('role', 'pg_monitor', false), set_config('TimeZone', 'Asia/Tokyo', false),
                    set_config('default_transaction_read_only', 'off', false), set_config('a.tenant', '7', false))
            $$;
            drop view api.v_user;
            create view api.v_user as
                select id, public.change(users) as change, concat_ws(
                    ' ', current_user, current_setting('TimeZone'), current_setting('default_transaction_read_only'),
                    current_setting('a.tenant', true)) as state
                from public.users;
            grant usage on schema api to pg_monitor;
            grant select on api.v_user to pg_monitor;
            """)
        var model = model
        let text = FieldType(graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text"))
        model.entities[0].fields = [
            model.entities[0].fields[0], Field(name: "state", column: "state", type: text, isNullable: true),
            Field(
                name: "change", column: "change", type: text, isNullable: true,
                function: FunctionReference(
                    name: QualifiedName("public", "change"), signature: "public.change(public.users)")),
        ]
        try GraphQLTestServer.install(model, server.owner)
        try server.waitUntilReady()
        let before = try server.data("{ user(id: 1) { state } }")
        #expect(before.contains(" UTC on"))
        for _ in 1...2 {
            #expect(try server.data("{ user(id: 1) { change } }").contains("pg_monitor"))
            // A setting of one's own is empty once it has been there.
            #expect(try server.data("{ user(id: 1) { state } }").replacing(" \"", with: "\"") == before)
        }
    }
}
