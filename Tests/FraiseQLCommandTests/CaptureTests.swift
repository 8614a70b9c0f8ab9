import HostSystem
import Postgres
import Support
import Testing

/// A login that may only create objects in `public` tries to have the migrating role run something for it.
struct CaptureTests {
    private let shop: Shop
    private let eve: String

    init() throws {
        shop = try Shop()
        eve = "eve_\(shop.database.name)"
        try shop.database.connect().script(
            """
            create role \(eve) login;
            grant create, usage on schema public to \(eve);
            create table public.caught (who text);
            grant insert on public.caught to public;
            """)
        try shop.fraiseql("init")
    }

    private func asEve(_ statements: String) throws {
        try Connection(PrivateCluster.shared.url(shop.database.name, user: eve)).script(statements)
    }

    private func isSuperuser() throws -> Bool {
        try shop.database.connect().query("select rolsuper from pg_roles where rolname = $1", [eve]).single == "t"
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func aNameOfATableNeverBecomesAStatement(lineBreak: String) throws {
        try asEve(
            """
            do $d$ begin execute format('create table public.%I (id int primary key)',
                'z' || '\(lineBreak)' || '-- outside a transaction' || '\(lineBreak)'
                || 'alter role \(eve) superuser;--'); end $d$
            """)
        #expect(try shop.fraiseql("db", "migrate", "first").exitCode == 0)
        let files = try listDirectory("\(shop.folder)/migrations")
        let script = "\(shop.folder)/migrations/\(files[0])/up.sql"
        #expect(run("psql -qX -v ON_ERROR_STOP=1 \(quoteForShell(shop.database.url)) -f \(script) >/dev/null") == 0)
        #expect(try !isSuperuser())
        #expect(try shop.fraiseql("db", "downgrade", "base").exitCode == 0)
        let again = try shop.fraiseql("db", "upgrade")
        #expect(again.exitCode == 0, "\(again.messages)")
        #expect(try !isSuperuser())
    }

    /// Eve may create schemas, and lays a whole companion in wait for a superuser.
    @Test func aForgedCompanionIsRefusedBeforeAnythingOfItRuns() throws {
        try shop.database.connect().script("grant create on database \(shop.database.name) to \(eve)")
        #expect(try shop.fraiseql("db", "migrate", "forged").exitCode == 0)
        let folder = "\(shop.folder)/migrations/\(try listDirectory("\(shop.folder)/migrations")[0])"
        let url = PrivateCluster.shared.url(shop.database.name, user: eve)
        #expect(run("psql -qX \(quoteForShell(url)) -f \(folder)/up.sql >/dev/null 2>&1") == 0)
        try asEve(
            """
            create or replace function fraiseql.object_definition(kind text, name text) returns text language plpgsql
                as $f$ begin execute 'alter role \(eve) superuser'; return null; end $f$;
            alter table fraiseql.api_model rename to forged;
            create view fraiseql.api_model as select *, '1'::xid as xmin from fraiseql.forged
                where fraiseql.object_definition('', '') is null;
            """)
        for command in [
            ["db", "plan"], ["db", "apply"], ["db", "status"], ["db", "verify"], ["db", "migrate", "next"],
            ["db", "upgrade"], ["db", "downgrade", "base"], ["db", "unbind"], ["db", "bind"],
            ["db", "around", "--", "true"], ["check"], ["schema"], ["explain", "{ orders { id } }"],
        ] {
            let result = try runFraiseQL(command, in: shop.folder, database: shop.database.url)
            #expect(result.exitCode == 1, "\(command): \(result.messages)")
            #expect(result.messages.contains("schema fraiseql belongs to \(eve)"), "\(command): \(result.messages)")
            #expect(try !isSuperuser(), "\(command)")
        }
    }

    @Test func aCommentNeverEndsTheModel() throws {
        try asEve(
            """
            create table public.nice (id int primary key);
            comment on table public.nice is U&'\\0600$model$); alter role \(eve) superuser; select ($model$\\0301';
            """)
        let applied = try shop.fraiseql("db", "apply")
        #expect(applied.exitCode == 0, "\(applied.messages)")
        #expect(try !isSuperuser())
    }

    @Test func functionsAndOperatorsInPublicAreNotTakenForBuiltInOnes() throws {
        try asEve(
            """
            create function public.caught(text) returns text language plpgsql as $f$
            begin insert into public.caught values (current_user); return $1; end $f$;
            create table public.good (id int primary key, name text, other text);
            create function public.jsonb_build_object(text, int, text, text, text, text) returns jsonb
                language plpgsql as $f$ begin perform public.caught('view'); return '{}'; end $f$;
            create function public.to_json(text[]) returns json
                language plpgsql as $f$ begin perform public.caught('json'); return '[]'; end $f$;
            create function public.tt(timestamptz, text) returns text
                language plpgsql as $f$ begin perform public.caught('keeper'); return ''; end $f$;
            create operator public.|| (leftarg = timestamptz, rightarg = text, function = public.tt);
            create function public.tq(text, text) returns boolean
                language plpgsql as $f$ begin perform public.caught('equal'); return true; end $f$;
            create operator public.= (leftarg = text, rightarg = text, function = public.tq);
            """)
        for command in [
            ["db", "plan"], ["db", "apply"], ["db", "status"], ["db", "verify"], ["check"], ["schema"],
            ["explain", "{ goods { id } }"], ["db", "unbind", "public.good"], ["db", "bind"],
        ] {
            let result = try runFraiseQL(command, in: shop.folder, database: shop.database.url)
            #expect([0, 2].contains(result.exitCode), "\(command): \(result.messages)")
        }
        let connection = try shop.database.connect()
        try connection.script("insert into public.good values (1, 'a', 'b'); select data from api.v_good")
        #expect(try connection.query("select pg_catalog.count(*) from public.caught").single == "0")
    }
}
