import HostSystem
import Postgres
import Support
import Testing

/// The commands as a user types them, on examples/shop.
struct MigrationCommandTests {
    @Test func theWayUpAndDownLeavesTheSchemaAsItWas() throws {
        let shop = try Shop()
        let before = try shop.dump()
        #expect(try shop.fraiseql("init").exitCode == 0)
        #expect(try shop.fraiseql("db", "status").exitCode == 0)

        let plan = try shop.fraiseql("db", "plan")
        #expect(plan.exitCode == 2)
        #expect(plan.answer.contains("create view api.v_order with (security_invoker = true)"))
        #expect(plan.messages == "")

        let written = try shop.fraiseql("db", "migrate", "first")
        #expect(written.exitCode == 0)
        #expect(written.answer.hasPrefix("migrations/") && written.answer.hasSuffix("_first\n"))
        #expect(try shop.fraiseql("db", "migrate", "second").messages.contains("wait to be applied"))
        #expect(try shop.fraiseql("db", "status").exitCode == 2)

        #expect(try shop.fraiseql("db", "upgrade").exitCode == 0)
        #expect(try shop.fraiseql("db", "status").exitCode == 0)
        #expect(try shop.fraiseql("db", "verify").exitCode == 0)
        let nothing = try shop.fraiseql("db", "plan")
        #expect(nothing.exitCode == 0)
        #expect(nothing.answer == "")

        #expect(try shop.fraiseql("db", "downgrade", "base").exitCode == 0)
        #expect(try shop.dump() == before)
    }

    /// What docs/least-privilege.md says of `schema`, `check` and `explain`.
    @Test func theSidecarsLoginMayLookButNotTouch() throws {
        let shop = try Shop()
        let (api, sidecar) = ("\(shop.database.name)_api", "\(shop.database.name)_sidecar")
        try shop.database.connect().script(
            "create role \(api); create role \(sidecar) login; grant \(api) to \(sidecar);")
        try shop.fraiseql("init")
        let configuration = "[api]\nrole = \"\(api)\"\n"
        try writeFile("\(shop.folder)/fraiseql.toml", configuration)
        let applied = try shop.fraiseql("db", "apply")
        #expect(applied.exitCode == 0, "\(applied.messages)")

        let login = PrivateCluster.shared.url(shop.database.name, user: sidecar)
        for arguments in [["schema"], ["check"], ["explain", "{ orders { number customer { fullName } } }"]] {
            let result = try runFraiseQL(arguments, in: shop.folder, database: login)
            #expect([0, 2].contains(result.exitCode), "\(arguments): \(result.messages)")
        }
        let refused = try runFraiseQL(["db", "downgrade", "base"], in: shop.folder, database: login)
        #expect(refused.exitCode == 1)
        #expect(refused.messages.contains("docs/least-privilege.md"), "\(refused.messages)")
    }

