import CatalogModel
import Configuration
import SQLText

/// A relation before it has a name.
struct RelationEnd {
    var kind: Relation.Kind
    /// Indices into the exposed relations.
    var source: Int
    var target: Int
    var columns: [Relation.ColumnPair]
    var isNullable: Bool
    var constraint: String
    var description: String?
    var override: String?
    /// The entry of `fraiseql.toml` that names it.
    var choice: ConfigurationChoice
    var candidates: [String]
    var hint: String
    var through: JunctionEnds?
}

/// A junction between two ends before it has a name.
struct JunctionEnds {
    /// Index into the exposed relations.
    var junction: Int
    var outer: [Relation.ColumnPair]
    var inner: [Relation.ColumnPair]
}

/// Names the fields of one entity in one scope: columns before relations, to-one before to-many, and then functions.
func nameFields(
    _ relation: ExposedRelation, _ ends: [RelationEnd], _ rowFunctions: [RowFunction], _ exposed: [ExposedRelation],
    _ configuration: Configuration, _ installed: InstalledNames, _ findings: inout [Finding]
) -> (columns: [String], relations: [String], functions: [String]) {
    var scope = NameScope(reserved: Set(GeneratedNames.reservedFields))
    let columns = relation.columns.map { column in
        NameRequest(
            subject: "\(relation.name).\(quoteIdentifier(column.name))", noun: "field",
            override: configuration.columnNames[ColumnName(relation.name, column.name)],
            place: configuration.choices[.column(ColumnName(relation.name, column.name))],
            installed: installed.field(relation.name, column.name), candidates: [camelCase(words(of: column.name))],
            hint: overrideHint(relation.name, ["columns"], quoteTOML(column.name)))
    }
    let relations = ends.map { end -> NameRequest in
        let target = exposed[end.target]
        let old =
            end.through.map { installed.relation(relation, target, through: exposed[$0.junction], end.constraint) }
            ?? installed.relation(relation, target, end.columns, end.constraint)
        var request = NameRequest(
            subject: "\(relation.name) (\(end.constraint), \(end.kind.rawValue))", noun: "field",
            override: end.override, place: configuration.choices[end.choice],
            installed: old?.kind == end.kind ? old?.name : nil, candidates: end.candidates,
            hint: end.hint)
        if end.kind == .toMany {
            request.derived = { GeneratedNames.ofList($0) }
            request.keepsWithoutDerived = true
        }
        return request
    }
    let functions = rowFunctions.map { item in
        var request = NameRequest(
            subject: item.function.signature, noun: "field",
            override: configuration.settings(of: item.function.name)?.field,
            installed: installed.field(relation.name, item.reference),
            candidates: [camelCase(words(of: item.function.name.name))],
            hint: functionHint(item.function.name, [], "field"))
        request.takeNamesOfList(item.function)
        return request
    }
    let names = assignNames(columns + relations + functions, in: &scope, configuration, &findings)
    return (
        Array(names.prefix(columns.count)), Array(names.dropFirst(columns.count).prefix(relations.count)),
        Array(names.suffix(functions.count))
    )
}

/// `order(id:)`, `userByEmail(email:)`, `orderLineByOrderIdAndLineNo(orderId:lineNo:)`.
func nameKeys(
    _ relation: ExposedRelation, _ names: EntityNames, fieldNames: [String: String], _ configuration: Configuration,
    _ installed: InstalledNames, _ scope: inout NameScope, _ findings: inout [Finding]
) -> [LookupKey] {
    var result: [LookupKey] = []
    var requests: [(ExposedKey, NameRequest)] = []
    for key in relation.keys {
        let old = installed.key(relation.name, key.columns)
        if key.isPrimary {
            result.append(
                LookupKey(rootField: names.single, constraint: key.constraint, isPrimary: true, columns: key.columns))
        } else if let old, scope.holder(of: old.rootField) == relation.name.description,
            ![names.single, names.list].contains(old.rootField)
        {
            // Claimed for this entity when the entities were named.
            result.append(
                LookupKey(rootField: old.rootField, constraint: key.constraint, isPrimary: false, columns: key.columns))
        } else {
            let by = key.columns.map { capitalize(fieldNames[$0] ?? $0) }.joined(separator: "And")
            let request = NameRequest(
                subject: "\(relation.name) (\(key.constraint))", noun: "field", installed: old?.rootField,
                candidates: ["\(names.single)By\(by)"])
            requests.append((key, request))
        }
    }
    let rootFields = assignNames(requests.map(\.1), in: &scope, configuration, &findings)
    for ((key, _), name) in zip(requests, rootFields) {
        result.append(LookupKey(rootField: name, constraint: key.constraint, isPrimary: false, columns: key.columns))
    }
    // The primary key first, then in name order, whatever is installed.
    return result.sorted { ($0.isPrimary ? 0 : 1, $0.rootField) < ($1.isPrimary ? 0 : 1, $1.rootField) }
}
