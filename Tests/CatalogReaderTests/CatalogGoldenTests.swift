import CatalogModel
import CatalogReader
import JSONText
import Postgres
import Support
import Testing

struct CatalogGoldenTests {
    @Test(arguments: [
        (folder: "hostile_names", schemas: ["public", "Odd \"Schema\""]),
        (folder: "edge_types", schemas: ["public"]),
    ])
    func theCatalogOfAGoldenSchema(folder: String, schemas: [String]) throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script(readGolden("schemas/\(folder)/tables.sql"))
        var catalog = try readCatalog(connection, schemas: schemas)
        #expect(try Catalog(json: parseJSON(catalog.json.text)) == catalog)
        // The golden is the same on every major.
        catalog.serverVersion = 150000
        checkGolden(catalog.json.prettyText(width: 118), "schemas/\(folder)/catalog.json")
    }
}
