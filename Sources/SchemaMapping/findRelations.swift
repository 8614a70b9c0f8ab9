import CatalogModel
import Configuration
import SQLText

/// Both ends of every foreign key between exposed relations. Keys of one table come in the order of their columns, so
/// that a key on new columns comes after those that were there.
func findRelations(
    _ exposed: [ExposedRelation], _ names: [EntityNames], _ catalog: Catalog, _ configuration: Configuration,
    _ installed: InstalledNames, _ findings: inout [Finding]
) -> [RelationEnd] {
    let positions = Dictionary(uniqueKeysWithValues: exposed.enumerated().map { ($1.name, $0) })
    var ends: [RelationEnd] = []
    for (source, relation) in exposed.enumerated() {
        var keysToTarget: [Int: Int] = [:]
        for key in orderedForeignKeys(relation.relation) {
            guard let target = positions[key.target] else {
                findings.append(unexposed(key, relation, "\(key.target) is not exposed"))
                continue
            }
            guard relation.exposes(key.columns), exposed[target].exposes(key.targetColumns) else {
                findings.append(unexposed(key, relation, "one of its columns is excluded"))
                continue
            }
            guard !exposed[target].hasHeirs else {
                findings.append(
                    unexposed(key, relation, "tables inherit from \(key.target), so several rows may match"))
                continue
            }
            let earlier = keysToTarget[target, default: 0]
            keysToTarget[target] = earlier + 1
            ends += bothEnds(
                key, source, target, isFirst: earlier == 0, exposed, names, configuration, installed)
        }
    }
    findings += findPartitionOnlyKeys(catalog, positions)
    // Last, so that a junction never takes a name from a foreign key.
    return ends + findJunctions(exposed, names, configuration, installed)
}

private func bothEnds(
    _ key: CatalogForeignKey, _ source: Int, _ target: Int, isFirst: Bool, _ exposed: [ExposedRelation],
    _ names: [EntityNames], _ configuration: Configuration, _ installed: InstalledNames
) -> [RelationEnd] {
    let (child, parent) = (exposed[source], exposed[target])
    let there = zip(key.columns, key.targetColumns).map { Relation.ColumnPair(local: $0, remote: $1) }
    let back = zip(key.targetColumns, key.columns).map { Relation.ColumnPair(local: $0, remote: $1) }
    let name = ForeignKeyName(child.name, key.constraint)
    let override = configuration.foreignKeyNames[name]

    // Tenant and other columns of the same name on both sides say nothing about the role of the key.
    let telling = tellingColumns(key, besides: zip(key.columns, key.targetColumns).filter { $0 == $1 }.map { $0.0 })
    let by = "By" + telling.map { pascalCase(words(of: $0)) }.joined(separator: "And")

    let targetName = camelCase(words(of: names[target].type))
    let role = roleWords(telling).map(camelCase)
    let toOne = [role, targetName, targetName + by].compactMap { $0 }

    // A list stays a list when a unique key arrives later: the installed field keeps its type.
    let installedBack = installed.relation(parent, child, back, key.constraint)
    let isOneToOne = child.isUnique(key.columns) && installedBack?.kind != .toMany
    let childWords = words(of: names[source].type)
    let backName = camelCase(isOneToOne ? childWords : pluralWords(childWords))
    let path = ["relations", quoteTOML(key.constraint)]
    return [
        RelationEnd(
            kind: .toOne, source: source, target: target, columns: there,
            isNullable: !alwaysSeesParent(key, child, parent, configuration, installed),
            constraint: key.constraint,
            description: key.comment, override: override?.toOne, choice: .foreignKey(name, "to_one"),
            candidates: toOne,
            hint: overrideHint(child.name, path, "to_one")),
        RelationEnd(
            kind: isOneToOne ? .toOne : .toMany, source: target, target: source, columns: back,
            isNullable: isOneToOne, constraint: key.constraint, description: key.comment,
            override: override?.toMany, choice: .foreignKey(name, "to_many"),
            candidates: isFirst ? [backName, backName + by] : [backName + by],
            hint: overrideHint(child.name, path, "to_many")),
    ]
}

