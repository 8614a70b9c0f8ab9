import CatalogModel
import CatalogReader
import JSONText
import Postgres
import SQLText
import Support
import Testing

struct ReadCatalogTests {
    private func catalog(_ script: String, schemas: [String] = ["public"]) throws -> Catalog {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script(script)
        return try readCatalog(connection, schemas: schemas)
    }

    private func relation(_ catalog: Catalog, _ name: String, in schema: String = "public") throws -> CatalogRelation {
        try #require(catalog.relation(QualifiedName(schema, name)))
    }

    @Test func compositeForeignKeysKeepTheOrderOfTheirPairs() throws {
        let catalog = try catalog(
            """
            create table parent (a int, b text, c int, primary key (c, a));
            create table child (z int, y int, foreign key (z, y) references parent (a, c));
            """)
        #expect(try relation(catalog, "parent").primaryKey?.columns == ["c", "a"])
        let key = try #require(try relation(catalog, "child").foreignKeys.first)
        #expect(key.columns == ["z", "y"])
        #expect(key.targetColumns == ["a", "c"])
    }
}
