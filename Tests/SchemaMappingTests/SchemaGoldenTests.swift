import CatalogModel
import Configuration
import JSONText
import SchemaMapping
import Support
import Testing

/// What the golden catalogs become: the schema that clients see, and what `check` says.
@Suite struct SchemaGoldenTests {
    @Test(arguments: [
        (folder: "hostile_names", schemas: ["public", "Odd \"Schema\""]),
        (folder: "edge_types", schemas: ["public"]),
    ])
    func theSchemaOfAGoldenCatalog(folder: String, schemas: [String]) throws {
        let catalog = try Catalog(json: parseJSON(readGolden("schemas/\(folder)/catalog.json")))
        var configuration = Configuration()
        configuration.exposedSchemas = schemas
        let mapping = mapSchema(catalog, configuration, installed: nil)
        // The inputs follow from the objects; the small shop shows them all.
        checkGolden(withoutInputs(printSDL(makeGraphQLSchema(mapping.model))), "schemas/\(folder)/api.graphql")
        checkGolden(mapping.findings.map(\.text).joined(separator: "\n"), "schemas/\(folder)/findings.txt")
        #expect(try APIModel(json: parseJSON(mapping.model.json.text)) == mapping.model)
        #expect(mapSchema(catalog, configuration, installed: mapping.model).model == mapping.model)
    }

    @Test func theSmallShop() throws {
        let mapping = mapSchema(smallShop, Configuration(), installed: nil)
        checkGolden(mapping.model.json.prettyText(width: 118), "schemas/small_shop/model.json")
        checkGolden(printSDL(makeGraphQLSchema(mapping.model)), "schemas/small_shop/api.graphql")
    }

    /// A model that an earlier version stored is read as it was: the golden may not change without a new format.
    @Test func theStoredModelIsStillRead() throws {
        let stored = try APIModel(json: parseJSON(readGolden("schemas/small_shop/model.json")))
        #expect(stored == mapSchema(smallShop, Configuration(), installed: nil).model)
    }
}

private func withoutInputs(_ sdl: String) -> String {
    let blocks = sdl.split(separator: "\n\n").filter { block in
        !block.split(separator: "\n").contains { $0.hasPrefix("input ") }
    }
    return blocks.joined(separator: "\n\n")
}
