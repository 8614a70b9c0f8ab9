import Configuration
import InstallPlanner
import Migrator
import Postgres
import SQLText
import Support
import Testing

/// As the attacker: a role without rights of its own, two tenants.
struct TenantIsolationTests {
    private func installed() throws -> TenantShop {
        let shop = try TenantShop()
        shop.adopt()
        _ = try apply(shop.workplace.connection, shop.workplace.configuration)
        try shop.allowWriting()
        return shop
    }

    @Test func aTenantSeesItsOwnRows() throws {
        let shop = try installed()
        let seen = """
            select concat_ws(' ',
                (select string_agg(id::text, ',' order by id) from api.v_order),
                (select string_agg(id::text, ',' order by id) from public.orders),
                (select string_agg(name, ',') from api.v_tenant), (select count(*) from api.v_country))
            """
        #expect(try shop.asTenant(TenantShop.one, seen) == "1 1 one 1")
        #expect(try shop.asTenant(TenantShop.two, seen) == "2,3 2,3 two 1")
    }

    @Test(arguments: [nil, ""]) func withoutATenantThereIsNoRowAndNoError(tenant: String?) throws {
        let shop = try installed()
        let count = "select (select count(*) from api.v_order) + (select count(*) from public.customers)"
        #expect(try shop.asTenant(tenant, count) == "0")
        for change in ["update public.orders set total = 0", "delete from public.orders"] {
            let counted = "with changed as (\(change) returning 1) select count(*) from changed"
            #expect(try shop.asTenant(tenant, counted) == "0")
        }
        let insert = "insert into public.orders values (9, '\(TenantShop.one)', 1, 1)"
        #expect(try shop.refusal(tenant, insert) == "42501")
    }

    @Test func aTenantWritesItsOwnRowsAlone() throws {
        let shop = try installed()
        func changed(_ sql: String) throws -> String? {
            try shop.asTenant(TenantShop.one, "with changed as (\(sql) returning 1) select count(*) from changed")
        }
        #expect(try changed("update public.orders set total = total + 1") == "1")
        #expect(try changed("update public.orders set total = 0 where id = 2") == "0")
        #expect(try changed("delete from public.orders where id > 1") == "0")
        #expect(try changed("insert into public.orders values (9, '\(TenantShop.one)', 1, 1)") == "1")
        let foreign = "insert into public.orders values (9, '\(TenantShop.two)', 1, 1)"
        #expect(try shop.refusal(TenantShop.one, foreign) == "42501")
        // A row does not move to another tenant, nor comes from one.
        #expect(try shop.refusal(TenantShop.one, "update public.orders set tenant_id = '\(TenantShop.two)'") == "42501")
        #expect(try changed("update public.orders set tenant_id = '\(TenantShop.one)' where id = 2") == "0")
        let upsert = """
            insert into public.orders values (2, '\(TenantShop.one)', 1, 1)
            on conflict (id) do update set total = 0
            """
        #expect(try shop.refusal(TenantShop.one, upsert) == "42501")
    }

    @Test func theTenantOfARequestIsTheDefault() throws {
        let shop = try installed()
        let insert = "insert into public.orders (id, customer_id) values (9, 1) returning tenant_id"
        #expect(try shop.asTenant(TenantShop.one, insert) == TenantShop.one)
    }

    @Test func nobodyNamesTheirOwnTenant() throws {
        let shop = try installed()
        let analyst = try shop.connect(as: shop.analyst)
        let count = "select count(*) from public.orders"
        #expect(try analyst.query(count).single == "0")
        try analyst.script("set fraiseql.tenant_id = '\(TenantShop.two)'; set fraiseql.user_id = 'root'")
        #expect(try analyst.query(count).single == "0")
        let known = "select concat(fraiseql.tenant_id(), fraiseql.user_id(), fraiseql.claim('user_id'))"
        #expect(try analyst.query(known).single == "")
        try shop.workplace.connection.script(
            "insert into fraiseql.login_tenant (login, tenant_id) values ('\(shop.analyst)', '\(TenantShop.one)')")
        #expect(try analyst.query(count).single == "1")
        #expect(throws: PostgresError.self) { try analyst.query("select * from fraiseql.login_tenant") }
    }

