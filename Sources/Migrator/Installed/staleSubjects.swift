import CatalogModel
import Configuration
private import InstallPlanner
import Postgres
private import SQLText
package import SchemaMapping

/// What of the installed API is no longer as the database and the configuration are: an entity, an enum, a function, or
/// the API as a whole.
package struct StaleSubject: Hashable, Sendable, CustomStringConvertible {
    package var difference: ModelDifference
    /// What made it so, oldest first; empty where no event trigger has noticed anything.
    package var commands: [NoticedCommand]

    /// `Order (public.orders): column note added (ALTER TABLE by ada, 2026-02-14T09:00:00Z)`.
    package var description: String {
        "\(difference)\(commands.last.map { " (\($0.command) by \($0.login), \($0.time))" } ?? "")"
    }
}

/// A statement that an event trigger has noticed.
package struct NoticedCommand: Hashable, Sendable {
    /// `ALTER TABLE`.
    package var command: String
    package var login: String
    /// ISO 8601, UTC.
    package var time: String
}

/// What the next migration would bring up to date. Empty where nothing is installed. Changes nothing.
/// - Throws: `mapping` where the database does not fit the configuration.
func staleSubjects(
    _ installed: APIModel?, _ state: InstalledState, _ catalog: Catalog, _ configuration: Configuration,
    _ connection: Connection
) throws(MigrationError) -> [StaleSubject] {
    guard let installed else { return [] }
    let mapping = mapSchema(catalog, configuration, installed: installed)
    if mapping.hasErrors { throw .mapping(mapping.findings.filter { $0.severity == .error }) }
    let differences = differences(from: installed, to: mapping.model, in: catalog)
    let commands = differences.isEmpty ? [:] : try noticedCommands(connection, state)
    return differences.map { difference in
        StaleSubject(difference: difference, commands: difference.object.flatMap { commands[$0] } ?? [])
    }
}

/// By relation or type.
private func noticedCommands(
    _ connection: Connection, _ state: InstalledState
) throws(MigrationError) -> [QualifiedName: [NoticedCommand]] {
    // A companion of an earlier release has no table of notices.
    guard state.objects.contains(where: { $0.identity.kind == .eventTrigger }) else { return [:] }
    return Dictionary(
        grouping: try rows(connection, "ddl_notices").map { row in
            let object = QualifiedName(row[0] ?? "", row[1] ?? "")
            return (object, NoticedCommand(command: row[2] ?? "", login: row[3] ?? "", time: row[4] ?? ""))
        }, by: \.0
    ).mapValues { $0.map(\.1) }
}

/// What of the installed API the database no longer keeps: columns, keys and relations that are gone or of other types.
/// What was only added since is left out: everything that is installed goes on as it was.
func brokenPromises(
    _ installed: APIModel?, _ catalog: Catalog, _ configuration: Configuration
) -> [ModelDifference] {
    guard let installed else { return [] }
    let mapping = mapSchema(catalog, configuration, installed: installed)
    return differences(from: installed, to: leavingOutAdditions(mapping.model, to: installed), in: catalog)
}

private func leavingOutAdditions(_ model: APIModel, to installed: APIModel) -> APIModel {
    var model = model
    model.limits = installed.limits
    model.tenancy = installed.tenancy
    model.functions.removeAll { function in !installed.functions.contains { $0.function == function.function } }
    model.entities = model.entities.compactMap { current in
        guard let former = installed.entities.first(where: { $0.relation == current.relation }) else { return nil }
        var entity = current
        entity.fields.removeAll { field in former.field(column: field.column) == nil }
        for index in entity.fields.indices {
            let old = former.field(column: entity.fields[index].column)?.arguments ?? []
            entity.fields[index].arguments.removeAll { !old.contains($0) }
        }
        entity.functions.removeAll { function in !former.functions.contains { $0.function == function.function } }
        if former.rowColumn == nil { entity.rowColumn = nil }
        entity.relations.removeAll { relation in !former.relations.contains { $0.name == relation.name } }
        entity.keys.removeAll { key in !former.keys.contains { $0.rootField == key.rootField } }
        return entity
    }
    model.enumerations = model.enumerations.compactMap { current in
        guard let former = installed.enumerations.first(where: { $0.postgresType == current.postgresType }) else {
            return nil
        }
        var enumeration = current
        enumeration.values.removeAll { value in !former.values.contains { $0.label == value.label } }
        return enumeration
    }
    return model
}
