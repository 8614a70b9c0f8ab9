import CatalogModel
import JSONText
import SQLText
import SchemaMapping
import Support
import Testing

/// On real databases: every table and every foreign key, against SQL written over the tables themselves.
struct FixtureComparisonTests {
    @Test(.needs(.chinook)) func chinookAnswersLikeItsTables() throws {
        try compare(.chinook)
    }

    @Test(.needs(.pagila)) func pagilaAnswersLikeItsTables() throws {
        try compare(.pagila)
    }

    private func compare(_ fixture: Fixture) throws {
        let database = try InstalledDatabase(try fixture.makeDatabase())
        var counts = (lists: 0, lookups: 0, toOne: 0, toMany: 0)
        for relation in database.catalog.relations where relation.partitionOf == nil {
            guard relation.kind == .table || relation.kind == .partitionedTable else { continue }
            let entity = try #require(database.model.entities.first { $0.relation == relation.name })
            let table = HandWritten(relation, entity, database)
            if relation.primaryKey != nil {
                try compareList(table)
                try compareLookup(table)
                counts.lists += 1
                counts.lookups += 1
            }
            for key in relation.foreignKeys {
                let target = try #require(database.catalog.relation(key.target))
                guard target.primaryKey != nil, relation.primaryKey != nil else { continue }
                let other = try #require(database.model.entities.first { $0.relation == key.target })
                try compareToOne(table, key, HandWritten(target, other, database))
                try compareToMany(HandWritten(target, other, database), key, table)
                counts.toOne += 1
                counts.toMany += 1
            }
        }
        #expect(counts.lists > 10 && counts.toOne > 10, "\(counts)")
    }

    private func compareList(_ table: HandWritten) throws {
        let answer = try table.database.data("{ rows: \(table.entity.listField)(limit: 300) { \(table.selection) } }")
        let expected = try table.database.json(
            """
            select coalesce(json_agg(x.*), '[]') from (
                select \(table.columns("t")) from \(table.relation.name) t order by \(table.key("t")) limit 300) x
            """)
        #expect(answer["rows"] == expected, "list of \(table.relation.name)")
    }

    private func compareLookup(_ table: HandWritten) throws {
        let key = try #require(table.entity.primaryKey)
        let expected = try table.database.json(
            """
            select row_to_json(x.*) from (
                select \(table.columns("t")) from \(table.relation.name) t order by \(table.key("t")) offset 3 limit 1) x
            """)
        guard case .object(let row) = expected else { return }
        var definitions: [String] = []
        var arguments: [String] = []
        var values = JSONObject()
        for column in key.columns {
            let field = try #require(table.entity.field(column: column))
            definitions.append("$\(field.name): \(field.type.graphQLName)!")
            arguments.append("\(field.name): $\(field.name)")
            values.append(field.name, try #require(row[field.name]))
        }
        let answer = try table.database.data(
            """
            query (\(definitions.joined(separator: ", "))) {
                row: \(key.rootField)(\(arguments.joined(separator: ", "))) { \(table.selection) }
            }
            """, values)
        #expect(answer["row"] == expected, "lookup of \(table.relation.name)")
    }

    private func compareToOne(_ child: HandWritten, _ key: CatalogForeignKey, _ parent: HandWritten) throws {
        let relation = try child.relation(key, key.columns, parent.entity)
        #expect(relation.kind == .toOne)
        let answer = try child.database.data(
            """
            { rows: \(child.entity.listField)(limit: 40) { \(child.selection) related: \(relation.name) { \(parent.selection) } } }
            """)
        let expected = try child.database.json(
            """
            select coalesce(json_agg(x.*), '[]') from (
                select \(child.columns("c")), (
                    select row_to_json(y.*) from (
                        select \(parent.columns("p")) from \(parent.relation.name) p
                        where \(join(key, "c", "p"))) y) as related
                from \(child.relation.name) c order by \(child.key("c")) limit 40) x
            """)
        #expect(answer["rows"] == expected, "\(child.relation.name) to \(parent.relation.name) by \(key.constraint)")
    }

    private func compareToMany(_ parent: HandWritten, _ key: CatalogForeignKey, _ child: HandWritten) throws {
        // A key that is unique on its own side leads back to one row.
        let relation = try parent.relation(key, key.targetColumns, child.entity)
        let isOne = relation.kind == .toOne
        let rows = isOne ? "row_to_json(y.*)" : "coalesce(json_agg(y.*), '[]')"
        let answer = try parent.database.data(
            """
            { rows: \(parent.entity.listField)(limit: 20) { \(parent.selection) related: \(relation.name)\(isOne ? "" : "(limit: 7)") { \(child.selection) } } }
            """)
        let expected = try parent.database.json(
            """
            select coalesce(json_agg(x.*), '[]') from (
                select \(parent.columns("p")), (
                    select \(rows) from (
                        select \(child.columns("c")) from \(child.relation.name) c
                        where \(join(key, "c", "p")) order by \(child.key("c")) limit 7) y) as related
                from \(parent.relation.name) p order by \(parent.key("p")) limit 20) x
            """)
        #expect(answer["rows"] == expected, "\(parent.relation.name) to \(child.relation.name) by \(key.constraint)")
    }

    private func join(_ key: CatalogForeignKey, _ child: String, _ parent: String) -> String {
        zip(key.columns, key.targetColumns).map { own, other in
            "\(child).\(quoteIdentifier(own)) = \(parent).\(quoteIdentifier(other))"
        }.joined(separator: " and ")
    }
}

/// A table as a person would write it out by hand: columns from the catalog, only their names from the model.
private struct HandWritten {
    let relation: CatalogRelation
    let entity: Entity
    let database: InstalledDatabase

    init(_ relation: CatalogRelation, _ entity: Entity, _ database: InstalledDatabase) {
        self.relation = relation
        self.entity = entity
        self.database = database
    }

    var selection: String { relation.columns.map(fieldName).joined(separator: " ") }

    func columns(_ alias: String) -> String {
        relation.columns.map { column in
            "\(value(column, "\(alias).\(quoteIdentifier(column.name))")) as \(quoteIdentifier(fieldName(column)))"
        }.joined(separator: ", ")
    }

    func key(_ alias: String) -> String {
        (relation.primaryKey?.columns ?? []).map { "\(alias).\(quoteIdentifier($0))" }.joined(separator: ", ")
    }

    /// The field that the foreign key gives on the side with these columns.
    func relation(_ key: CatalogForeignKey, _ columns: [String], _ target: Entity) throws -> Relation {
        let found = entity.relations.filter { relation in
            relation.constraint == key.constraint && relation.target == target.typeName
                && relation.columns.map(\.local) == columns
        }
        #expect(found.count == 1, "\(key.constraint)")
        return try #require(found.first)
    }

    private func fieldName(_ column: CatalogColumn) -> String {
        entity.field(column: column.name)?.name ?? column.name
    }

    private func value(_ column: CatalogColumn, _ reference: String) -> String {
        if ["int8", "numeric"].contains(column.type.name.name) { return "\(reference)::text" }
        if case .enumeration? = database.catalog.type(column.type.name)?.kind {
            return "replace(\(reference)::text, '-', '_')"
        }
        return reference
    }
}
