import CatalogModel
import Configuration
import JSONText
import SchemaMapping
import Support
import Testing

/// What the golden catalogs become: the schema that clients see, and what `check` says.
@Suite struct SchemaGoldenTests {
    @Test(arguments: GoldenSchema.all) func theSchemaOfAGoldenCatalog(golden: GoldenSchema) throws {
        let catalog = try Catalog(json: parseJSON(readGolden(golden.path("catalog.json"))))
        var configuration = Configuration()
        configuration.exposedSchemas = golden.exposedSchemas
        let mapping = mapSchema(catalog, configuration, installed: nil)
        // Inputs and scalars follow from the objects; the small shop shows them.
        let sdl = parts(of: printSDL(makeGraphQLSchema(mapping.model)))
        checkGolden(sdl.objects, golden.path("api.graphql"))
        checkGolden(mapping.findings.map(\.text).joined(separator: "\n"), golden.path("findings.txt"))
        #expect(try APIModel(json: parseJSON(mapping.model.json.text)) == mapping.model)
        #expect(mapSchema(catalog, configuration, installed: mapping.model).model == mapping.model)
    }

    @Test func theSmallShop() throws {
        let mapping = mapSchema(smallShop, Configuration(), installed: nil)
        checkGolden(mapping.model.json.prettyText(width: 118), "schemas/small_shop/model.json")
        let sdl = parts(of: printSDL(makeGraphQLSchema(mapping.model)))
        checkGolden(sdl.objects, "schemas/small_shop/api.graphql")
        checkGolden(sdl.inputs, "schemas/small_shop/inputs.graphql")
        checkGolden(sdl.scalars, "schemas/small_shop/scalars.graphql")
    }

    /// A model that an earlier version stored is read as it was: the golden may not change without a new format.
    @Test func theStoredModelIsStillRead() throws {
        let stored = try APIModel(json: parseJSON(readGolden("schemas/small_shop/model.json")))
        #expect(stored == mapSchema(smallShop, Configuration(), installed: nil).model)
    }
}

/// The schema in three files: what a database decides; the filters and orders of its entities; the scalars, their
/// filters and the directions.
private func parts(of sdl: String) -> (objects: String, inputs: String, scalars: String) {
    var (objects, inputs, scalars): ([Substring], [Substring], [Substring]) = ([], [], [])
    for block in sdl.split(separator: "\n\n") {
        let lines = block.split(separator: "\n")
        if lines.contains(where: { $0.hasPrefix("scalar ") || $0.hasPrefix("enum OrderDirection ") })
            || block.hasPrefix("\"\"\"What holds for ") && !block.hasPrefix("\"\"\"What holds for related")
        {
            scalars.append(block)
        } else if lines.contains(where: { $0.hasPrefix("input ") }) {
            inputs.append(block)
        } else {
            objects.append(block)
        }
    }
    return (
        objects.joined(separator: "\n\n"), inputs.joined(separator: "\n\n"), scalars.joined(separator: "\n\n")
    )
}
