import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

/// A list comes back as rows whose JSON the sidecar writes, a lookup as JSON that PostgreSQL writes: for every type
/// both say the same.
struct TypeFormTests {
    @Test func rowsAndJSONAgreeForEveryType() throws {
        let golden = try #require(GoldenSchema.all.first { $0.name == "edge_types" })
        let made = try golden.makeDatabase()
        try made.connect().script(try readGolden("requests/edge_types/data.sql"))
        let database = try InstalledDatabase(made)
        for table in ["scalars", "containers"] {
            let entity = try #require(database.model.entities.first { $0.relation.name == table })
            let selection = entity.fields.map(\.name).joined(separator: " ")
            let key = try #require(entity.primaryKey)
            guard case .array(let rows)? = try database.data("{ rows: \(entity.listField) { \(selection) } }")["rows"]
            else {
                Issue.record("no rows of \(table)")
                continue
            }
            #expect(rows.count == 4)
            for row in rows {
                guard case .object(let object) = row, let id = object["id"] else { continue }
                let single = try database.data("{ row: \(key.rootField)(id: \(id.text)) { \(selection) } }")["row"]
                #expect(single == row)
            }
            // Both hide what both get wrong: the plain columns must also be what `row_to_json` says of the table.
            let plain = entity.fields.filter { typeMapping(of: $0.type).output == .plain && !$0.type.isEnumeration }
            let expected = try database.json("select json_agg(row_to_json(t.*) order by id) from public.\(table) t")
            guard case .array(let originals) = expected else { continue }
            for (row, original) in zip(rows, originals) {
                guard case .object(let row) = row, case .object(let original) = original else { continue }
                for field in plain { #expect(row[field.name] == original[field.column], "\(table).\(field.column)") }
            }
        }
    }
}
