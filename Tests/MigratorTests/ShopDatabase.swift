import CatalogModel
import Configuration
import HostSystem
import Migrator
import Postgres
import SchemaMapping
import SQLText
import Support

/// Two tables of a shop in a database of their own, with a model made by hand.
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

    /// Every column of every table under its camel-cased name.
    func makeModel(_ catalog: Catalog, _ installed: Any?) -> MadeModel {
        let entities = catalog.relations.filter { $0.kind == .table }.map { relation in
            let single = String(relation.name.name.dropLast())
            return Entity(
                typeName: single.prefix(1).uppercased() + single.dropFirst(), description: relation.comment,
                relation: relation.name, kind: relation.kind, view: QualifiedName("api", "v_\(single)"),
                listField: relation.name.name,
                fields: relation.columns.map { column in
                    Field(
                        name: camel(column.name), column: column.name,
                        type: FieldType(graphQLName: "String", postgresType: column.type.name),
                        isNullable: !column.isNotNull)
                },
                keys: relation.primaryKey.map {
                    [LookupKey(rootField: single, constraint: $0.constraint, isPrimary: true, columns: $0.columns)]
                } ?? [])
        }
        let model = APIModel(apiSchema: "api", limits: Limits(), entities: entities, enumerations: [])
        return MadeModel(model: model, text: "{\"entities\": \(entities.count)}")
    }

    private func camel(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
