import CatalogModel
import Configuration
import SQLText

/// The enums with labels that exposed columns and functions use, in the order in which they get their names.
func selectEnumerations(
    _ exposed: [ExposedRelation], _ ofFunctions: [TypeReference], _ types: [QualifiedName: CatalogType],
    _ configuration: Configuration
) -> [CatalogType] {
    let used = Set((exposed.flatMap(\.columns).map(\.type) + ofFunctions).map { resolveType($0, in: types).name })
    return types.values.filter { used.contains($0.name) && $0.labels != nil }.sorted {
        (rank($0.name, configuration), $0.name) < (rank($1.name, configuration), $1.name)
    }
}

/// Names the enums. A name that an entity holds gets `Enum` behind it; the enum of a later schema
/// gets its schema in front.
func nameEnumerations(
    _ enums: [CatalogType], _ configuration: Configuration, _ installed: InstalledNames,
    _ spaces: inout NameSpaces, _ findings: inout [Finding]
) -> [Enumeration] {
    let requests = enums.map { type in
        let short = words(of: type.name.name)
        let long = words(of: type.name.schema) + short
        let isFirst = rank(type.name, configuration) == 0
        let candidates = isFirst ? [short, short + ["enum"], long] : [short, long, long + ["enum"]]
        return NameRequest(
            subject: type.name.description, noun: "type", installed: installed.enumeration(type.name)?.name,
            candidates: candidates.map(pascalCase), derived: GeneratedNames.ofEnumeration)
    }
    let names = assignNames(requests, in: &spaces.types, configuration, &findings)
    return zip(enums, names).map { type, name in
        Enumeration(
            name: name, postgresType: type.name,
            values: nameValues(type, configuration, installed.enumeration(type.name), &findings),
            description: type.comment)
    }.sorted { $0.name < $1.name }
}

private func rank(_ name: QualifiedName, _ configuration: Configuration) -> Int {
    configuration.exposedSchemas.firstIndex(of: name.schema) ?? configuration.exposedSchemas.count
}

/// Labels that are GraphQL names keep theirs, so those that need another one give way.
private func nameValues(
    _ type: CatalogType, _ configuration: Configuration, _ installed: Enumeration?, _ findings: inout [Finding]
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
    let names = assignNames(requests, in: &scope, configuration, &findings)
    let byLabel = Dictionary(zip(ordered, names), uniquingKeysWith: { first, _ in first })
    return labels.map { Enumeration.Value(name: byLabel[$0] ?? $0, label: $0) }
}

extension CatalogType {
    fileprivate var labels: [String]? {
        if case .enumeration(let labels) = kind, !labels.isEmpty { labels } else { nil }
    }
}
