import Configuration
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// Privileges that hands give and take, on every kind of object that a migration makes.
struct GrantTests {
    /// The statement, and what `verify` says of it; `role` is the API role, `app` another one.
    @Test(arguments: [
        (
            "revoke usage on schema fraiseql from role",
            "grant schema fraiseql to role was revoked by hand: "
                + "run `grant usage on schema fraiseql to role;`, or the next migration does"
        ),
        (
            "revoke usage on schema api from role",
            "grant schema api to role was revoked by hand: "
                + "run `grant usage on schema api to role;`, or the next migration does"
        ),
        (
            "revoke select on fraiseql.api_model from role",
            "grant fraiseql.api_model to role was revoked by hand: "
                + "run `grant select on fraiseql.api_model to role;`, or the next migration does"
        ),
        (
            "revoke select on api.v_order from role",
            "grant api.v_order to role was revoked by hand: "
                + "run `grant select on api.v_order to role;`, or the next migration does"
        ),
        (
            "revoke select (total) on public.orders from role",
            "grant public.orders to role was revoked by hand: "
                + "run `grant select (id, customer_id, total) on public.orders to role;`, or the next migration does"
        ),
        (
            "grant create on schema fraiseql to app",
            "records 0001_records is open to others by grant create on schema fraiseql to app;"
        ),
        (
            "grant insert on fraiseql.migration to app with grant option",
            "records 0001_records is open to others by grant insert on fraiseql.migration to app with grant option;"
        ),
        (
            "grant update (definition) on fraiseql.installed_object to role",
            "records 0001_records is open to others by grant update (definition) on fraiseql.installed_object to role;"
        ),
        (
            "grant create on schema api to public",
            "schema api is open to others by grant create on schema api to public;"
        ),
        (
            "grant execute on procedure fraiseql.lock_migrations() to app",
            "function fraiseql.lock_migrations() is open to others by grant execute on procedure fraiseql.lock_migrations() to app;"
        ),
        (
            "grant execute on all functions in schema fraiseql to public; revoke execute on function fraiseql.object_address, fraiseql.object_definition from public",
            "function fraiseql.object_grants(text, text) is open to others by grant execute on function fraiseql.object_grants(text, text) to public;"
        ),
    ])
    func isNamedAndMendedByTheNextPlan(by hand: String, isNamed: String) throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let role = try workplace.makeRole()
        let app = try workplace.makeRole("app")
        workplace.configuration.grantRole = role
        let before = try workplace.dump()
        func named(_ text: String) -> String {
            text.replacing(/\brole\b/, with: role).replacing(/\bapp\b/, with: app)
        }
        _ = try apply(connection, workplace.configuration)
        let installed = try workplace.dump()

