import CatalogModel
import Configuration
import HostSystem
import Migrator
import Postgres
import SchemaMapping
import SQLText
import Support

/// Two tables of a shop in a database of their own.
final class ShopDatabase {
    let url: String
    let connection: Connection
    var configuration = Configuration()
    let folder: String

    init() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        url = database.url
        connection = try database.connect()
        folder = "\(PrivateCluster.shared.socketDirectory)/\(database.name)"
        configuration.migrationsDirectory = "\(folder)/migrations"
        try makeDirectory(folder)
        try connection.script(
            """
            create table public.customers (id uuid primary key default gen_random_uuid(), full_name text not null, note jsonb);
            create table public.orders (
                id bigint generated always as identity primary key,
                customer_id uuid not null references public.customers,
                total numeric(12, 2) not null
            );
            comment on table public.customers is 'People who buy.';
            insert into public.customers (full_name) values ('Ada Lovelace');
            insert into public.orders (customer_id, total) select id, 12.50 from public.customers;
            """)
    }

    /// `pg_dump --schema-only`, as an auditor would compare it.
    func dump() throws -> String {
        let path = "\(folder)/dump.sql"
        guard run("pg_dump --schema-only --restrict-key=x '\(url)' > \(path)") == 0 else { throw DumpFailed() }
        return try readTextFile(path)
    }

    struct DumpFailed: Error {}
}
