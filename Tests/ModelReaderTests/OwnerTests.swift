import Postgres
import Support
import Testing

@testable import ModelReader

/// Whose schema `fraiseql` is read, and by whom.
struct OwnerTests {
    private let database: TestDatabase
    private let superuser: Connection
    private let eve: String
    private let other: String

    init() throws {
        database = try PrivateCluster.shared.makeDatabase()
        superuser = try database.connect()
        (eve, other) = ("eve_\(database.name)", "other_\(database.name)")
        try superuser.script(
            """
            create role \(eve) login;
            create role \(other) login;
            grant create on database \(database.name) to \(eve);
            """)
        try connect(eve).script(
            """
            create schema fraiseql;
            create table fraiseql.migration (version text);
            create table fraiseql.api_model (format integer, model json, installed_at timestamptz);
            create function fraiseql.object_definition() returns text language sql return '';
            grant usage on schema fraiseql to public;
            grant select on all tables in schema fraiseql to public;
            """)
    }

    private func connect(_ role: String) throws -> Connection {
        try Connection(PrivateCluster.shared.url(database.name, user: role))
    }

    /// The object for whose owner the reading is refused; nil where it is not.
    private func refusal(_ connection: Connection, _ use: CompanionUse) throws -> String? {
        do throws(ModelError) {
            let isThere = try companionIsThere(connection, for: use)
            #expect(isThere)
            return nil
        } catch {
            guard case .foreignOwner(let object, let owner) = error else { throw error }
            #expect(owner == eve)
            return object
        }
    }

    @Test func aSuperuserTrustsNobodyWhoIsNone() throws {
        #expect(try refusal(superuser, .records) == "schema fraiseql")
        #expect(try refusal(superuser, .model) == "schema fraiseql")
        // Being a member changes nothing: a superuser counts as one of every role.
        try superuser.script("grant \(eve) to postgres")
        #expect(try refusal(superuser, .records) == "schema fraiseql")
        try superuser.script("alter role \(eve) superuser")
        #expect(try refusal(superuser, .records) == nil)
        try superuser.script("alter role \(eve) nosuperuser; set role \(eve)")
        #expect(try refusal(superuser, .records) == nil)
    }

    /// The schema of the views as well: its owner could replace them.
    @Test func aSchemaOfSomebodyElseIsRefused() throws {
        func owner(_ connection: Connection) throws -> String? {
            do throws(ModelError) {
                try refuseForeignOwner(ofSchema: "api", connection)
                return nil
            } catch {
                guard case .foreignOwner("schema api", let owner) = error else { throw error }
                return owner
            }
        }
        #expect(try owner(connect(other)) == nil)
        try connect(eve).script("create schema api; grant all on schema api to public")
        #expect(try owner(connect(eve)) == nil)
        #expect(try owner(connect(other)) == eve)
        #expect(try owner(superuser) == eve)
        try superuser.script("alter schema api owner to postgres")
        #expect(try owner(connect(other)) == nil)
    }

    @Test func theOwnerOfTheDatabaseIsTrusted() throws {
        try superuser.script("alter database \(database.name) owner to \(eve)")
        #expect(try refusal(superuser, .records) == nil)
        #expect(try refusal(connect(other), .records) == nil)
        try superuser.script("alter schema fraiseql owner to pg_database_owner")
        #expect(try refusal(connect(other), .records) == nil)
    }

    @Test func aRoleTrustsItselfAndThoseWhoseRightsItHas() throws {
        #expect(try refusal(connect(eve), .records) == nil)
        #expect(try refusal(connect(other), .records) == "schema fraiseql")
        try superuser.script("grant \(eve) to \(other)")
        #expect(try refusal(connect(other), .records) == nil)
        try superuser.script("revoke \(eve) from \(other); grant \(other) to \(eve)")
        #expect(try refusal(connect(other), .records) == "schema fraiseql")
    }

    @Test(arguments: ["function fraiseql.object_definition()", "table fraiseql.migration"])
    func oneObjectOfAStrangerIsEnough(object: String) throws {
        try superuser.script(
            """
            alter schema fraiseql owner to postgres;
            alter table fraiseql.migration owner to postgres;
            alter table fraiseql.api_model owner to postgres;
            alter function fraiseql.object_definition() owner to postgres;
            """)
        #expect(try refusal(superuser, .records) == nil)
        try superuser.script("alter \(object) owner to \(eve)")
        #expect(try refusal(superuser, .records) == object)
        #expect(try refusal(superuser, .model) == nil)
    }

    /// The sidecar's login has no reason to trust the migrating role, and runs nothing of it by reading a plain table.
    @Test(arguments: [
        "alter table fraiseql.api_model enable row level security",
        "alter table fraiseql.api_model alter installed_at type fraiseql.mood using 'good'::fraiseql.mood",
        "create table fraiseql.more () inherits (fraiseql.api_model)",
        "alter table fraiseql.api_model rename to real; create view fraiseql.api_model as select * from fraiseql.real",
    ])
    func aModelThatCouldRunSomethingIsNotRead(trap: String) throws {
        #expect(try refusal(connect(other), .model) == nil)
        #expect(try readInstalledModel(connect(other)) == nil)
        try connect(eve).script("create type fraiseql.mood as enum ('good')")
        try connect(eve).script(trap)
        #expect(try refusal(connect(other), .model)?.contains("fraiseql.api_model") == true)
        #expect(throws: ModelError.self) { try readInstalledModel(connect(other)) }
        #expect(throws: ModelError.self) { try readInstalledModelVersion(connect(other)) }
    }

    @Test func noFunctionOfASearchPathIsCalled() throws {
        try superuser.script(
            """
            create table public.caught (what text);
            create function public.join(timestamptz, text) returns text language sql
                as $$insert into public.caught values ('join') returning 'caught'$$;
            create operator public.|| (leftarg = timestamptz, rightarg = text, function = public.join);
            grant insert, select on public.caught to \(eve);
            insert into fraiseql.api_model values (1, '{}', now());
            """)
        #expect(try readInstalledModel(connect(eve))?.version.contains("caught") == false)
        #expect(try readInstalledModelVersion(connect(eve))?.contains("caught") == false)
    }

    /// Between the look at the owner's table and its reading, the owner may put something else in its place.
    @Test(arguments: [
        "alter table fraiseql.api_model enable row level security; create policy p on fraiseql.api_model using (trap())",
        "drop table fraiseql.api_model; create view fraiseql.api_model as select 2 as format, '{}'::json as model, "
            + "now() as installed_at, '1'::text as xmin where trap(); grant select on fraiseql.api_model to public",
    ])
    func whatStandsInTheTablesPlaceRunsNothing(change: String) throws {
        let hasBoth =
            try superuser.query(
                "select 1 from pg_settings where name = 'restrict_nonsystem_relation_kind'"
            ).count == 1
        try superuser.script("create schema trap authorization \(eve)")
        let owner = try connect(eve)
        try owner.script(
            """
            set search_path = trap;
            create function trap() returns boolean language plpgsql as $$ begin raise exception 'trapped'; end $$;
            grant usage on schema trap to public;
            insert into fraiseql.api_model values (2, '{}', now());
            \(change)
            """)
        let reader = try connect(other)
        let error = #expect(throws: ModelError.self) { try ask(reader, "sql/model/installed.sql") }
        if hasBoth || change.contains("policy") { #expect(!"\(error as Any)".contains("trapped"), "\(error as Any)") }
        // The session is what it was.
        #expect(try reader.query("show row_security").single == "on")
    }
}