/// Whether a row always has a visible parent: the key is enforced, all its columns are not null, and neither row
/// security nor tenancy can hide rows of the target.
private func alwaysSeesParent(
    _ key: CatalogForeignKey, _ child: ExposedRelation, _ parent: ExposedRelation, _ configuration: Configuration,
    _ installed: InstalledNames
) -> Bool {
    let isTable = parent.relation.kind == .table || parent.relation.kind == .partitionedTable
    return key.isEnforced && isTable && !installed.hadRowSecurity(parent.relation)
        && !configuration.tenancy.hidesRows(of: parent.name)
        && key.columns.allSatisfy { child.relation.column($0)?.isNotNull ?? false }
}

/// The columns of a key that say what it is for: those that others do not share, or all where they share all.
func tellingColumns(_ key: CatalogForeignKey, besides shared: [String]) -> [String] {
    let own = key.columns.filter { !shared.contains($0) }
    return own.isEmpty ? key.columns : own
}

/// `author` from `author_id`; nil for several columns, and where nothing is left or no id stands at the end.
func roleWords(_ telling: [String]) -> [String]? {
    guard telling.count == 1 else { return nil }
    let words = words(of: telling[0])
    return words.count > 1 && words.last == "id" ? words.dropLast() : nil
}

private func orderedForeignKeys(_ relation: CatalogRelation) -> [CatalogForeignKey] {
    func place(_ key: CatalogForeignKey) -> [Int] {
        key.columns.map { column in relation.columns.firstIndex { $0.name == column } ?? relation.columns.count }
    }
    return relation.foreignKeys.sorted { left, right in
        let (a, b) = (place(left), place(right))
        return a == b ? left.constraint < right.constraint : a.lexicographicallyPrecedes(b)
    }
}

private func unexposed(_ key: CatalogForeignKey, _ relation: ExposedRelation, _ reason: String) -> Finding {
    Finding(
        .notice, .relationNotExposed, "\(relation.name) (\(key.constraint))",
        "the foreign key gives no field: \(reason)")
}

/// Foreign keys that partitions have and their table has not, one finding for those that say the same.
private func findPartitionOnlyKeys(_ catalog: Catalog, _ positions: [QualifiedName: Int]) -> [Finding] {
    let relations = Dictionary(catalog.relations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var partitions: [KeyDefinition: [QualifiedName]] = [:]
    for partition in catalog.relations where partition.partitionOf != nil {
        var root = partition
        while let name = root.partitionOf, let parent = relations[name] { root = parent }
        guard positions[root.name] != nil else { continue }
        let inherited = Set(root.foreignKeys.map { KeyDefinition($0, on: root.name) })
        for definition in Set(partition.foreignKeys.map({ KeyDefinition($0, on: root.name) })).subtracting(inherited) {
            partitions[definition, default: []].append(partition.name)
        }
    }
    return partitions.map { definition, names in
        let others = names.count > 1 ? " and \(names.count - 1) more" : ""
        return Finding(
            .warning, .foreignKeyOnPartitionsOnly, "\(definition.relation) \(definition.reference)",
            "stands on partitions only (\(names[0])\(others)), so it gives no field",
            hint: showHidden("alter table \(definition.relation) add foreign key \(definition.reference);"))
    }
}

/// What a foreign key says, whatever it is called.
private struct KeyDefinition: Hashable {
    var relation: QualifiedName
    /// `(customer_id) references public.customer (customer_id)`.
    var reference: String

    init(_ key: CatalogForeignKey, on relation: QualifiedName) {
        func list(_ columns: [String]) -> String { columns.map(quoteIdentifier).joined(separator: ", ") }
        self.relation = relation
        reference = "(\(list(key.columns))) references \(key.target) (\(list(key.targetColumns)))"
    }
}
