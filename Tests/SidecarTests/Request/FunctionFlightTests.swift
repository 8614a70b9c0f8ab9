import JSONText
import Postgres
import SQLText
import SchemaMapping
import Testing

@testable import Sidecar

/// A function of the user's may set what its transaction sees, so a request that calls one has its own.
struct FunctionFlightTests {
    private struct TextField {
        var name: String
        /// Of the user's, with a row of `public.users` as its argument; nil for a column.
        var function: String?
    }

    /// Its view of users has an id and these fields, as a script makes it. Nothing is known of them yet.
    private func makeServer(
        connections: Int = 3, _ script: String, _ fields: TextField...
    ) throws -> GraphQLTestServer {
        let server = try GraphQLTestServer(isInstalled: false) { $0.pool.connections = connections }
        do {
            try server.owner.script("drop view api.v_user; \(script)")
            let text = FieldType(graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text"))
            var model = model
            model.entities[0].fields =
                [model.entities[0].fields[0]]
                + fields.map { field in
                    let function = field.function.map {
                        FunctionReference(name: QualifiedName("public", $0), signature: "public.\($0)(public.users)")
                    }
                    return Field(
                        name: field.name, column: field.name, type: text, isNullable: true, function: function)
                }
            try GraphQLTestServer.install(model, server.owner)
            try server.waitUntilReady()
        } catch {
            // Its loop would go on without it.
            server.stop()
            throw error
        }
        return server
    }

    /// When its transaction began, once as a column and once as what a function computes.
    @Test(arguments: [("column", true), ("computed", false)])
    func aRequestThatCallsAFunctionSharesNoTransaction(field: String, isShared: Bool) throws {
        let server = try makeServer(
            connections: 1,
            """
            create view api.v_user with (security_invoker = true) as
                select id, now()::text as column, now()::text as computed from public.users;
            """, TextField(name: "column"), TextField(name: "computed", function: "f"))
        defer { server.stop() }
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
        let server = try makeServer(
            """
            create function public.failing(public.users) returns text language plpgsql stable as
                $$ begin raise exception 'secret' using errcode = '\(state)'; end $$;
            create view api.v_user with (security_invoker = true) as
                select id, public.failing(users) as failing from public.users;
            """, TextField(name: "failing", function: "failing"))
        defer { server.stop() }
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
        let server = try makeServer(
            connections: 1,
            """
            create function public.change(public.users) returns text language sql stable as $$
                select concat(
                    set_config('role', 'pg_monitor', false), set_config('TimeZone', 'Asia/Tokyo', false),
                    set_config('default_transaction_read_only', 'off', false), set_config('a.tenant', '7', false))
            $$;
            create view api.v_user as
                select id, public.change(users) as change, concat_ws(
                    ' ', current_user, current_setting('TimeZone'), current_setting('default_transaction_read_only'),
                    current_setting('a.tenant', true)) as state
                from public.users;
            grant usage on schema api to pg_monitor;
            grant select on api.v_user to pg_monitor;
            """, TextField(name: "state"), TextField(name: "change", function: "change"))
        defer { server.stop() }
        let before = try server.data("{ user(id: 1) { state } }")
        #expect(before.contains(" UTC on"))
        for _ in 1...2 {
            #expect(try server.data("{ user(id: 1) { change } }").contains("pg_monitor"))
            // A setting of one's own is empty once it has been there.
            #expect(try server.data("{ user(id: 1) { state } }").replacing(" \"", with: "\"") == before)
        }
    }
}
