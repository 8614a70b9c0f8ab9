private import Postgres
import Testing

/// A folder of `Tests/Golden/schemas` with all that the pipeline makes of its `tables.sql`: `catalog.json`, `api.graphql`,
/// `findings.txt`, `install.sql` and `dump.sql`.
package struct GoldenSchema: Sendable, CustomTestStringConvertible {
    package let name: String
    package let exposedSchemas: [String]
    /// The table whose step `install.sql` shows, and whose objects `dump.sql` writes out.
    package let table: String

    init(_ name: String, table: String, exposedSchemas: [String] = ["public"]) {
        self.name = name
        self.table = table
        self.exposedSchemas = exposedSchemas
    }

    /// The shop's `tables.sql` is a link to `examples/shop/schema.sql`.
    package static let all = [
        GoldenSchema("shop", table: "public.orders"),
        GoldenSchema("hostile_names", table: "public.data"),
        GoldenSchema(
            "clashing_names", table: "\"Odd \"\"Schema\"\"\".sheep", exposedSchemas: ["public", "Odd \"Schema\""]),
        GoldenSchema("edge_types", table: "public.containers"),
        GoldenSchema("edge_relations", table: "public.message"),
        GoldenSchema("edge_kinds", table: "public.totals"),
        GoldenSchema("functions", table: "public.people"),
    ]

    package var testDescription: String { name }

    /// The path below `Tests/Golden` of a file of this folder.
    package func path(_ file: String) -> String { "schemas/\(name)/\(file)" }

    package func tables() throws -> String { try readGolden(path("tables.sql")) }

    /// A database with its tables, the caller's own.
    package func makeDatabase() throws -> TestDatabase {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(tables())
        return database
    }
}
