import Configuration
import JSONText
import Postgres
import Support
import Testing

/// Functions as an attacker meets them: two tenants, row security, and a role that is neither owner nor superuser.
struct FunctionSecurityTests {
    private static let tables = """
        create table tenants (id int primary key, name text not null);
        create table accounts (
            id int primary key, tenant_id int not null references tenants, owner text not null, balance numeric not null);
        create table secrets (account_id int primary key references accounts, tenant_id int not null, word text not null);
        insert into tenants values (1, 'one'), (2, 'two');
        insert into accounts values (1, 1, 'ann', 10), (2, 1, 'ben', 20), (3, 2, 'cid', 30), (4, 2, 'dot', 40);
        insert into secrets values (1, 1, 'apple'), (3, 2, 'cherry');
        create function own(t int) returns boolean language sql stable
            return t = nullif(current_setting('fraiseql.tenant_id', true), '')::int;
        alter table tenants enable row level security;
        alter table accounts enable row level security;
        alter table secrets enable row level security;
        -- Sees whatever the caller may see, its own row's tenant or another.
        create function word(accounts) returns text language sql stable
            begin atomic select word from secrets where account_id = $1.id; end;
        create function words(accounts) returns text[] language sql stable
            begin atomic select array_agg(word order by word) from secrets; end;
        create function total(accounts) returns numeric language plpgsql stable as
            $$ begin return (select sum(balance) from public.accounts); end $$;
        create function kept(accounts) returns text language sql stable return 'kept';
        revoke execute on function kept from public;
        create function written(accounts) returns int language plpgsql stable as
            $$ begin insert into public.tenants values (9, 'nine'); return 1; end $$;
        """

    /// The role is this database's own: roles are shared by the whole cluster.
    private func makeDatabase() throws -> (InstalledDatabase, role: String) {
        let database = try PrivateCluster.shared.makeDatabase()
        let role = "\(database.name)_caller"
        try database.connect().script(Self.tables)
        let installed = try InstalledDatabase(database)
        try installed.connection.script(
            """
            create role \(role) nologin nosuperuser nobypassrls;
            create policy own on public.tenants to \(role) using (public.own(id));
            create policy own on public.accounts to \(role) using (public.own(tenant_id));
            create policy own on public.secrets to \(role) using (public.own(tenant_id));
            grant usage on schema public, api to \(role);
            grant select on all tables in schema public, api to \(role);
            """)
        return (installed, role)
    }

    private func act(as role: String, tenant: String, _ database: InstalledDatabase) throws {
        try database.connection.script(
            "reset role; set default_transaction_read_only = on; select set_config('fraiseql.tenant_id', '\(tenant)', false); set role \(role)"
        )
    }

    @Test func fieldsOfOneTenantShowNothingOfAnother() throws {
        let (database, role) = try makeDatabase()
        let query = """
            { accounts(orderBy: [{ word: ASC }, { id: ASC }]) { id word words total tenant { name accounts { word } } } }
            """
        try act(as: role, tenant: "1", database)
        let one = try database.data(query)["accounts"]
        let tenant: JSON = ["name": "one", "accounts": [["word": "apple"], ["word": nil]]]
        #expect(
            one == [
                ["id": 1, "word": "apple", "words": ["apple"], "total": "30", "tenant": tenant],
                ["id": 2, "word": nil, "words": ["apple"], "total": "30", "tenant": tenant],
            ])
        try act(as: role, tenant: "2", database)
        #expect(
            try database.data("{ all: accountsAggregate { count word { max } total { max } } }")["all"]
                == ["count": "2", "word": ["max": "cherry"], "total": ["max": "70"]])
        // Conditions see no more than fields do, and neither does an order.
        #expect(
            try database.data("{ accounts(where: { words: { has: \"apple\" } }) { id } }")["accounts"] == JSON.array([])
        )
        for nobody in ["", "3"] {
            try act(as: role, tenant: nobody, database)
            #expect(try database.data(query)["accounts"] == JSON.array([]))
        }
    }

    @Test func aFunctionThatTheCallerMayNotCallIsForbiddenWhereItIsAskedFor() throws {
        let (database, role) = try makeDatabase()
        try act(as: role, tenant: "1", database)
        #expect(try database.data("{ accounts { id } }")["accounts"] == [["id": 1], ["id": 2]])
        for query in ["{ accounts { kept } }", "{ accounts(where: { kept: { eq: \"kept\" } }) { id } }"] {
            let error = try #require(throws: PostgresError.self) { try database.data(query) }
            // Which the client sees as FORBIDDEN: databaseFailure.swift.
            #expect(error.sqlState == "42501")
        }
    }

    /// What promises to be stable and writes all the same meets a transaction that reads only.
    @Test func nothingIsWritten() throws {
        let (database, role) = try makeDatabase()
        try database.connection.script("grant insert on public.tenants to \(role)")
        try act(as: role, tenant: "1", database)
        let error = try #require(throws: PostgresError.self) { try database.data("{ accounts { written } }") }
        #expect(error.sqlState == "0A000" || error.sqlState == "25006", "\(error)")
    }
}
