import CatalogModel
import Configuration
import SQLText

/// The enums that exposed columns use. A name that an entity holds gets `Enum` behind it; the enum of a later schema
/// gets its schema in front.
func nameEnumerations(
    _ exposed: [ExposedRelation], _ types: [QualifiedName: CatalogType], _ configuration: Configuration,
    _ installed: InstalledNames, _ spaces: inout NameSpaces, _ findings: inout [Finding]
) -> [Enumeration] {
    let ranks = Dictionary(
        configuration.exposedSchemas.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    func rank(_ name: QualifiedName) -> Int { ranks[name.schema] ?? ranks.count }

    let used = Set(exposed.flatMap(\.columns).map { resolveType($0.type, in: types).name })
    let enums = types.values.filter { used.contains($0.name) && $0.labels != nil }
        .sorted { (rank($0.name), $0.name) < (rank($1.name), $1.name) }
    let requests = enums.map { type in
        let short = words(of: type.name.name)
        let long = words(of: type.name.schema) + short
        let isFirst = rank(type.name) == 0
        let candidates = isFirst ? [short, short + ["enum"], long] : [short, long, long + ["enum"]]
        return NameRequest(
            subject: type.name.description, noun: "type", installed: installed.enumeration(type.name)?.name,
            candidates: candidates.map(pascalCase), derived: GeneratedNames.ofType)
    }
    let names = assignNames(requests, in: &spaces.types, &findings)
    return zip(enums, names).map { type, name in
        Enumeration(
            name: name, postgresType: type.name,
            values: nameValues(type, installed.enumeration(type.name), &findings), description: type.comment)
    }.sorted { $0.name < $1.name }
}

/// Labels that are GraphQL names keep theirs, so those that need another one give way.
private func nameValues(
    _ type: CatalogType, _ installed: Enumeration?, _ findings: inout [Finding]
) -> [Enumeration.Value] {
    let labels = type.labels ?? []
    let old = Dictionary((installed?.values ?? []).map { ($0.label, $0.name) }, uniquingKeysWith: { first, _ in first })
    let ordered = labels.filter { enumValueName($0) == $0 } + labels.filter { enumValueName($0) != $0 }
    var scope = NameScope()
    let requests = ordered.map { label in
        NameRequest(
            subject: "\(type.name) '\(label)'", noun: "value", installed: old[label], candidates: [enumValueName(label)]
        )
    }
    let names = assignNames(requests, in: &scope, &findings)
    let byLabel = Dictionary(zip(ordered, names), uniquingKeysWith: { first, _ in first })
    return labels.map { Enumeration.Value(name: byLabel[$0] ?? $0, label: $0) }
}

extension CatalogType {
    fileprivate var labels: [String]? {
        if case .enumeration(let labels) = kind, !labels.isEmpty { labels } else { nil }
    }
}
