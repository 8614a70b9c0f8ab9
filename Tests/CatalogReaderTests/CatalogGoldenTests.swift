import CatalogModel
import CatalogReader
import JSONText
import Postgres
import Support
import Testing

struct CatalogGoldenTests {
    @Test(arguments: GoldenSchema.all) func theCatalogOfAGoldenSchema(golden: GoldenSchema) throws {
        let connection = try golden.makeDatabase().connect()
        var catalog = try readCatalog(connection, schemas: golden.exposedSchemas)
        #expect(try Catalog(json: parseJSON(catalog.json.text)) == catalog)
        // The golden is the same on every major.
        catalog.serverVersion = 150000
        checkGolden(goldenJSON(catalog.json), golden.path("catalog.json"))
    }

    /// What `check` says to do can be done as it is written.
    @Test(arguments: GoldenSchema.all) func theStatementsOfTheFindingsRun(golden: GoldenSchema) throws {
        let connection = try golden.makeDatabase().connect()
        for line in try readGolden(golden.path("findings.txt")).split(separator: "\n") where line.hasSuffix(";") {
            #expect(line.hasPrefix("  hint: "))
            try connection.query(String(line.dropFirst("  hint: ".count)))
        }
    }
}
