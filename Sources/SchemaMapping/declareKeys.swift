import CatalogModel
import Configuration
import SQLText

/// The catalog with what `fraiseql.toml` says of keys and references that the database does not know, as if it did. They
/// are promises of the team's: nothing enforces them.
func declareKeys(_ catalog: Catalog, _ configuration: Configuration, _ findings: inout [Finding]) -> Catalog {
    var catalog = catalog
    for index in catalog.relations.indices {
        let relation = catalog.relations[index]
        if let columns = configuration.declaredKeys[relation.name] {
            if relation.primaryKey != nil {
                findings.append(
                    Finding(
                        .unknownReference,
                        at: configuration.choices[.relation(relation.name, "key")] ?? .start, of: configuration,
                        "\(relation.name) has a primary key of its own: remove `key`"))
            } else {
                catalog.relations[index].primaryKey = CatalogKey(
                    constraint: declaredKeyName, columns: columns.map(\.column))
            }
        }
        for reference in configuration.declaredReferences[relation.name] ?? [] {
            if let problem = problem(reference, of: relation, in: catalog) {
                findings.append(
                    Finding(
                        .unknownReference, at: reference.place, of: configuration,
                        "\(relation.name) (\(reference.name)): \(problem)"))
            } else {
                catalog.relations[index].foreignKeys.append(
                    CatalogForeignKey(
                        constraint: reference.name, columns: reference.columns, target: reference.target,
                        targetColumns: reference.targetColumns, isEnforced: false))
            }
        }
    }
    return catalog
}

/// What stands for a constraint's name where there is none.
private let declaredKeyName = "declared key"

/// A reference to columns of many rows would give one of them at random. Unknown names are reported with their places.
private func problem(
    _ reference: DeclaredReference, of relation: CatalogRelation, in catalog: Catalog
) -> String? {
    guard let target = catalog.relation(reference.target) else { return nil }
    for (column, other) in zip(reference.columns, reference.targetColumns) {
        guard let left = relation.column(column), let right = target.column(other) else { return nil }
        if left.type != right.type {
            return "\(quoteIdentifier(column)) and \(quoteIdentifier(other)) of \(target.name) differ in type"
        }
    }
    let columns = Set(reference.targetColumns)
    let isKey = target.keys.contains { Set($0.columns) == columns }
    return isKey ? nil : "the columns of \(target.name) that it leads to are no key of it: declare one with `key`"
}
