import Configuration
import Migrator
import Postgres
import SQLText
import Support

/// A shop of two tenants that is in use: a running application and an analyst with roles of their own, an owner who is no
/// superuser and migrates, and the sidecar's login. Every role is this test's alone.
struct TenantShop {
    static let one = "00000000-0000-0000-0000-000000000001"
    static let two = "00000000-0000-0000-0000-000000000002"

    let workplace: Workplace
    let api: String
    let sidecar: String
    let owner: String
    let application: String
    let analyst: String

    init() throws {
        let workplace = try Workplace(try PrivateCluster.shared.makeDatabase())
        self.workplace = workplace
        api = try workplace.makeRole("api")
        sidecar = try workplace.makeRole("sidecar", "login noinherit")
        owner = try workplace.makeRole("owner", "login")
        application = try workplace.makeRole("application", "login")
        analyst = try workplace.makeRole("analyst", "login")
        try workplace.connection.script(
            """
            revoke connect on database \(workplace.name) from public;
            grant \(api) to \(sidecar);
            grant create on database \(workplace.name) to \(owner);
            alter schema public owner to \(owner);
            set role \(owner);
            create table public.tenants (id uuid primary key, name text not null);
            create table public.countries (code text primary key);
            create table public.customers (
                id bigint primary key,
                tenant_id uuid not null references public.tenants,
                email text not null unique
            );
            create table public.orders (
                id bigint primary key,
                tenant_id uuid not null references public.tenants,
                customer_id bigint not null references public.customers,
                total integer not null default 0
            );
            create materialized view public.totals as select tenant_id, sum(total) from public.orders group by 1;
            grant usage on schema public to \(application), \(analyst);
            grant select, insert, update, delete on all tables in schema public to \(application);
            grant select on public.orders, public.customers to \(analyst);
            insert into public.tenants values ('\(Self.one)', 'one'), ('\(Self.two)', 'two');
            insert into public.countries values ('FR');
            insert into public.customers values (1, '\(Self.one)', 'ada@one'), (2, '\(Self.two)', 'bob@two');
            insert into public.orders values (1, '\(Self.one)', 1, 10), (2, '\(Self.two)', 2, 20), (3, '\(Self.two)', 2, 30);
            refresh materialized view public.totals;
            reset role;
            """)
        workplace.configuration.grantRole = api
        workplace.configuration.excludedRelations = [QualifiedName("public", "totals")]
    }

    /// Everything adopted, nobody forgotten.
    func adopt() {
        workplace.configuration.tenancy.column = "tenant_id"
        workplace.configuration.tenancy.trustedLogins = [sidecar]
        workplace.configuration.tenancy.rules = [
            QualifiedName("public", "tenants"): .column("id"), QualifiedName("public", "countries"): .shared,
        ]
        workplace.configuration.tenancy.existingRoles = [
            ExistingRole(name: application, sees: .all), ExistingRole(name: analyst, sees: .tenant),
        ]
    }

    /// A session of a login.
    func connect(as login: String) throws -> Connection {
        let connection = try Connection(workplace.url)
        try connection.script("set session authorization \(login)")
        return connection
    }

    /// What the API role sees of a tenant, in one transaction as the sidecar's flights are. Nil stands for no context.
    func asTenant(_ tenant: String?, _ sql: String) throws -> String? {
        let connection = try connect(as: sidecar)
        try connection.script("begin")
        try connection.query("select set_config('role', $1, true)", [api])
        if let tenant { try connection.query("select set_config('fraiseql.tenant_id', $1, true)", [tenant]) }
        defer { _ = try? connection.query("rollback") }
        return try connection.query(sql).single
    }

    /// The SQLSTATE of what a tenant may not do; nil where it may.
    func refusal(_ tenant: String?, _ sql: String) throws -> String? {
        do {
            _ = try asTenant(tenant, sql)
            return nil
        } catch let error as PostgresError {
            return error.sqlState
        }
    }

    /// The API writes in a later release; an attacker is given the privileges today.
    func allowWriting() throws {
        try workplace.connection.script("grant insert, update, delete on all tables in schema public to \(api)")
    }
}
