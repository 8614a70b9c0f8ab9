import CatalogModel
import Configuration
import SQLText

/// Relations straight across junction tables: tables with a key that consists of two foreign keys. Other columns may
/// stand beside them; they are read through the junction's own fields.
func findJunctions(
    _ exposed: [ExposedRelation], _ names: [EntityNames], _ configuration: Configuration
) -> [RelationEnd] {
    let positions = Dictionary(uniqueKeysWithValues: exposed.enumerated().map { ($1.name, $0) })
    return exposed.enumerated().flatMap { position, relation -> [RelationEnd] in
        let keys = relation.relation.foreignKeys.filter { key in
            guard let target = positions[key.target] else { return false }
            return relation.exposes(key.columns) && exposed[target].exposes(key.targetColumns)
                && !exposed[target].hasHeirs && !relation.isUnique(key.columns)
        }
        guard let (first, second) = pair(keys, of: relation) else { return [] }
        return [(first, second), (second, first)].flatMap { here, there -> [RelationEnd] in
            guard let source = positions[here.target], let target = positions[there.target] else { return [] }
            return [end(here, there, position, source, target, relation, names, configuration)]
        }
    }
}

/// The only two foreign keys that together are a key of the table; nil where there are several such pairs.
private func pair(
    _ keys: [CatalogForeignKey], of relation: ExposedRelation
) -> (CatalogForeignKey, CatalogForeignKey)? {
    var pairs: [(CatalogForeignKey, CatalogForeignKey)] = []
    for (index, first) in keys.enumerated() {
        for second in keys[(index + 1)...] {
            let columns = Set(first.columns + second.columns)
            if relation.keys.contains(where: { Set($0.columns) == columns }) { pairs.append((first, second)) }
        }
    }
    return pairs.count == 1 ? pairs[0] : nil
}

/// The rows behind `there`, seen from those behind `here`.
private func end(
    _ here: CatalogForeignKey, _ there: CatalogForeignKey, _ junction: Int, _ source: Int, _ target: Int,
    _ relation: ExposedRelation, _ names: [EntityNames], _ configuration: Configuration
) -> RelationEnd {
    let own = there.columns.filter { !here.columns.contains($0) }
    let telling = own.isEmpty ? there.columns : own
    let role = telling.count == 1 ? withoutID(words(of: telling[0])).map { camelCase(pluralWords($0)) } : nil
    let plural = camelCase(pluralWords(words(of: names[target].type)))
    let across = plural + "By" + names[junction].type
    let name = ForeignKeyName(relation.name, there.constraint)
    return RelationEnd(
        kind: .toMany, source: source, target: target, columns: [], isNullable: false,
        constraint: "\(here.constraint), \(there.constraint)", description: relation.relation.comment,
        override: configuration.foreignKeyNames[name]?.through,
        candidates: (source == target ? [role, across] : [plural, role, across]).compactMap(\.self),
        hint: overrideHint(relation.name, ["relations", quoteTOML(there.constraint)], "through"),
        through: JunctionEnds(
            junction: junction,
            outer: zip(here.targetColumns, here.columns).map { Relation.ColumnPair(local: $0, remote: $1) },
            inner: zip(there.columns, there.targetColumns).map { Relation.ColumnPair(local: $0, remote: $1) }))
}