    @Test func whatWasChangedByHandIsFoundAndMadeAgain() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        try shop.database.connect().query("drop view api.v_review")
        let drift = try shop.fraiseql("db", "verify")
        #expect(drift.exitCode == 2)
        #expect(
            drift.answer
                == "view api.v_review was dropped by hand: `fraiseql db migrate NAME` and `fraiseql db upgrade` make it again\n"
        )
        #expect(try shop.fraiseql("db", "plan").exitCode == 2)
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        #expect(try shop.fraiseql("db", "verify").exitCode == 0)
        try shop.database.connect().query("drop view api.v_review")
        #expect(try shop.fraiseql("db", "downgrade", "base").exitCode == 0)
    }

    @Test func theTeamsOwnMigrationRunsAroundTheViews() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let statement = "alter table public.orders alter column placed_at type timestamptz(0)"
        #expect(throws: (any Error).self) { try shop.database.connect().query(statement) }
        let around = try shop.fraiseql("db", "around", "--", "psql", "-qX", shop.database.url, "-c", statement)
        #expect(around.exitCode == 0, "\(around.messages)")
        #expect(try shop.fraiseql("db", "status").exitCode == 0)

        for name in ["public.\"open", "a.b.c.d", "nowhere"] {
            let unknown = try shop.fraiseql("db", "unbind", name)
            #expect(unknown.exitCode == 1)
            #expect(unknown.messages.contains("no generated view stands on \(name)"), "\(unknown.messages)")
        }
        #expect(try shop.fraiseql("db", "migrate", "Bad Name").exitCode == 64)

        let failing = try shop.fraiseql("db", "around", "public.orders", "--", "false")
        #expect(failing.exitCode == 1)
        #expect(failing.messages.contains("false ended with 1"))
        #expect(try shop.fraiseql("db", "status").exitCode == 0)
    }

    @Test func aDroppedColumnLeavesTheViewAndComesBackAsAPlan() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let drop = "alter table public.reviews drop column body"
        let around = try shop.fraiseql("db", "around", "--", "psql", "-qX", shop.database.url, "-c", drop)
        #expect(around.exitCode == 2)
        #expect(around.messages.contains("does not fit its table any more"))
        #expect(try shop.fraiseql("db", "plan").exitCode == 2)
        let applied = try shop.fraiseql("db", "apply")
        #expect(applied.exitCode == 0, "\(applied.messages)")
        #expect(try shop.fraiseql("db", "status").exitCode == 0)
        #expect(try shop.fraiseql("db", "verify").exitCode == 0)
    }

    @Test func aChangedColumnBelowAViewIsSaidUntilAMigrationFollows() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let change = "alter table public.reviews alter column rating type int; alter table public.reviews add extra int"
        let around = try shop.fraiseql("db", "around", "reviews", "--", "psql", "-qX", shop.database.url, "-c", change)
        #expect(around.exitCode == 0)
        #expect(around.messages.hasPrefix("unbound view api.v_review\n"), "\(around.messages)")
        let stale = "Review (public.reviews): column rating is pg_catalog.int4, was pg_catalog.int2"
        #expect(around.messages.contains("\nstale: \(stale)\nrun 'fraiseql db migrate NAME'"), "\(around.messages)")
        #expect(try shop.fraiseql("db", "status").exitCode == 2)
        let verify = try shop.fraiseql("db", "verify")
        #expect(verify.exitCode == 2)
        #expect(
            verify.answer
                == "the installed API is not as the database: \(stale); run `fraiseql db migrate NAME` and `fraiseql db upgrade`\n"
        )
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        #expect(try shop.fraiseql("db", "verify").exitCode == 0)

        #expect(try shop.fraiseql("db", "unbind", "reviews").answer == "unbound view api.v_review\n")
        let again = try shop.fraiseql("db", "unbind", "reviews")
        #expect(again.messages.contains("nothing is to unbind"), "\(again.messages)")
        #expect(again.exitCode == 0)
        let status = try shop.fraiseql("db", "status")
        #expect(status.answer.contains("unbound: view api.v_review: 'fraiseql db bind' makes them again"))
    }

    @Test func aMissingPrivilegeIsNamed() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let owner = try shop.database.connect()
        let role = "poor_\(shop.database.name)"
        try owner.script("create role \(role) login")
        try writeFile("\(shop.folder)/fraiseql.toml", "[api]\nrole = \"\(role)_api\"\n")
        try owner.script("create role \(role)_api")
        let url = PrivateCluster.shared.url(shop.database.name, user: role)
        func apply() throws -> CommandResult {
            try runFraiseQL(["db", "apply"], in: shop.folder, database: url)
        }
        for (statement, missing) in [
            ("select 1", "lack: `grant create on database \(shop.database.name) to \(role);`; what"),
            (
                "grant create on database \(shop.database.name) to \(role)",
                "lack: `grant select on public.addresses to \(role) with grant option;`; what"
            ),
            ("grant select on all tables in schema public to \(role) with grant option", ""),
        ] {
            try owner.script(statement)
            let result = try apply()
            #expect(result.exitCode == (missing.isEmpty ? 0 : 1))
            #expect(missing.isEmpty || result.messages.contains(missing), "\(result.messages)")
            #expect(missing.isEmpty || result.messages.contains("docs/least-privilege.md"), "\(result.messages)")
        }
        #expect(try runFraiseQL(["db", "downgrade", "base"], in: shop.folder, database: url).exitCode == 0)
        try owner.script("drop owned by \(role); drop role \(role), \(role)_api")
    }

    @Test func whereNothingIsInstalledTheWayOutIsSaid() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        for command in [["explain", "{ orders { id } }"], ["db", "verify"], ["db", "unbind"]] {
            let result = try runFraiseQL(command, in: shop.folder, database: shop.database.url)
            #expect(result.exitCode == 1)
            #expect(result.messages.contains("db apply") && result.messages.contains("db migrate NAME"), "\(command)")
        }
    }

    @Test func aPlanSaysThatMigrationsWait() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let folder = try shop.fraiseql("db", "migrate", "first").answer.split(separator: "/").last?.dropLast() ?? ""
        let plan = try shop.fraiseql("db", "plan")
        #expect(plan.exitCode == 2)
        #expect(plan.messages.contains("migrations wait to be applied: \(folder);"))
    }

    @Test func statusSaysWhatApplyMade() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let status = try shop.fraiseql("db", "status")
        #expect(status.answer.contains(", made by 'fraiseql db apply', which writes no files\n"), "\(status.answer)")
        #expect(!status.answer.contains("not in the folder"))
        #expect(try shop.fraiseql("db", "status", "--json").answer.contains("\"isMadeByApply\": true"))
    }

    @Test func aNameInTheFolderDoesNotReachTheTerminalAsAnEscapeSequence() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let path = "\(shop.folder)/migrations/20260101000000_\u{1b}[2Jgone"
        try makeDirectory(path)
        for command in [["db", "status"], ["db", "upgrade"]] {
            let result = try runFraiseQL(command, in: shop.folder, database: shop.database.url)
            let text = result.answer + result.messages
            #expect(text.contains("\\u{1b}[2Jgone/up.sql: there is no such file"), "\(text)")
            #expect(!text.contains("\u{1b}"))
        }
    }

    @Test func aMigrationAfterAnAppliedPlanIsRefusedWithTheWayOut() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "migrate", "apply").messages.contains("use another name"))
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let refused = try shop.fraiseql("db", "migrate", "first")
        #expect(refused.exitCode == 1)
        #expect(refused.messages.contains("take it back with `fraiseql db downgrade base` first"))
        #expect(try shop.fraiseql("db", "downgrade", "base").exitCode == 0)
        #expect(try shop.fraiseql("db", "migrate", "first").exitCode == 0)
    }
}
