import Configuration
import HostSystem
import Postgres
import Support

/// A database with a folder for its migrations.
final class Workplace {
    let url: String
    let name: String
    let connection: Connection
    var configuration = Configuration()
    let folder: String

    init(_ database: TestDatabase, schemas: [String] = ["public"]) throws {
        url = database.url
        name = database.name
        connection = try database.connect()
        folder = "\(PrivateCluster.shared.socketDirectory)/\(database.name)"
        configuration.exposedSchemas = schemas
        configuration.migrationsDirectory = "\(folder)/migrations"
        try makeDirectory(folder)
    }

    var directory: String { configuration.migrationsDirectory }

    /// Two tables with a row each.
    static func shop() throws -> Workplace {
        let workplace = try Workplace(try PrivateCluster.shared.makeDatabase())
        try workplace.connection.script(
            """
            create table public.customers (
                id uuid primary key default gen_random_uuid(),
                full_name text not null,
                note jsonb
            );
            create table public.orders (
                id bigint generated always as identity primary key,
                customer_id uuid not null references public.customers,
                total numeric(12, 2) not null
            );
            create index on public.orders (customer_id);
            comment on table public.customers is 'People who buy.';
            insert into public.customers (full_name) values ('Ada Lovelace');
            insert into public.orders (customer_id, total) select id, 12.50 from public.customers;
            """)
        return workplace
    }

    /// A role of this test alone: roles are shared by the whole cluster.
    func makeRole(_ suffix: String = "reader", _ options: String = "nologin") throws -> String {
        let role = "\(name)_\(suffix)"
        try connection.script("create role \(role) \(options)")
        return role
    }

    /// `pg_dump --schema-only`, as an auditor would compare it, less the key that recent versions draw anew each time
    /// (`--restrict-key` would fix it; versions before August 2025 have neither).
    func dump(_ options: String = "") throws -> String {
        let path = "\(folder)/dump.sql"
        let command =
            "pg_dump --schema-only \(options) '\(url)' >\(path).whole && grep -vE '^.(un)?restrict ' \(path).whole >\(path)"
        guard run(command) == 0 else { throw CommandFailed() }
        return try readTextFile(path)
    }

    /// The exit code of psql.
    func psql(_ file: String) -> Int32 {
        run("psql -qX -v ON_ERROR_STOP=1 '\(url)' -f \(file) >\(folder)/psql.log 2>&1")
    }

    func value(_ sql: String) throws -> String? { try connection.query(sql).single }

    struct CommandFailed: Error {}
}
