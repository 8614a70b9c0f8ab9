import Configuration
import HostSystem
import Support
import Testing

struct DocumentationTests {
    @Test func everyKeyIsDocumentedAsItIs() throws {
        let document = try readTextFile("\(repositoryRoot)/docs/configuration.md")
        let rows =
            configurationKeys.map { key in
                "| `[\(key.section)]` | `\(key.name)` | \(key.type) | \(key.documentedDefault) | \(key.meaning) |"
            }
            + tableKeys.map { key in
                "| `[tables.\"schema.name\"]` | `\(key.name)` | \(key.type) | \(key.byDefault) | \(key.meaning) |"
            }
            + functionKeys.map { key in
                "| `[functions.\"schema.name\"]` | `\(key.name)` | \(key.type) | \(key.byDefault) | \(key.meaning) |"
            }
            + authenticationKeys.map { key in
                "| `[auth]` | `\(key.name)` | \(key.type) | \(key.byDefault) | \(key.meaning) |"
            }
        for row in rows { #expect(document.contains("\n\(row)\n"), "docs/configuration.md lacks:\n\(row)") }
        let count = document.split(separator: "\n").count { $0.hasPrefix("| `[") }
        #expect(count == rows.count, "docs/configuration.md describes keys that do not exist")
    }

    @Test func theExampleOfTheShopIsValid() throws {
        let text = try readTextFile("\(repositoryRoot)/examples/shop/fraiseql.toml")
        let configuration = try readConfiguration(text) { _ in nil }
        #expect(configuration.exposedSchemas == ["public"])
    }
}
