import CatalogModel
import Configuration
import SQLText

/// A relation that becomes an entity, with what of it is exposed.
struct ExposedRelation {
    var relation: CatalogRelation
    /// The position of its schema in `[api] schemas`.
    var schemaRank: Int
    var columns: [CatalogColumn]
    /// Those of the relation whose columns are all exposed, in their order.
    var keys: [ExposedKey]
    /// Whether tables inherit from it: then it shows their rows too, and none of its keys holds for all that it shows.
    var hasHeirs: Bool

    var name: QualifiedName { relation.name }
    var isView: Bool { relation.kind == .view || relation.kind == .materializedView }

    func exposes(_ columns: [String]) -> Bool {
        columns.allSatisfy { name in self.columns.contains { $0.name == name } }
    }

    /// Whether at most one row has given values in these columns.
    func isUnique(_ columns: [String]) -> Bool {
        !hasHeirs && relation.keys.contains { Set($0.columns).isSubset(of: columns) }
    }
}

struct ExposedKey {
    var constraint: String
    var isPrimary: Bool
    var columns: [String]
}

/// What is exposed, in the order in which names are given: schemas as configured, tables before views, lower-case names
/// before mixed-case ones, then by name.
func selectExposed(
    _ catalog: Catalog, _ configuration: Configuration, _ findings: inout [Finding]
) -> [ExposedRelation] {
    var result: [ExposedRelation] = []
    let parents = Set(catalog.relations.flatMap(\.inherits))
    for (rank, schema) in configuration.exposedSchemas.enumerated() {
        if schema == configuration.apiSchema || schema == "fraiseql" {
            findings.append(
                Finding(
                    .error, .generatedSchemaExposed, schema, "the schema of the generated objects cannot be exposed",
                    hint: "take it out of [api] schemas, or give [api] schema another name"))
            continue
        }
        let relations = catalog.relations.filter { $0.name.schema == schema && $0.partitionOf == nil }
        for relation in relations.sorted(by: comesFirst) {
            guard var exposed = expose(relation, rank, configuration, &findings) else { continue }
            if parents.contains(relation.name) { giveUpKeys(of: &exposed, &findings) }
            result.append(exposed)
        }
    }
    if result.isEmpty {
        findings.append(
            Finding(
                .error, .nothingExposed, configuration.exposedSchemas.joined(separator: ", "),
                "no table or view is exposed", hint: "name the schemas of your tables in [api] schemas"))
    }
    return result
}

private func comesFirst(_ left: CatalogRelation, _ right: CatalogRelation) -> Bool {
    func isView(_ relation: CatalogRelation) -> Bool {
        relation.kind == .view || relation.kind == .materializedView
    }
    func isMixedCase(_ relation: CatalogRelation) -> Bool { relation.name.name != relation.name.name.lowercased() }
    if isView(left) != isView(right) { return isView(right) }
    if isMixedCase(left) != isMixedCase(right) { return isMixedCase(right) }
    return left.name < right.name
}

private func expose(
    _ relation: CatalogRelation, _ rank: Int, _ configuration: Configuration, _ findings: inout [Finding]
) -> ExposedRelation? {
    let subject = relation.name.description
    guard !configuration.excludedRelations.contains(relation.name) else {
        findings.append(Finding(.notice, .notExposed, subject, "excluded by [api] exclude"))
        return nil
    }
    let columns = relation.columns.filter {
        !configuration.excludedColumns.contains(ColumnName(relation.name, $0.name))
    }
    guard !columns.isEmpty else {
        findings.append(Finding(.notice, .notExposed, subject, "no column is exposed"))
        return nil
    }
    var exposed = ExposedRelation(relation: relation, schemaRank: rank, columns: columns, keys: [], hasHeirs: false)
    for key in relation.keys {
        if exposed.exposes(key.columns) {
            let isPrimary = key == relation.primaryKey
            exposed.keys.append(ExposedKey(constraint: key.constraint, isPrimary: isPrimary, columns: key.columns))
        } else {
            findings.append(
                Finding(
                    .notice, .keyNotExposed, "\(subject) (\(key.constraint))",
                    "rows cannot be looked up by this key: one of its columns is excluded"))
        }
    }
    return exposed
}

private func giveUpKeys(of relation: inout ExposedRelation, _ findings: inout [Finding]) {
    relation.hasHeirs = true
    relation.keys = []
    findings.append(
        Finding(
            .warning, .keyNotExposed, relation.name.description,
            "tables inherit from it, so no key tells its rows apart: no field finds one row, and foreign keys to it give none"
        ))
}
