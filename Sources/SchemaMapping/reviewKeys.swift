import CatalogModel
import SQLText

// Hints are statements for a person to run, as text: nobody here runs them.

/// What `check` says of foreign keys that no index supports.
func reviewForeignKeys(_ exposed: [ExposedRelation]) -> [Finding] {
    exposed.flatMap { relation -> [Finding] in
        guard relation.relation.kind == .table || relation.relation.kind == .partitionedTable else { return [] }
        return relation.relation.foreignKeys.filter { !hasIndex(relation.relation, $0.columns) }.map { key in
            let columns = list(key.columns)
            // An index on a partitioned table cannot be made concurrently.
            let how = relation.relation.kind == .partitionedTable ? "" : "concurrently "
            return Finding(
                .warning, .foreignKeyWithoutIndex, "\(relation.name) (\(key.constraint))",
                "no index starts with (\(columns)): reading from the other side scans the table",
                hint: "create index \(how)on \(showHidden("\(relation.name) (\(columns))"));")
        }
    }
}

/// What `check` says of rows that no primary key tells apart: what orders their pages instead. Nothing of foreign tables,
/// where nobody can help it; the description of their list says it.
func reviewPages(_ relation: ExposedRelation, _ entity: Entity) -> Finding? {
    guard relation.relation.primaryKey == nil, !relation.hasHeirs else { return nil }
    let subject = relation.name.description
    switch (relation.relation.kind, entity.pageKey) {
    case (.table, nil), (.partitionedTable, nil):
        return Finding(
            .warning, .noPrimaryKey, subject,
            "the table has no primary key and no unique one: no field finds one of its rows, and two pages may overlap "
                + "unless orderBy tells all rows apart",
            hint: "add a primary key")
    case (.table, let key?), (.partitionedTable, let key?):
        let message = "the table has no primary key: its unique key (\(list(key.columns))) orders pages"
        if entity.hasTotalOrder { return Finding(.notice, .noPrimaryKey, subject, message) }
        let actions = key.columns.filter { entity.field(column: $0)?.isNullable == true }.map { column in
            "alter column \(quoteIdentifier(column)) set not null"
        }
        return Finding(
            .warning, .noPrimaryKey, subject, "\(message), and two may overlap where it holds nulls",
            hint: showHidden("alter table \(relation.name) \(actions.joined(separator: ", "));"))
    case (.materializedView, nil):
        return Finding(
            .notice, .noPrimaryKey, subject,
            "the materialized view has no unique index: two pages may overlap unless orderBy tells all rows apart",
            hint: "create unique index concurrently on \(showHidden(relation.name.description)) (...);")
    case (.view, nil):
        return Finding(
            .notice, .noPrimaryKey, subject,
            "a view has no key: no field finds one of its rows, and two pages may overlap unless orderBy tells all rows apart",
            hint: overrideHint(relation.name, [], "key", "[\"...\"] names the columns that tell its rows apart"))
    default: return nil
    }
}

private func list(_ columns: [String]) -> String { columns.map(quoteIdentifier).joined(separator: ", ") }

private func hasIndex(_ relation: CatalogRelation, _ columns: [String]) -> Bool {
    relation.indexes.contains { index in
        index.isValid && index.predicate == nil
            && Set(index.columns.prefix(columns.count)) == Set(columns.map { Optional($0) })
    }
}
