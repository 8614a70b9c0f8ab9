import CatalogModel
import Configuration
import SQLText

/// Relations straight across junction tables: tables whose primary key consists of two foreign keys, or that have such a
/// key and nothing besides but a primary key and foreign keys. What else stands in them is read through their own fields.
func findJunctions(
    _ exposed: [ExposedRelation], _ names: [EntityNames], _ configuration: Configuration, _ installed: InstalledNames
) -> [RelationEnd] {
    let positions = Dictionary(uniqueKeysWithValues: exposed.enumerated().map { ($1.name, $0) })
    return exposed.enumerated().flatMap { position, relation -> [RelationEnd] in
        let keys = relation.relation.foreignKeys.filter { key in
            guard let target = positions[key.target] else { return false }
            return relation.exposes(key.columns) && exposed[target].exposes(key.targetColumns)
                && !exposed[target].hasHeirs && !relation.isUnique(key.columns)
        }
        return pairs(keys, of: relation).flatMap { [($0, $1, $2), ($1, $0, $2)] }.compactMap { here, there, isPure in
            guard let source = positions[here.target], let target = positions[there.target] else { return nil }
            let end = end(here, there, position, source, target, relation, names, configuration)
            // A column that is added later takes no field away.
            let old = installed.relation(exposed[source], exposed[target], through: relation, end.constraint)
            return isPure || old != nil ? end : nil
        }
    }
}

/// Foreign keys that two together are a key of the table, and whether that makes it a junction.
private func pairs(
    _ keys: [CatalogForeignKey], of relation: ExposedRelation
) -> [(CatalogForeignKey, CatalogForeignKey, Bool)] {
    let primary = relation.keys.first(where: \.isPrimary)?.columns ?? []
    let referring = Set(relation.relation.foreignKeys.flatMap(\.columns) + primary)
    let hasOwnColumns = relation.columns.contains { !referring.contains($0.name) }
    return keys.indices.flatMap { index in
        keys[(index + 1)...].compactMap { second in
            let columns = Set(keys[index].columns + second.columns)
            let whole = relation.keys.first { Set($0.columns) == columns }
            return whole.map { (keys[index], second, $0.isPrimary || !hasOwnColumns) }
        }
    }
}

/// The rows behind `there`, seen from those behind `here`.
private func end(
    _ here: CatalogForeignKey, _ there: CatalogForeignKey, _ junction: Int, _ source: Int, _ target: Int,
    _ relation: ExposedRelation, _ names: [EntityNames], _ configuration: Configuration
) -> RelationEnd {
    let role = roleWords(tellingColumns(there, besides: here.columns)).map { camelCase(pluralWords($0)) }
    let plural = camelCase(pluralWords(words(of: names[target].type)))
    let across = plural + "By" + names[junction].type
    let name = ForeignKeyName(relation.name, there.constraint)
    return RelationEnd(
        kind: .toMany, source: source, target: target, columns: [], isNullable: false,
        constraint: "\(here.constraint), \(there.constraint)", description: relation.relation.comment,
        override: configuration.foreignKeyNames[name]?.through, choice: .foreignKey(name, "through"),
        candidates: (source == target ? [role, across] : [plural, role, across]).compactMap(\.self),
        hint: overrideHint(relation.name, ["relations", quoteTOML(there.constraint)], "through"),
        through: JunctionEnds(
            junction: junction,
            outer: zip(here.targetColumns, here.columns).map { Relation.ColumnPair(local: $0, remote: $1) },
            inner: zip(there.columns, there.targetColumns).map { Relation.ColumnPair(local: $0, remote: $1) }))
}
