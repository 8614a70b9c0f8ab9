import CatalogModel
import CatalogReader
import Configuration
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

/// Two schemas that nobody here made.
@Suite struct RealSchemaTests {
    @Test(.needs(.chinook)) func chinook() throws { try checkNames(of: .chinook) }

    @Test(.needs(.pagila)) func pagila() throws { try checkNames(of: .pagila) }

    private func checkNames(of fixture: Fixture) throws {
        let connection = try fixture.makeDatabase().connect()
        let catalog = try readCatalog(connection, schemas: ["public"])
        let mapping = mapSchema(catalog, Configuration(), installed: nil)
        #expect(!mapping.hasErrors)
        checkGolden(summary(of: mapping), "schemas/\(fixture.rawValue)/names.txt")
    }
}

/// An entity in a few lines: its root fields, then its relations.
private func summary(of mapping: Mapping) -> String {
    let entities = mapping.model.entities.map { entity in
        let keys = entity.keys.map { key in
            "\(key.rootField)(\(key.columns.compactMap { entity.field(column: $0)?.name }.joined(separator: ", ")))"
        }
        let relations = entity.relations.map { relation in
            let type =
                relation.kind == .toMany ? "[\(relation.target)]" : relation.target + (relation.isNullable ? "" : "!")
            return "  \(relation.name): \(type)"
        }
        let head = "\(entity.typeName) \(entity.view.name): \((keys + [entity.listField]).joined(separator: ", "))"
        return ([head] + relations).joined(separator: "\n")
    }
    return (entities + [""] + mapping.findings.filter { $0.code != .foreignKeyWithoutIndex }.map(\.text))
        .joined(separator: "\n")
}
