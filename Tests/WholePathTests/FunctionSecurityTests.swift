import Configuration
import JSONText
import Postgres
import SQLText
import SchemaMapping
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
        create function kept_for(accounts, n int) returns text language sql stable return 'kept';
        revoke execute on function kept_for from public;
        create function others(accounts, owner_is text default null) returns setof accounts language sql stable
            begin atomic select * from accounts where id <> $1.id and (owner_is is null or owner = owner_is); end;
        create function forged(accounts, n int) returns accounts language sql stable
            return row(n, 1, 'forged', 1e9)::accounts;
        create function spied_for(accounts, n int) returns setof accounts language sql stable security definer
            begin atomic select * from accounts; end;
        create function written(accounts) returns int language plpgsql stable as
            $$ begin insert into public.tenants values (9, 'nine'); return 1; end $$;
        create function find_accounts(owner_is text default null) returns setof accounts language sql stable
            begin atomic select * from accounts where owner_is is null or owner = owner_is order by id desc; end;
        -- Of the owner of the database, whom no policy binds.
        create function all_accounts() returns setof accounts language sql stable security definer
            begin atomic select * from accounts; end;
        create function spied(accounts) returns text language sql stable security definer
            begin atomic select max(word) from secrets; end;
        create function forged_account(n int) returns accounts language sql stable
            return row(n, 1, 'forged', 1e9)::accounts;
        create function all_money() returns numeric language sql stable security definer
            begin atomic select sum(balance) from accounts; end;
        create function money() returns numeric language sql stable
            begin atomic select sum(balance) from accounts; end;
        create function private_money() returns numeric language sql stable return 1;
        revoke execute on function private_money from public;
        create function turned() returns int language plpgsql stable as
            $$ begin insert into public.tenants values (8, 'eight'); return 1; end $$;
        """

    private static let toml = """
        [functions."public.find_accounts"]
        [functions."public.all_accounts"]
        security_definer = true
        [functions."public.forged_account"]
        [functions."public.all_money"]
        security_definer = true
        [functions."public.money"]
        [functions."public.private_money"]
        [functions."public.turned"]
        [functions."public.spied"]
        security_definer = true
        """

    /// The role is this database's own: roles are shared by the whole cluster.
    private func makeDatabase() throws -> (InstalledDatabase, role: String) {
        let database = try PrivateCluster.shared.makeDatabase()
        let role = "\(database.name)_caller"
        try database.connect().script(Self.tables)
        let read = try readConfiguration(Self.toml) { _ in nil }
        let installed = try InstalledDatabase(database) { $0 = read }
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

    /// Rows that a function gives for a row are read again through the caller's view.
    @Test func rowsOfARowOfOneTenantShowNothingOfAnother() throws {
        let (database, role) = try makeDatabase()
        try act(as: role, tenant: "1", database)
        func rows(_ call: String) throws -> JSON? {
            try database.data("{ all: account(id: 1) { rows: \(call) { id owner } } }")["all"]
        }
        let ann: JSON = ["id": 1, "owner": "ann"]
        #expect(try rows("others") == ["rows": [["id": 2, "owner": "ben"]]])
        for text in ["cid", "' or true --", "%"] {
            #expect(try rows("others(ownerIs: \"\(text)\")") == ["rows": []])
        }
        #expect(try rows("forged(n: 3)") == ["rows": nil])
        #expect(try rows("forged(n: 1)") == ["rows": ann])
        try act(as: role, tenant: "2", database)
        #expect(try rows("others") == JSON.null)
        #expect(database.model.entity("Account")?.functions.map(\.field) == ["forged", "keptFor", "others"])
    }

    @Test func aFunctionThatTheCallerMayNotCallIsForbiddenWhereItIsAskedFor() throws {
        let (database, role) = try makeDatabase()
        try act(as: role, tenant: "1", database)
        #expect(try database.data("{ accounts { id } }")["accounts"] == [["id": 1], ["id": 2]])
        for query in [
            "{ accounts { kept } }", "{ accounts { keptFor(n: 1) } }",
            "{ accounts(where: { kept: { eq: \"kept\" } }) { id } }",
        ] {
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

    @Test func rootFunctionsOfOneTenantShowNothingOfAnother() throws {
        let (database, role) = try makeDatabase()
        try act(as: role, tenant: "1", database)
        func rows(_ call: String) throws -> JSON? { try database.data("{ all: \(call) { id owner } }")["all"] }
        let ann: JSON = ["id": 1, "owner": "ann"]
        let ben: JSON = ["id": 2, "owner": "ben"]
        #expect(try rows("findAccounts") == [ben, ann])
        for text in ["cid", "' or true --", "%"] {
            #expect(try rows("findAccounts(ownerIs: \"\(text)\")") == JSON.array([]))
        }
        // Whoever the function runs as, and whatever it makes up, its rows are read through the caller's view.
        #expect(try rows("allAccounts") == [ann, ben])
        #expect(try rows("allAccounts(where: { id: { gte: 3 } }, orderBy: [{ id: DESC }])") == JSON.array([]))
        #expect(try rows("forgedAccount(n: 3)") == JSON.null)
        #expect(try rows("forgedAccount(n: 1)") == ann)
        #expect(try database.data("{ money allMoney }") == ["money": "30", "allMoney": "100"])
        try act(as: role, tenant: "", database)
        #expect(try rows("findAccounts") == JSON.array([]))
        #expect(try rows("allAccounts") == JSON.array([]))
        #expect(try database.data("{ money }") == ["money": nil])
    }

    @Test func aDefinerFunctionIsNoFieldUnlessItIsDeclared() throws {
        let (database, _) = try makeDatabase()
        let text = Self.toml.replacing("security_definer = true", with: "security_definer = false")
        let mapping = mapSchema(database.catalog, try readConfiguration(text) { _ in nil }, installed: nil)
        #expect(
            mapping.findings.filter { $0.severity == .error }.compactMap { $0.message.split(separator: ":").first }
                == ["public.all_accounts()", "public.all_money()", "public.spied(public.accounts)"])
        #expect(!mapping.model.functions.contains { $0.function.name.name.hasPrefix("all_") })
    }

    /// What it returns goes to the caller as it is; rows of a root function are read again through the view.
    @Test func aDefinerFunctionOfARowIsNoField() throws {
        let (database, _) = try makeDatabase()
        #expect(!(database.model.entity("Account")?.fields.contains { $0.name == "spied" } ?? true))
        #expect(database.model.entity("Account")?.fields.contains { $0.name == "word" } == true)
    }

    @Test func aRootFunctionThatTheCallerMayNotCallIsForbidden() throws {
        let (database, role) = try makeDatabase()
        try act(as: role, tenant: "1", database)
        let error = try #require(throws: PostgresError.self) { try database.data("{ privateMoney }") }
        #expect(error.sqlState == "42501")
    }

    /// One that was made volatile behind the API's back.
    @Test func aFunctionThatTurnedVolatileWritesNothing() throws {
        let (database, role) = try makeDatabase()
        try database.connection.script(
            "alter function public.turned volatile; grant insert on public.tenants to \(role)")
        try act(as: role, tenant: "1", database)
        let error = try #require(throws: PostgresError.self) { try database.data("{ turned }") }
        #expect(error.sqlState == "25006")
    }
}