    @Test func aRoleThatNobodyNamedSeesNothing() throws {
        let shop = try installed()
        let stranger = try shop.workplace.makeRole("stranger", "login")
        try shop.workplace.connection.script(
            """
            grant usage on schema public, fraiseql to \(stranger);
            grant all on public.orders to \(stranger);
            grant execute on all functions in schema fraiseql to \(stranger);
            insert into fraiseql.login_tenant (login, tenant_id) values ('\(stranger)', '\(TenantShop.one)');
            """)
        let connection = try shop.connect(as: stranger)
        #expect(try connection.query("select count(*) from public.orders").single == "0")
        #expect(throws: PostgresError.self) {
            try connection.query("insert into public.orders values (9, '\(TenantShop.one)', 1, 1)")
        }
    }

    @Test func theRunningApplicationTheOwnerAndItsToolsGoOn() throws {
        let shop = try TenantShop()
        let workplace = shop.workplace
        let application = try shop.connect(as: shop.application)
        let owner = try shop.connect(as: shop.owner)
        func allGoesOn() throws {
            #expect(try application.query("select count(*) from public.orders").single == "3")
            try application.script(
                """
                insert into public.orders values (7, '\(TenantShop.one)', 1, 1);
                update public.orders set total = 2 where id = 7;
                delete from public.orders where id = 7;
                """)
            #expect(try owner.query("select count(*) from public.orders").single == "3")
            try owner.script("refresh materialized view public.totals")
            #expect(try owner.query("select sum(sum) from public.totals").single == "60")
            let rows = "pg_dump --data-only -t public.orders --role=\(shop.owner) '\(workplace.url)' | grep -c '^[123]'"
            #expect(run("test \"$(\(rows))\" = 3") == 0)
        }
        let before = try workplace.dump()
        try allGoesOn()
        _ = try apply(workplace.connection, workplace.configuration)
        try allGoesOn()
        shop.adopt()
        let tables = ["tenants", "customers", "orders"].map { QualifiedName("public", $0) }
        for count in 1...tables.count {
            workplace.configuration.tenancy.adopted = Array(tables[..<count])
            _ = try #require(try apply(workplace.connection, workplace.configuration))
            try allGoesOn()
            #expect(try verify(workplace.connection, workplace.configuration) == [])
            let seen = try shop.asTenant(TenantShop.one, "select count(*) from api.v_order")
            #expect(seen == (count == 3 ? "1" : "3"))
        }
        for _ in 1...tables.count {
            try downgrade(workplace.connection, workplace.configuration, to: nil)
            try allGoesOn()
        }
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
        try allGoesOn()
    }

    @Test func whatHandsChangeIsDriftAndIsMadeAgain() throws {
        let shop = try installed()
        let workplace = shop.workplace
        try workplace.connection.script(
            """
            alter policy fraiseql_select on public.orders using (true);
            drop policy fraiseql_update on public.customers;
            alter table public.customers disable row level security;
            alter table public.orders alter column tenant_id drop default;
            """)
        let drift = try verify(workplace.connection, workplace.configuration)
        #expect(
            Set(drift) == [
                .changed(ObjectIdentity(.policy, "fraiseql_select on public.orders")),
                .dropped(ObjectIdentity(.policy, "fraiseql_update on public.customers")),
                .dropped(ObjectIdentity(.rowSecurity, "public.customers")),
                .dropped(ObjectIdentity(.columnDefault, "public.orders.tenant_id")),
            ])
        _ = try #require(try apply(workplace.connection, workplace.configuration))
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        #expect(try apply(workplace.connection, workplace.configuration) == nil)
        let count = "select (select count(*) from public.orders) || ' ' || (select count(*) from public.customers)"
        #expect(try shop.asTenant(TenantShop.one, count) == "1 1")
    }

    @Test func theOwnerInstallsWithoutASuperuser() throws {
        let shop = try TenantShop()
        shop.adopt()
        let before = try shop.workplace.dump()
        let owner = try shop.connect(as: shop.owner)
        _ = try apply(owner, shop.workplace.configuration)
        #expect(try shop.asTenant(TenantShop.two, "select count(*) from api.v_order") == "2")
        try downgrade(owner, shop.workplace.configuration, to: .base)
        #expect(try shop.workplace.dump() == before)
    }

    @Test func rowSecurityThatWasOnStaysOn() throws {
        let shop = try TenantShop()
        shop.adopt()
        let workplace = shop.workplace
        try workplace.connection.script(
            """
            alter table public.orders enable row level security;
            create policy theirs on public.orders for select to public using (true);
            """)
        let before = try workplace.dump()
        _ = try apply(workplace.connection, workplace.configuration)
        // Theirs lets everybody see everything, so ours restricts.
        #expect(try shop.asTenant(TenantShop.one, "select count(*) from api.v_order") == "1")
        #expect(try apply(workplace.connection, workplace.configuration) == nil)
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func policiesOfTrustedLoginsAndRolesChangeInPlace() throws {
        let shop = try installed()
        let workplace = shop.workplace
        let other = try workplace.makeRole("other", "login noinherit")
        try workplace.connection.script("grant \(shop.api) to \(other)")
        workplace.configuration.tenancy.trustedLogins = [other]
        let before = try workplace.dump()
        _ = try #require(try apply(workplace.connection, workplace.configuration))
        #expect(try shop.asTenant(TenantShop.one, "select count(*) from api.v_order") == "0")
        try downgrade(workplace.connection, workplace.configuration, to: nil)
        #expect(try workplace.dump() == before)
        workplace.configuration.tenancy = TenancySettings()
        _ = try #require(try apply(workplace.connection, workplace.configuration))
        #expect(try workplace.value("select count(*) from pg_policy") == "0")
        #expect(try verify(workplace.connection, workplace.configuration).map(\.description) == [])
    }
}
