import Configuration
import Migrator
import Postgres
import Support
import Testing

/// The tool runs with more rights than those who may create functions in `public`.
struct SearchPathTests {
    /// Each fits better than PostgreSQL's own, and tells that it was called.
    private static let traps = """
        create table public.caught (what text);
        create function public.jsonb_build_object(text, uuid, text, text, text, jsonb) returns jsonb language sql
            as $$select '{"caught": true}'::jsonb$$;
        create function public.is_same(oid, regclass) returns boolean language sql
            as $$insert into public.caught values ('oid = regclass') returning true$$;
        create operator public.= (leftarg = oid, rightarg = regclass, function = public.is_same);
        create function public.format(text, integer, text, name, text) returns text language sql
            as $$insert into public.caught values ('format') returning 'caught'$$;
        create function public.format(text, integer, text, name) returns text language sql
            as $$insert into public.caught values ('format') returning 'caught'$$;
        """

    @Test func functionsInPublicAreNotTakenForPostgreSQLsOwn() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        try connection.script(Self.traps)
        let path = try #require(try writeMigration(connection, workplace.configuration, name: "first"))
        try upgrade(connection, workplace.configuration)
        #expect(try workplace.value("select data ->> 'fullName' from api.v_customer") == "Ada Lovelace")
        _ = try status(connection, workplace.configuration)
        #expect(try verify(connection, workplace.configuration) == [])
        try unbind(connection, workplace.configuration, relations: ["orders"])
        #expect(try bind(connection, workplace.configuration).bound == ["view api.v_order"])
        let other = try Connection(workplace.url)
        try other.script("begin; call fraiseql.lock_migrations()")
        let error = #expect(throws: MigrationError.self) { try upgrade(connection, workplace.configuration) }
        #expect(error?.description.contains("caught") == false)
        try other.script("rollback")
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(workplace.psql("\(path)/up.sql") == 0)
        #expect(try workplace.value("select data ->> 'fullName' from api.v_customer") == "Ada Lovelace")
        #expect(try workplace.value("select string_agg(what, ', ') from public.caught") == nil)
    }

    @Test func aStepOfAPersonHasTheSearchPathOfTheSession() throws {
        let workplace = try Workplace.shop()
        let path = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "hand")
        let room = "-- Write the statements of this step here."
        try replace(room, "create table theirs (id integer);", in: "\(path)/up.sql")
        try replace(room, "drop table theirs;", in: "\(path)/down.sql")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select to_regclass('public.theirs') is not null") == "t")
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.value("select to_regclass('public.theirs') is null") == "t")
    }
}
