import CatalogModel
import Configuration
import SQLText

/// Entries of `fraiseql.toml` that name what the database does not have: always errors, never ignored.
func checkReferences(_ catalog: Catalog, _ configuration: Configuration) -> [Finding] {
    var findings: [Finding] = []
    let relations = Dictionary(catalog.relations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let relationNames = relations.keys.map(\.description).sorted()

    for schema in configuration.exposedSchemas where !catalog.schemas.contains(where: { $0.name == schema }) {
        findings.append(unknownReference(schema, "api.schemas", "a schema", catalog.schemas.map(\.name)))
    }
    func check(_ relation: QualifiedName, _ entry: String) -> CatalogRelation? {
        if let found = relations[relation] { return found }
        findings.append(unknownReference(relation.description, entry, "a table or view", relationNames))
        return nil
    }
    func check(_ column: ColumnName, _ entry: String) {
        guard let relation = check(column.relation, entry), relation.column(column.column) == nil else { return }
        let subject = "\(entry), \(column.relation)"
        findings.append(unknownReference(column.column, subject, "a column", relation.columns.map(\.name)))
    }
    for relation in configuration.excludedRelations.sorted() { _ = check(relation, "api.exclude") }
    for column in configuration.excludedColumns { check(column, "api.exclude") }
    for relation in configuration.relationNames.keys.sorted() { _ = check(relation, "names") }
    for column in configuration.columnNames.keys { check(column, "names") }
    for relation in configuration.embeds.keys.sorted() { _ = check(relation, "tables") }
    for key in configuration.foreignKeyNames.keys {
        guard let relation = check(key.relation, "names.relations") else { continue }
        let constraints = relation.foreignKeys.map(\.constraint)
        if !constraints.contains(key.constraint) {
            let subject = "names.relations, \(key.relation)"
            findings.append(unknownReference(key.constraint, subject, "a foreign key", constraints))
        }
    }
    return findings
}

func unknownReference(_ name: String, _ subject: String, _ noun: String, _ known: [String]) -> Finding {
    let nearest = known.map { ($0, editDistance($0, name)) }.min { $0.1 < $1.1 }
    let hint = nearest.flatMap { $0.1 <= max(2, name.count / 3) ? "did you mean \($0.0)?" : nil }
    return Finding(.error, .unknownReference, subject, "\(name) is not \(noun) of this database", hint: hint)
}

/// Levenshtein's distance.
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in right.indices {
            let cost = character == right[j] ? diagonal : min(diagonal, row[j], row[j + 1]) + 1
            diagonal = row[j + 1]
            row[j + 1] = cost
        }
    }
    return row[right.count]
}
