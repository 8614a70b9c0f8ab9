import Configuration
import Migrator
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

/// What is refused before anything of tenancy is planned: all at once, each with what to do.
struct TenantRefusalTests {
    /// The findings that stop a plan, one a line; empty where it goes on.
    private func refusals(_ change: (TenantShop) throws -> Void) throws -> [String] {
        let shop = try TenantShop()
        shop.adopt()
        try change(shop)
        let before = try shop.workplace.dump()
        let findings = try mappingErrors {
            _ = try apply(shop.workplace.connection, shop.workplace.configuration)
        }
        if findings.isEmpty { return [] }
        #expect(try shop.workplace.dump() == before)
        return findings.map { finding in
            finding.lines.joined().replacing("\(shop.workplace.name)_", with: "")
        }
    }

    private func mappingErrors(_ body: () throws -> Void) throws -> [Finding] {
        do { try body() } catch let error as MigrationError {
            guard case .mapping(let findings) = error else { throw error }
            return findings
        }
        return []
    }

    @Test func aTableThatNobodyHasDecidedAbout() throws {
        let found = try refusals { $0.workplace.configuration.tenancy.rules = [:] }
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.contains("[tenant-missing]") && $0.contains("tenancy = \"shared\"") })
        #expect(found.first?.hasPrefix("error: public.countries: the table has no column tenant_id") == true)
    }

    @Test func tenantsOfSeveralTypes() throws {
        let found = try refusals { shop in
            try shop.workplace.connection.script("alter table public.countries add tenant_id bigint not null default 1")
            shop.workplace.configuration.tenancy.rules[QualifiedName("public", "countries")] = nil
        }
        #expect(found.count == 3)
        #expect(
            found.first?.contains("its tenant column is uuid, that of public.countries is bigint") == true, "\(found)")
    }

    @Test func rowsWithoutATenantAreCounted() throws {
        let found = try refusals { shop in
            try shop.workplace.connection.script(
                """
                alter table public.orders alter column tenant_id drop not null;
                update public.orders set tenant_id = null where id > 1;
                """)
        }
        #expect(
            found == [
                "error: public.orders.tenant_id: 2 rows have no tenant: nobody would see them [tenant-null]  hint: give each a "
                    + "tenant, then alter table public.orders alter column tenant_id set not null;"
            ])
    }

    @Test func rolesThatWouldSeeNothing() throws {
        let found = try refusals { shop in
            shop.workplace.configuration.tenancy.existingRoles.removeFirst()
            try shop.workplace.connection.script("grant select (id) on public.orders to public")
        }
        #expect(found.count == 4, "\(found)")
        #expect(found.filter { $0.contains("the role application may delete, insert, select, update") }.count == 3)
        #expect(
            found.contains {
                $0.contains("PUBLIC may select") && $0.contains("revoke all on public.orders from public;")
            })
    }

    @Test func aReaderOfEverythingIsARoleOfEveryTable() throws {
        let found = try refusals { shop in
            let backup = try shop.workplace.makeRole("backup", "login")
            try shop.workplace.connection.script(
                """
                grant connect on database \(shop.workplace.name) to \(backup);
                grant pg_read_all_data to \(backup);
                """)
        }
        #expect(found.filter { $0.contains("the role backup may select") }.count == 3, "\(found)")
    }

    @Test func whoBelongsToARoleThatSeesEverything() throws {
        let found = try refusals { shop in
            try shop.workplace.connection.script("grant \(shop.application) to \(shop.sidecar)")
        }
        #expect(found.count == 1 && found[0].contains("sidecar is a member of application"), "\(found)")
    }

    @Test func aMigratingRoleThatDoesNotOwnTheTables() throws {
        let shop = try TenantShop()
        shop.adopt()
        let migrator = try shop.workplace.makeRole("migrator", "login")
        try shop.workplace.connection.script(
            """
            grant create on database \(shop.workplace.name) to \(migrator);
            grant usage on schema public to \(migrator) with grant option;
            grant select on all tables in schema public to \(migrator) with grant option;
            """)
        let connection = try shop.connect(as: migrator)
        let found = try mappingErrors { _ = try apply(connection, shop.workplace.configuration) }
            .filter { $0.code == .tableOwner }
        #expect(found.count == 3 && found.allSatisfy { $0.hint == "grant \(shop.owner) to \(migrator);" })
    }

    @Test func whatShowsRowsWithTheRightsOfItsOwner() throws {
        let found = try refusals { shop in
            shop.workplace.configuration.excludedRelations = []
            try shop.workplace.connection.script("create view public.all_orders as select * from public.orders")
        }
        #expect(found.count == 2 && found.allSatisfy { $0.contains("[rows-of-the-owner]") }, "\(found)")
        #expect(found.contains { $0.contains("alter view public.all_orders set (security_invoker = true);") })
        let none = try refusals { shop in
            try shop.workplace.connection.script(
                """
                create view public.own_orders with (security_invoker = true) as select * from public.orders;
                alter view public.own_orders owner to \(shop.owner);
                """)
        }
        #expect(none == [])
    }

    @Test func policiesThatWouldComeIntoForce() throws {
        let found = try refusals { shop in
            try shop.workplace.connection.script(
                """
                create policy theirs on public.orders as restrictive to public using (total > 10);
                create policy fraiseql_select on public.customers using (true);
                """)
        }
        #expect(found.count == 2, "\(found)")
        #expect(found.contains { $0.contains("its policy theirs is not in force") })
        #expect(found.contains { $0.contains("it has a policy fraiseql_select, which FraiseQL did not make") })
    }
}
