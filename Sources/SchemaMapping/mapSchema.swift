package import CatalogModel
package import Configuration
import SQLText
import Suggestions

/// From what a database looks like to what its API looks like. Total and deterministic: every clash is resolved by a
/// stated rule (docs/naming.md) and reported; what is installed keeps its name.
package func mapSchema(_ catalog: Catalog, _ configuration: Configuration, installed: APIModel?) -> Mapping {
    var findings = reviewConfiguration(configuration, catalog) + reviewLockTimeout(configuration)
    let catalog = declareKeys(catalog, configuration, &findings)
    let types = Dictionary(catalog.types.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let old = InstalledNames(installed)
    var spaces = NameSpaces()

    let exposed = selectExposed(catalog, configuration, &findings)
    let rowFunctions = findRowFunctions(exposed, catalog, configuration, &findings)
    var functions = RootFunctions(catalog, configuration, &findings)
    let ofFunctions = rowFunctions.joined().flatMap(\.types) + functions.types
    let enums = selectEnumerations(exposed, ofFunctions, types, configuration)
    functions.claimNames(configuration, old, &spaces.rootFields, &findings)
    let names = nameEntities(exposed, enumerations: enums, configuration, old, &spaces, &findings)
    let enumerations = nameEnumerations(enums, configuration, old, &spaces, &findings)
    let enumerationNames = Dictionary(uniqueKeysWithValues: enumerations.map { ($0.postgresType, $0.name) })
    let ends = findRelations(exposed, names, catalog, configuration, old, &findings)
    findings += reviewForeignKeys(exposed)

    func type(_ reference: TypeReference) -> FieldType {
        fieldType(resolveType(reference, in: types), enumerationNames: enumerationNames)
    }
    let typeNames = Dictionary(
        zip(exposed.map(\.name), names.map(\.type)), uniquingKeysWith: { first, _ in first })
    var entities: [Entity] = []
    for (index, relation) in exposed.enumerated() {
        let own = ends.filter { $0.source == index }.sorted { $0.kind == .toOne && $1.kind == .toMany }
        let fieldNames = nameFields(relation, own, rowFunctions[index], exposed, configuration, old, &findings)
        var fields = zip(relation.columns, fieldNames.columns).map { column, name in
            Field(
                name: name, column: column.name, type: type(column.type),
                isNullable: !(column.isNotNull && relation.enforcesNotNull), description: column.comment)
        }
        let computed = makeRowFields(
            rowFunctions[index], names: fieldNames.functions, of: relation.name, typeNames: typeNames, configuration,
            old, &findings, type: type)
        fields += computed.columns
        let byColumn = Dictionary(uniqueKeysWithValues: fields.map { ($0.column, $0.name) })
        let relations = zip(own, fieldNames.relations).map { end, name in
            Relation(
                name: name, kind: end.kind, target: names[end.target].type, columns: end.columns,
                isNullable: end.isNullable, constraint: end.constraint, description: end.description,
                through: end.through.map { through in
                    Junction(
                        entity: names[through.junction].type, outer: through.outer, inner: through.inner)
                })
        }.sorted { ($0.kind == .toOne ? 0 : 1, $0.name) < ($1.kind == .toOne ? 0 : 1, $1.name) }
        let entity =
            Entity(
                typeName: names[index].type, description: relation.relation.comment, relation: relation.name,
                kind: relation.relation.kind, view: QualifiedName(configuration.apiSchema, names[index].view),
                documentColumn: freeDocumentColumn(relation), listField: names[index].list, fields: fields,
                functions: computed.calls, relations: relations,
                keys: nameKeys(
                    relation, names[index], fieldNames: byColumn, configuration, old, &spaces.rootFields, &findings),
                embeds: checkEmbeds(relation, relations, configuration, &findings))
        findings += reviewPages(relation, entity).map { [$0] } ?? []
        findings += reviewMembers(relation, entity)
        findings += reviewDimensions(relation)
        entities.append(entity)
    }
    finishRowFunctions(&entities, catalog, configuration, &findings)
    let limits = Limits(
        defaultPageSize: configuration.defaultPageSize, maximumPageSize: configuration.maximumPageSize,
        maximumDepth: configuration.maximumDepth)
    let tenancy = mapTenancy(exposed, configuration, old, &findings)
    let model = APIModel(
        apiSchema: configuration.apiSchema, limits: limits, entities: entities.sorted { $0.typeName < $1.typeName },
        enumerations: enumerations,
        functions: functions.make(
            entities, types, enumerationNames, configuration, old, &spaces.rootFields, &findings),
        tenancy: tenancy)
    return Mapping(model: model, findings: sorted(findings))
}

/// Entries of `fraiseql.toml` that name what the database does not have.
private func reviewConfiguration(_ configuration: Configuration, _ catalog: Catalog) -> [Finding] {
    do throws(ConfigurationErrors) {
        try checkMentions(configuration, in: catalog)
        return []
    } catch {
        return error.errors.map { Finding(.unknownReference, at: $0.place, of: configuration, $0.message) }
    }
}

/// A step that waits for its locks has the requests for its relation wait behind it.
private func reviewLockTimeout(_ configuration: Configuration) -> [Finding] {
    let patience = Configuration.requestPatience
    guard let place = configuration.lockTimeoutPlace, configuration.lockTimeout > patience else { return [] }
    let timeout = formatDuration(configuration.lockTimeout)
    return [
        Finding(
            .lockTimeout, at: place, of: configuration,
            "[migrations] lock_timeout (\(timeout)) is longer than requests wait for others (\(formatDuration(patience))): behind "
                + "a step that waits for a lock some are answered late, and from 1s on with OVERLOADED",
            hint: "a shorter one with more lock_attempts waits as long in all, and lets requests pass in between",
            severity: .warning)
    ]
}

extension ExposedRelation {
    /// Views carry no constraint, and those of foreign tables are promises that nobody checks.
    fileprivate var enforcesNotNull: Bool { relation.kind == .table || relation.kind == .partitionedTable }
}

/// The document of the view: `data`, unless a column of the user's is called so.
func freeDocumentColumn(_ relation: ExposedRelation) -> String {
    var name = "data"
    while relation.columns.contains(where: { $0.name == name }) { name += "_" }
    return name
}

private func checkEmbeds(
    _ exposed: ExposedRelation, _ relations: [Relation], _ configuration: Configuration, _ findings: inout [Finding]
) -> [String] {
    (configuration.embeds[exposed.name] ?? []).filter { embed in
        let relation = relations.first { $0.name == embed }
        if let relation, relation.through == nil { return true }
        let mention = configuration.mentions.first { $0.subject == .embed(exposed.name, embed) }
        let suggestion = suggestionSuffix(for: embed, among: relations.map(\.name))
        findings.append(
            Finding(
                .unknownReference, at: mention?.place ?? .start, of: configuration,
                relation == nil
                    ? "\(exposed.name) has no relation \"\(embed)\"\(suggestion)"
                    : "\"\(embed)\" leads through a junction table, which no document embeds: embed the junction's rows"
            ))
        return false
    }
}
