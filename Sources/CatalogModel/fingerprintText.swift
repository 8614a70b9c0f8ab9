package import SQLText

/// What an installed layer relies on, as canonical text to be hashed (`sha256` of PostgreSQL): of each relation its kind,
/// the given columns with their types, its keys over these columns, and the types that they use. It holds nothing that
/// differs between majors of PostgreSQL, such as the texts of defaults, and nothing that changes no answer, such as
/// comments, owners and indexes. What is missing gets a line of its own, so that a dropped column changes the text.
package func fingerprintText(_ catalog: Catalog, columns: [QualifiedName: [String]]) -> String {
    var lines: [String] = []
    var used: Set<QualifiedName> = []
    for (name, columns) in columns.sorted(by: { $0.key < $1.key }) {
        guard let relation = catalog.relation(name) else {
            lines.append("missing \(name)")
            continue
        }
        lines.append("\(relation.kind.rawValue) \(name)")
        for column in columns.sorted() {
            guard let found = relation.column(column) else {
                lines.append("  missing \(quoteIdentifier(column))")
                continue
            }
            used.insert(found.type.name)
            let notNull = found.isNotNull ? " not null" : ""
            lines.append("  \(quoteIdentifier(column)) \(found.type.formatted)\(notNull)")
        }
        let relied = Set(columns)
        lines += keyLines(relation).filter { relied.isSuperset(of: $0.columns) }.map { "  \($0.text)" }
    }
    return (lines + typeLines(catalog, used)).map { "\($0)\n" }.joined()
}

private func keyLines(_ relation: CatalogRelation) -> [(columns: [String], text: String)] {
    func list(_ columns: [String]) -> String { "(\(columns.map(quoteIdentifier).joined(separator: ", ")))" }
    var keys: [(columns: [String], text: String)] = []
    if let key = relation.primaryKey { keys.append((key.columns, "primary key \(list(key.columns))")) }
    for key in relation.uniqueKeys.sorted(by: { $0.constraint < $1.constraint }) {
        keys.append((key.columns, "unique \(quoteIdentifier(key.constraint)) \(list(key.columns))"))
    }
    for key in relation.foreignKeys.sorted(by: { $0.constraint < $1.constraint }) {
        let target = "\(key.target) \(list(key.targetColumns))"
        keys.append(
            (key.columns, "foreign key \(quoteIdentifier(key.constraint)) \(list(key.columns)) references \(target)"))
    }
    return keys
}

/// The used types and those below them.
private func typeLines(_ catalog: Catalog, _ used: Set<QualifiedName>) -> [String] {
    var reached: Set<QualifiedName> = []
    var waiting = Array(used)
    while let name = waiting.popLast() {
        guard let type = catalog.type(name), reached.insert(name).inserted else { continue }
        switch type.kind {
        case .base, .enumeration: break
        case .domain(let base, _): waiting.append(base.name)
        case .range(let subtype), .multirange(let subtype): waiting.append(subtype.name)
        case .composite(let attributes): waiting += attributes.map(\.type.name)
        }
    }
    return catalog.types.filter { reached.contains($0.name) }.sorted { $0.name < $1.name }.map { type in
        switch type.kind {
        case .base: "type \(type.name)"
        case .enumeration(let labels): "enum \(type.name) (\(labels.map(quoteLiteral).joined(separator: ", ")))"
        case .domain(let base, let isNotNull): "domain \(type.name) \(base.formatted)\(isNotNull ? " not null" : "")"
        case .range(let subtype): "range \(type.name) \(subtype.formatted)"
        case .multirange(let subtype): "multirange \(type.name) \(subtype.formatted)"
        case .composite(let attributes):
            "composite \(type.name) ("
                + attributes.map { "\(quoteIdentifier($0.name)) \($0.type.formatted)" }.joined(separator: ", ") + ")"
        }
    }
}
