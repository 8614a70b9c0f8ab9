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
        // The rest follows from the objects; the small shop shows it.
        let sdl = Parts(of: printSDL(makeGraphQLSchema(mapping.model)))
        checkGolden(sdl.objects, golden.path("api.graphql"))
        checkGolden(mapping.findings.map(\.text).joined(separator: "\n"), golden.path("findings.txt"))
        #expect(try APIModel(json: parseJSON(mapping.model.json.text)) == mapping.model)
        #expect(mapSchema(catalog, configuration, installed: mapping.model).model == mapping.model)
    }

    @Test func theSmallShop() throws {
        let mapping = mapSchema(smallShop, Configuration(), installed: nil)
        checkGolden(mapping.model.json.prettyText(width: 118), "schemas/small_shop/model.json")
        let sdl = Parts(of: printSDL(makeGraphQLSchema(mapping.model)))
        checkGolden(sdl.objects, "schemas/small_shop/api.graphql")
        checkGolden(sdl.inputs, "schemas/small_shop/inputs.graphql")
        checkGolden(sdl.scalars, "schemas/small_shop/scalars.graphql")
        // One entity of those that are alike, and what all share.
        var model = mapping.model
        model.entities = [model.entities[0]]
        model.entities[0].relations = []
        let one = printSDL(makeGraphQLSchema(model))
        let query = one.split(separator: "\n\n").first ?? ""
        checkGolden("\(query)\n\n\(Parts(of: one).alike)", "schemas/small_shop/alike.graphql")
    }

    /// A model that an earlier version stored is read as it was: the golden may not change without a new format.
    @Test func theStoredModelIsStillRead() throws {
        let stored = try APIModel(json: parseJSON(readGolden("schemas/small_shop/model.json")))
        #expect(stored == mapSchema(smallShop, Configuration(), installed: nil).model)
    }
}

/// The schema in parts: what a database decides; the filters and orders of its entities; the scalars, their filters and
/// the directions; and what every entity has alike, its pages, aggregates and groups, with the root fields for them.
private struct Parts {
    var (objects, inputs, scalars, alike) = ("", "", "", "")

    init(of sdl: String) {
        for block in sdl.split(separator: "\n\n") {
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
            guard let head = lines.first(where: { line in Self.keywords.contains { line.hasPrefix($0) } }) else {
                continue
            }
            let name = head.split(separator: " ")[1]
            if Self.alike.contains(where: { name.hasSuffix($0) }) {
                Self.add(block, to: &alike)
            } else if head.hasPrefix("scalar ") || name == "OrderDirection"
                || block.hasPrefix("\"\"\"What holds for ") && !block.hasPrefix("\"\"\"What holds for related")
            {
                Self.add(block, to: &scalars)
            } else if head.hasPrefix("input ") {
                Self.add(block, to: &inputs)
            } else {
                Self.add(Self.withoutAlike(lines), to: &objects)
            }
        }
    }

    private static let keywords = ["scalar ", "enum ", "input ", "type ", "interface "]
    private static let alike = [
        "Connection", "Edge", "PageInfo", "Aggregate", "AggregateFilter", "AggregateOrderBy", "Group", "GroupKey",
        "GroupBy", "GroupOrderBy", "Column", "DateUnit",
    ]

    /// Without `ordersConnection(...)` and its like, and what describes them.
    private static func withoutAlike(_ lines: [Substring]) -> Substring {
        var kept: [Substring] = []
        for line in lines {
            if line.contains(/^  \w+(Connection|Aggregate|Groups)\(/) {
                if kept.last?.hasPrefix("  \"\"\"") == true { kept.removeLast() }
            } else {
                kept.append(line)
            }
        }
        return Substring(kept.joined(separator: "\n"))
    }

    private static func add(_ block: Substring, to part: inout String) {
        part += (part.isEmpty ? "" : "\n\n") + block
    }
}
