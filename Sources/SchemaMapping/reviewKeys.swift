import CatalogModel
import SQLText

/// What `check` says about keys: tables without one, foreign keys that no index supports.
func reviewKeys(_ exposed: [ExposedRelation]) -> [Finding] {
    exposed.flatMap { relation -> [Finding] in
        guard relation.relation.kind == .table || relation.relation.kind == .partitionedTable else { return [] }
        var findings: [Finding] = []
        if relation.relation.primaryKey == nil {
            findings.append(
                Finding(
                    .warning, .noPrimaryKey, relation.name.description,
                    "the table has no primary key: its rows cannot be looked up by one, and pages have no total order"))
        }
        for key in relation.relation.foreignKeys where !hasIndex(relation.relation, key.columns) {
            let columns = key.columns.map(quoteIdentifier).joined(separator: ", ")
            findings.append(
                Finding(
                    .warning, .foreignKeyWithoutIndex, "\(relation.name) (\(key.constraint))",
                    "no index starts with (\(columns)): reading from the other side scans the table",
                    hint: "create index concurrently on \(relation.name) (\(columns));"))
        }
        return findings
    }
}

private func hasIndex(_ relation: CatalogRelation, _ columns: [String]) -> Bool {
    relation.indexes.contains { index in
        index.isValid && index.predicate == nil
            && Set(index.columns.prefix(columns.count)) == Set(columns.map { Optional($0) })
    }
}