        try connection.script(named(hand))
        #expect(try verify(connection, workplace.configuration).map(\.description) == [named(isNamed)])
        #expect(try apply(connection, workplace.configuration) != nil)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        #expect(try workplace.dump() == installed)
        try downgrade(connection, workplace.configuration, to: nil)
        try connection.script(named(hand))
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func whoMayReadIsUpToThem() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let app = try workplace.makeRole("app")
        _ = try apply(connection, workplace.configuration)
        try connection.script(
            """
            grant usage on schema fraiseql, api to \(app);
            grant select on all tables in schema fraiseql to \(app);
            grant all on api.v_order to \(app);
            """)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
    }

    @Test func thePrivilegesOfOthersOnTheSchemaComeBackWithIt() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let app = try workplace.makeRole("app")
        _ = try apply(connection, workplace.configuration)
        try connection.script("grant usage on schema api to \(app); grant create on schema api to \(app)")
        workplace.configuration.apiSchema = "graphql"
        _ = try apply(connection, workplace.configuration)
        #expect(try workplace.value("select to_regnamespace('api')::text") == nil)
        try downgrade(connection, workplace.configuration, to: nil)
        #expect(try workplace.value("select has_schema_privilege('\(app)', 'api', 'usage')") == "t")
        #expect(try workplace.value("select has_schema_privilege('\(app)', 'api', 'create')") == "f")
    }

    @Test func onlyWhatFraiseQLGrantedIsTakenBack() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        _ = try apply(connection, workplace.configuration)
        try connection.script(
            """
            grant select (full_name), update (note) on public.customers to \(role);
            grant create on schema public to \(role);
            """)
        #expect(try verify(connection, workplace.configuration) == [])
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(
            try workplace.value("select has_column_privilege('\(role)', 'public.customers', 'note', 'update')") == "t")
        #expect(
            try workplace.value("select has_column_privilege('\(role)', 'public.customers', 'id', 'select')") == "f")
        #expect(try workplace.value("select has_schema_privilege('\(role)', 'public', 'create')") == "t")
    }

    /// Nothing of FraiseQL's was touched: what the role had from others is gone.
    @Test func whatTheRoleHadFromOthersIsNamedWithItsStatement() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let role = try workplace.makeRole()
        try connection.script(
            """
            create function public.label(public.orders) returns text language sql stable return $1.total::text;
            grant select on public.orders to \(role);
            grant select (id) on public.customers to \(role);
            grant usage on schema public to \(role);
            """)
        workplace.configuration.grantRole = role
        _ = try apply(connection, workplace.configuration)
        #expect(try status(connection, workplace.configuration).missingPrivileges == [])
        #expect(try verify(connection, workplace.configuration) == [])
        try connection.script(
            """
            revoke usage on schema public from public, \(role);
            revoke select on public.orders from \(role);
            revoke select (id) on public.customers from \(role);
            revoke execute on function public.label(public.orders) from public;
            """)
        let statements = [
            "grant usage on schema public to \(role);",
            "grant select (id) on public.customers to \(role);",
            "grant select on public.orders to \(role);",
            "grant execute on function public.label(public.orders) to \(role);",
        ]
        #expect(
            try verify(connection, workplace.configuration) == statements.map { .privilegeMissing(statement: $0) })
        let report = try status(connection, workplace.configuration)
        #expect(report.missingPrivileges == statements)
        #expect(report.hasWork)
        for statement in statements { try connection.script(statement) }
        #expect(try verify(connection, workplace.configuration) == [])
        try connection.script(
            "revoke usage on schema public from \(role); alter table public.orders drop column total cascade")
        #expect(try status(connection, workplace.configuration).missingPrivileges == [statements[0]])
        try connection.script("drop owned by \(role); drop role \(role)")
        let privileges = try status(connection, workplace.configuration).missingPrivileges
        #expect(privileges.first == "create role \(role) nologin;")
        #expect(privileges.last == "grant select (full_name, note) on public.customers to \(role);")
    }

    @Test func whatAnOwnerMayNoLongerDoIsNamedWithItsStatement() throws {
        let workplace = try Workplace.shop()
        let owner = try workplace.makeRole("owner", "login")
        try workplace.connection.script(
            """
            alter database \(workplace.name) owner to \(owner);
            alter table public.customers owner to \(owner);
            alter table public.orders owner to \(owner);
            """)
        let connection = try Connection(PrivateCluster.shared.url(workplace.name, user: owner))
        _ = try apply(connection, workplace.configuration)
        try connection.script(
            """
            revoke execute on routine fraiseql.begin_step(text, integer, text) from \(owner);
            revoke insert, references on fraiseql.migration from \(owner);
            revoke create on schema api from \(owner);
            revoke select on api.v_order from \(owner);
            """)
        let statements = [
            "grant create on schema api to \(owner);", "grant select on api.v_order to \(owner);",
            "grant insert on fraiseql.migration to \(owner);",
            "grant execute on routine fraiseql.begin_step(text,integer,text) to \(owner);",
        ]
        #expect(
            try verify(connection, workplace.configuration) == statements.map { .privilegeMissing(statement: $0) })
        #expect(try status(connection, workplace.configuration).missingPrivileges == statements)
        for statement in statements { try connection.script(statement) }
        #expect(try verify(connection, workplace.configuration) == [])

        // What verify itself calls.
        try connection.script("revoke execute on routine fraiseql.object_definition(text, text) from \(owner)")
        let statement = "grant execute on routine fraiseql.object_definition(text,text) to \(owner);"
        #expect(try verify(workplace.connection, workplace.configuration) == [.privilegeMissing(statement: statement)])
        let refusal = #expect(throws: MigrationError.self) { try verify(connection, workplace.configuration) }
        #expect(refusal?.description.contains("run `\(statement)`") == true, "\(String(describing: refusal))")
        try connection.script(statement)
        #expect(try verify(connection, workplace.configuration) == [])
    }

    @Test func whatOneDatabaseOfTheChainOpenedIsNoObstacleInAnother() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let app = try workplace.makeRole("app")
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        try connection.script("grant create on schema api to \(app)")
        _ = try writeMigration(connection, workplace.configuration, name: "closed")
        try connection.script("drop owned by \(app); drop role \(app)")
        let other = try Workplace.shop()
        try upgrade(other.connection, workplace.configuration)
        #expect(try verify(other.connection, workplace.configuration) == [])
        try downgrade(other.connection, workplace.configuration, to: .base)
    }

    /// By a statement of theirs, which the views do not mind, or around the views, whatever follows.
    @Test(arguments: [false, true], [false, true])
    func aColumnThatIsRenamedIsTakenBackUnderItsNewName(isAround: Bool, isMigrated: Bool) throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let role = try workplace.makeRole()
        try connection.script("grant select (id) on public.orders to \(role)")
        workplace.configuration.grantRole = role
        _ = try apply(connection, workplace.configuration)
        let rename = "alter table public.orders rename column total to amount"
        if isAround {
            try workplace.around(rename)
        } else {
            try connection.script(rename)
        }
        if isMigrated {
            #expect(try apply(connection, workplace.configuration) != nil)
            #expect(try verify(connection, workplace.configuration) == [])
            #expect(try planMigration(connection, workplace.configuration).isEmpty)
        }
        try downgrade(connection, workplace.configuration, to: .base)
        let other = try Workplace.shop()
        try other.connection.script("grant select (id) on public.orders to \(role); \(rename)")
        #expect(try workplace.dump() == other.dump())
    }

    /// What was granted again on a table that was made anew is found under a later name, too.
    @Test func soIsOneOfATableThatWasMadeAnew() throws {
        let workplace = try Workplace.shop()
        workplace.configuration.grantRole = try workplace.makeRole()
        _ = try apply(workplace.connection, workplace.configuration)
        let anew = """
            drop table public.orders;
            create table public.orders (id bigint, customer_id uuid, total numeric(12, 2));
            """
        try workplace.around(anew)
        let rename = "alter table public.orders rename column total to amount"
        try workplace.connection.script(rename)
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        let other = try Workplace.shop()
        try other.connection.script("\(anew) \(rename)")
        #expect(try workplace.dump() == other.dump())
    }

    /// A restored database has other numbers for its tables: what was noted may be somebody else's grant now.
    @Test func aNotedNumberThatIsAnotherTablesTakesNothing() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let role = try workplace.makeRole()
        try connection.script("grant select on public.customers to \(role)")
        workplace.configuration.grantRole = role
        _ = try apply(connection, workplace.configuration)
        try connection.script(
            """
            update fraiseql.installed_object
            set grants = array['public.customers'::regclass::oid || ' 1 2 3 4']
            where kind = 'grant' and shape::json ->> 'name' = 'public.orders'
            """)
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
    }
}
