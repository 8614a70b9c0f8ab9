import Configuration
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// `[migrations] event_trigger`: statements of the team are noticed, never hindered.
struct EventTriggerTests {
    private func watchedShop() throws -> Workplace {
        let workplace = try Workplace.shop()
        workplace.configuration.noticesDDL = true
        _ = try apply(workplace.connection, workplace.configuration)
        return workplace
    }

    private func stale(_ workplace: Workplace) throws -> [String] {
        try status(workplace.connection, workplace.configuration).stale.map { subject in
            String(subject.description.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "TIME"))
        }
    }

    private func notices(_ workplace: Workplace) throws -> String? {
        try workplace.value(
            """
            select string_agg(command || ' ' || schema_name || '.' || object_name, ', ' order by noticed_at)
            from fraiseql.ddl_notice
            """)
    }

    @Test func whatIsStaleSaysWhoMadeItSo() throws {
        let workplace = try watchedShop()
        let app = try workplace.makeRole("app", "login")
        try workplace.connection.script(
            """
            grant create on schema public to \(app);
            create unique index on public.customers (full_name);
            alter table public.orders add column note text, add column color text;
            comment on column public.orders.note is 'What the customer said.';
            """)
        let other = try Connection(PrivateCluster.shared.url(workplace.name, user: app))
        try other.script("create table public.carriers (id int primary key)")
        #expect(
            try stale(workplace) == [
                "Carrier (public.carriers): is new (CREATE TABLE by \(app), TIME)",
                "Customer (public.customers): key customerByFullName added (CREATE INDEX by postgres, TIME)",
                "Order (public.orders): column note added, column color added (COMMENT by postgres, TIME)",
            ])
        let commands = try status(workplace.connection, workplace.configuration).stale.last?.commands
        #expect(commands?.map(\.command) == ["ALTER TABLE", "COMMENT"])

        #expect(try apply(workplace.connection, workplace.configuration) != nil)
        #expect(try stale(workplace).isEmpty)
        #expect(try notices(workplace) == nil)
        try workplace.connection.script(
            "set client_min_messages = warning; drop view api.v_carrier; drop table public.carriers")
        #expect(try stale(workplace) == ["Carrier (public.carriers): is gone (DROP TABLE by postgres, TIME)"])
    }

    @Test func theyComeAndGoWithTheKey() throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump()
        _ = try apply(workplace.connection, workplace.configuration)
        let plain = try workplace.dump()
        workplace.configuration.noticesDDL = true
        let plan = try planMigration(workplace.connection, workplace.configuration)
        #expect(planText(plan, workplace.configuration).contains("step 1 of 1: event triggers\n"))
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try workplace.dump().contains("CREATE EVENT TRIGGER fraiseql_ddl_command_end"))
        #expect(try planMigration(workplace.connection, workplace.configuration).isEmpty)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        workplace.configuration.noticesDDL = false
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try workplace.dump() == plain)
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func oneThatWasSwitchedOffByHandIsDrift() throws {
        let workplace = try watchedShop()
        let installed = try workplace.dump()
        try workplace.connection.script(
            "alter event trigger fraiseql_sql_drop disable; drop event trigger fraiseql_ddl_command_end")
        #expect(try verify(workplace.connection, workplace.configuration).count == 2)
        _ = try apply(workplace.connection, workplace.configuration)
        #expect(try workplace.dump() == installed)
        // The way back leaves the one as the hands had it, and the next one removes both.
        try downgrade(workplace.connection, workplace.configuration, to: nil)
        #expect(
            try workplace.value(
                "select string_agg(format('%s %s', evtname, evtenabled), ', ' order by evtname) from pg_event_trigger")
                == "fraiseql_ddl_command_end O, fraiseql_sql_drop D")
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.value("select count(*) from pg_event_trigger") == "0")
    }

    /// An empty migration leaves them where they are: they are no part of what migrations run on.
    @Test func anEmptyMigrationKeepsThem() throws {
        let workplace = try watchedShop()
        let installed = try workplace.dump()
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        _ = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "own")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try workplace.dump() == installed)
    }

    /// Whatever hinders the notice.
    @Test(arguments: [
        "drop table fraiseql.ddl_notice",
        "alter table fraiseql.ddl_notice drop column command",
        "alter table fraiseql.ddl_notice add constraint none check (false) not valid",
        "insert into fraiseql.ddl_notice (command, schema_name, object_name) select repeat(chr(65 + n % 26), 900), 'a', 'b' from generate_series(1, 1300) as n",
    ])
    func noStatementFailsForIt(hand: String) throws {
        let workplace = try watchedShop()
        try workplace.connection.script(hand)
        try workplace.connection.script(
            """
            alter table public.orders add column note text;
            drop table public.orders cascade;
            create table public.orders (id int primary key);
            """)
        if hand.contains("insert") {
            #expect(try workplace.value("select count(*) from fraiseql.ddl_notice") == "1300")
        }
    }

    /// What was deleted would keep its place until somebody vacuums.
    @Test func aFullTableHasRoomAgainAfterAMigration() throws {
        let workplace = try watchedShop()
        let connection = workplace.connection
        try connection.script(
            """
            alter table fraiseql.ddl_notice set (autovacuum_enabled = false);
            insert into fraiseql.ddl_notice (command, schema_name, object_name)
            select repeat(chr(65 + n % 26), 900), 'a', 'b' from generate_series(1, 1300) as n;
            alter table public.orders add column note text;
            """)
        #expect(try workplace.value("select count(*) from fraiseql.ddl_notice where command = 'ALTER TABLE'") == "0")
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try notices(workplace) == nil)
        try connection.script("alter table public.orders add column other text")
        #expect(try notices(workplace) == "ALTER TABLE public.orders")
    }

    @Test func noStatementWaitsForIt() throws {
        let workplace = try watchedShop()
        let other = try Connection(workplace.url)
        try other.script("begin; lock table fraiseql.ddl_notice in access exclusive mode")
        try workplace.connection.script(
            "set statement_timeout = '30s'; alter table public.orders add column note text; reset statement_timeout")
        try other.script("commit")
        #expect(try notices(workplace) == nil)
    }

    @Test func everyFormOfDDLGoesOn() throws {
        let workplace = try watchedShop()
        let other = try Connection(workplace.url)
        let connection = workplace.connection
        try connection.query("create index concurrently on public.orders (total)")
        try connection.query("reindex table concurrently public.orders")
        try connection.script("create temporary table mine (id int); drop table mine")
        try connection.script(
            """
            create function public.one() returns int language sql as 'select 1';
            create type public.mood as enum ('fine');
            alter type public.mood add value 'sad';
            grant select on public.orders to public;
            """)
        // Two transactions that serialize: a notice that reads what the other writes would fail one of them.
        try connection.script(
            "begin isolation level serializable; select * from public.orders; create table public.first (id int)")
        try other.script(
            "begin isolation level serializable; select * from public.customers; create table public.second (id int)")
        try connection.query("commit")
        try other.query("commit")
        try connection.script("drop table public.first; drop table public.second")
        let noticed = try notices(workplace)
        // PostgreSQL 17 and later tell event triggers of it.
        let isTold = try workplace.value("select current_setting('server_version_num')::int >= 170000") == "t"
        let reindexed = isTold ? "REINDEX public.orders, " : ""
        #expect(
            noticed
                == "CREATE INDEX public.orders, \(reindexed)CREATE TYPE public.mood, ALTER TYPE public.mood, "
                + "CREATE TABLE public.first, CREATE TABLE public.second, DROP TABLE public.first, DROP TABLE public.second"
        )
    }

    /// The function runs as a superuser whenever anybody changes the database.
    @Test func nobodyRunsAnythingThroughThem() throws {
        let workplace = try watchedShop()
        let app = try workplace.makeRole("app", "login")
        try workplace.connection.script("grant create on schema public to \(app)")
        let other = try Connection(PrivateCluster.shared.url(workplace.name, user: app))
        // Temporary relations come before those of the catalog, unless the search path says otherwise.
        try other.script(
            """
            create function public.mine() returns oid language plpgsql as $f$
            begin
                perform set_config('mine.ran', current_user, false);
                return null;
            end
            $f$;
            create temporary view pg_class as
                select public.mine() as oid, 0::oid as relnamespace, 'x'::name as relname, 'r'::"char" as relkind,
                    'p'::"char" as relpersistence;
            create temporary view pg_index as select public.mine() as indrelid, 0::oid as indexrelid;
            create temporary view pg_namespace as select public.mine() as oid, 'x'::name as nspname;
            create table public.theirs (id int);
            """)
        #expect(try other.query("select current_setting('mine.ran', true)").single == nil)
        #expect(try notices(workplace)?.hasSuffix("CREATE TABLE public.theirs") == true)
        #expect(throws: PostgresError.self) { try other.query("select fraiseql.notice_ddl()") }
        #expect(throws: PostgresError.self) { try other.query("select * from fraiseql.ddl_notice") }
        #expect(throws: PostgresError.self) {
            try other.query("insert into fraiseql.ddl_notice values (now(), '', '', '', '')")
        }
    }

    @Test func whoeverOwnsTheCompanionMustBeASuperuser() throws {
        let workplace = try Workplace.shop()
        let owner = try workplace.makeRole("owner", "login")
        _ = try apply(workplace.connection, workplace.configuration)
        let installed = try workplace.dump()
        try workplace.connection.script(
            "alter database \(workplace.name) owner to \(owner); alter schema fraiseql owner to \(owner)")
        workplace.configuration.noticesDDL = true
        let refusal = #expect(throws: MigrationError.self) { try apply(workplace.connection, workplace.configuration) }
        let text = refusal?.description ?? ""
        #expect(text.contains("event triggers need a superuser: schema fraiseql belongs to \(owner)"), "\(text)")
        #expect(text.contains("Leave out event_trigger in [migrations]"), "\(text)")
        try workplace.connection.script("alter schema fraiseql owner to postgres")
        try workplace.connection.script("alter table fraiseql.ddl_notice owner to \(owner)")
        #expect(throws: MigrationError.self) { try apply(workplace.connection, workplace.configuration) }
        try workplace.connection.script("alter table fraiseql.ddl_notice owner to postgres")
        #expect(try workplace.dump() == installed)
    }
}
