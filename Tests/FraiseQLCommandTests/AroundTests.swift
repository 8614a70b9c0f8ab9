import HostSystem
import Postgres
import Support
import Testing

/// What `around`, `bind` and their neighbours say when the team's own migrations change what lies below the views.
struct AroundTests {
    /// An API role, and a view of the team's that it reads.
    private static func installed(_ shop: Shop, database: String? = nil) throws -> (owner: Connection, role: String) {
        let owner = try shop.database.connect()
        let role = "\(shop.database.name)_api"
        try owner.script(
            "create role \(role); create view public.sums as select customer_id, count(*) as n from orders group by 1")
        try shop.fraiseql("init")
        try writeFile("\(shop.folder)/fraiseql.toml", "[api]\nrole = \"\(role)\"\n")
        return (owner, role)
    }

    private static let madeAnew =
        "drop view public.sums; create view public.sums as select customer_id, count(*) as n, 1 as extra from orders group by 1"

    @Test func whatIsMadeAnewIsGrantedAgain() throws {
        let shop = try Shop()
        let (owner, role) = try Self.installed(shop)
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let given = "grant select (customer_id, n) on public.sums to \(role);"
        func read() throws -> String? {
            try owner.script("set role \(role)")
            defer { _ = try? owner.script("reset role") }
            return try owner.query("select count(*) > 0 from api.v_sum").single
        }
        #expect(try read() == "t")
        let around = try shop.fraiseql(
            "db", "around", "public.sums", "--", "psql", "-qX", shop.database.url, "-c", Self.madeAnew)
        #expect(around.exitCode == 0, "\(around.messages)")
        #expect(around.messages.contains("\ngranted again: \(given)\n"), "\(around.messages)")
        #expect(try read() == "t")
        #expect(try shop.fraiseql("db", "verify").exitCode == 0)

        #expect(try shop.fraiseql("db", "unbind", "sums").exitCode == 0)
        try owner.script(Self.madeAnew)
        let bind = try shop.fraiseql("db", "bind")
        #expect(bind.answer.hasSuffix("granted again: \(given)\n"), "\(bind.answer)")
        #expect(bind.exitCode == 0)
        #expect(try read() == "t")

        // What somebody revoked elsewhere is said, and left as it is.
        try owner.script("revoke select (id, full_name) on public.customers from \(role)")
        let other = try shop.fraiseql("db", "around", "public.sums", "--", "true")
        #expect(other.exitCode == 2)
        #expect(
            other.messages.contains("missing privilege: run `grant select (")
                && other.messages.contains(" on public.customers to \(role);`"), "\(other.messages)")
        #expect(!other.messages.contains("granted again"))
    }

    /// Nobody asked for it back: neither before the views go, nor while they are gone.
    @Test func whatSomebodyRevokedStaysRevoked() throws {
        let shop = try Shop()
        let (owner, role) = try Self.installed(shop)
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let missing = "missing privilege: run `grant select (customer_id, n) on public.sums to \(role);`\n"
        try owner.script("revoke select (n) on public.sums from \(role)")
        for change in ["select 1", Self.madeAnew] {
            let around = try shop.fraiseql("db", "around", "sums", "--", "psql", "-qX", shop.database.url, "-c", change)
            #expect(around.exitCode == 2)
            #expect(
                around.messages.contains(missing) && !around.messages.contains("granted again"), "\(around.messages)")
        }
        try owner.script("grant select (customer_id, n) on public.sums to \(role)")
        #expect(try shop.fraiseql("db", "unbind", "sums").exitCode == 0)
        try owner.script("revoke select (n) on public.sums from \(role)")
        let bind = try shop.fraiseql("db", "bind")
        #expect(bind.exitCode == 1)
        #expect(bind.answer == "bound view api.v_sum\n")
        #expect(bind.messages == missing)
    }

    @Test func whatIsBoundIsToldThoughAGrantFails() throws {
        let shop = try Shop()
        let (owner, role) = try Self.installed(shop)
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        #expect(try shop.fraiseql("db", "unbind", "sums").exitCode == 0)
        try owner.script(
            """
            \(Self.madeAnew);
            create function public.refuse() returns event_trigger language plpgsql as $$
            begin
                if current_query() like '%on public.sums to%' then raise exception 'no grants today'; end if;
            end $$;
            create event trigger refuse on ddl_command_start when tag in ('GRANT') execute function public.refuse();
            """)
        let bind = try shop.fraiseql("db", "bind")
        #expect(bind.exitCode == 1)
        #expect(bind.answer == "bound view api.v_sum\n")
        #expect(
            bind.messages
                == "missing privilege: run `grant select (customer_id, n) on public.sums to \(role);`: no grants today\n"
        )
    }

    /// The migrating role lost its own right with the view, and the owner must say it again.
    @Test func whatMayNotBeGrantedAgainIsNamed() throws {
        let shop = try Shop()
        let (owner, role) = try Self.installed(shop)
        let migrator = "\(shop.database.name)_migrator"
        try owner.script(
            """
            create role \(migrator) login;
            grant create on database \(shop.database.name) to \(migrator);
            grant usage on schema public to \(migrator) with grant option;
            grant select on all tables in schema public to \(migrator) with grant option;
            """)
        let url = PrivateCluster.shared.url(shop.database.name, user: migrator)
        let applied = try runFraiseQL(["db", "apply"], in: shop.folder, database: url)
        #expect(applied.exitCode == 0, "\(applied.messages)")
        // As docs/migrations.md says: the command has the owner's DATABASE_URL.
        let change = "psql -qX \"$DATABASE_URL\" -c '\(Self.madeAnew)'"
        let around = ["db", "around", "--database-url", url, "sums", "--", "sh", "-c", change]
        let lacking = try runFraiseQL(around, in: shop.folder, database: shop.database.url)
        let missing = "missing privilege: run `grant select (customer_id, n) on public.sums to \(role);`\n"
        #expect(lacking.exitCode == 2)
        #expect(lacking.messages.contains(missing), "\(lacking.messages)")
        #expect(!lacking.messages.contains("granted again"))
        let status = try runFraiseQL(["db", "status"], in: shop.folder, database: url)
        #expect(status.answer.contains(missing))
        #expect(status.exitCode == 2)
        // What docs/least-privilege.md advises for what the owner makes later.
        try owner.script(
            "alter default privileges in schema public grant select on tables to \(migrator) with grant option")
        let again = try runFraiseQL(around, in: shop.folder, database: shop.database.url)
        #expect(again.exitCode == 0)
        #expect(again.messages.contains("granted again: "), "\(again.messages)")
        #expect(try runFraiseQL(["db", "downgrade", "base"], in: shop.folder, database: url).exitCode == 0)
        try owner.script("drop owned by \(migrator); drop role \(migrator)")
    }

    @Test(arguments: [
        ("nosuchtool", "run nosuchtool: No such file or directory"),
        ("./notes.txt", "run ./notes.txt: Permission denied"),
        (".", "run .: Permission denied"),
    ])
    func aCommandThatCannotRunIsRefusedBeforeAViewIsDropped(command: String, message: String) throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        try writeFile("\(shop.folder)/notes.txt", "")
        let views = "select array_agg(oid order by oid)::text from pg_class where relnamespace = 'api'::regnamespace"
        let before = try shop.database.connect().query(views).single
        let refused = try shop.fraiseql("db", "around", "--", command, "up")
        #expect(refused.exitCode == 1)
        #expect(refused.messages == "fraiseql: \(message)\n")
        #expect(try shop.database.connect().query(views).single == before)
    }

    @Test func whatCannotBeBoundNeedsAMigrationAndNotBind() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let nothing = try shop.fraiseql("db", "bind")
        #expect(nothing.messages == "nothing is to bind: nothing is unbound\n")
        #expect(nothing.exitCode == 0)
        #expect(try shop.fraiseql("db", "unbind", "reviews").exitCode == 0)
        #expect(try shop.fraiseql("db", "verify").answer == "view api.v_review is unbound: run `fraiseql db bind`\n")
        try shop.database.connect().script("alter table public.reviews drop column body")
        let verify = try shop.fraiseql("db", "verify").answer
        #expect(
            verify.hasPrefix(
                "view api.v_review is unbound, and columns or functions below it are gone: `fraiseql db migrate NAME`"),
            "\(verify)")
        #expect(!verify.contains("db bind"))
    }

    @Test func aFolderThatIsNotThereIsNoEmptyChain() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let empty = try shop.fraiseql("db", "upgrade")
        #expect(empty.exitCode == 0)
        #expect(
            empty.messages
                == "migrations holds no migration: `fraiseql db migrate NAME` writes the first\nnothing is to do\n")
        #expect(
            try shop.fraiseql("db", "status").answer == "no migrations: 'fraiseql db migrate NAME' writes the first\n")

        try writeFile("\(shop.folder)/fraiseql.toml", "[migrations]\ndirectory = \"nowhere\"\n")
        let message = "there is no folder nowhere (`directory` in [migrations]; `migrations` beside the configuration"
        let upgrade = try shop.fraiseql("db", "upgrade")
        #expect(upgrade.exitCode == 1)
        #expect(upgrade.messages.hasPrefix("fraiseql: \(message)"), "\(upgrade.messages)")
        let status = try shop.fraiseql("db", "status")
        #expect(status.exitCode == 2)
        #expect(status.answer.contains("problem: \(message)"), "\(status.answer)")
        // `apply` needs none.
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        #expect(try shop.fraiseql("db", "status").exitCode == 0)
    }

    @Test func catchingUpSaysWhatItStandsFor() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try shop.fraiseql("db", "migrate", "first").exitCode == 0)
        #expect(try shop.fraiseql("db", "upgrade").exitCode == 0)
        let change = "alter table public.reviews drop column body"
        #expect(try shop.fraiseql("db", "around", "--", "psql", "-qX", shop.database.url, "-c", change).exitCode == 2)
        #expect(try shop.fraiseql("db", "migrate", "second").exitCode == 0)
        #expect(try shop.fraiseql("db", "upgrade").exitCode == 0)
        #expect(try shop.fraiseql("db", "downgrade", "base").exitCode == 0)
        let refused = try shop.fraiseql("db", "upgrade")
        #expect(refused.exitCode == 1)
        #expect(refused.messages.contains("run `fraiseql db upgrade --catch-up`"), "\(refused.messages)")
        let ran = try shop.fraiseql("db", "upgrade", "--catch-up")
        #expect(ran.exitCode == 0, "\(ran.messages)")
        let names = ran.answer.split(separator: "\n").map { $0.dropFirst("applied ".count) }
        #expect(
            ran.messages.hasPrefix(
                "catching up: the API of \(names.last ?? "") is installed in one go; it stands for \(names.joined(separator: ", "))\n"
            ), "\(ran.messages)")
        let status = try shop.fraiseql("db", "status")
        #expect(status.answer.contains(", caught up with \(names.last?.prefix(14) ?? "")\n"), "\(status.answer)")
        #expect(status.exitCode == 0)
    }
}
