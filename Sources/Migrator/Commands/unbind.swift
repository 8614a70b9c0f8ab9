package import Configuration
private import InstallPlanner
package import Postgres
private import SQLFiles

/// Drops the generated views that stand on relations of the user, so that their columns can change, and remembers them.
/// One transaction; a crash before `bind` loses nothing, since the records say what is unbound.
/// - Parameter relations: as SQL writes them, `orders` or `public.orders`; none means all.
/// - Returns: the objects that were unbound.
@discardableResult
package func unbind(
    _ connection: Connection, _ configuration: Configuration, relations: [String] = [],
    progress: ProgressCallback = { _ in }
) throws(MigrationError) -> [String] {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let state = try readInstalledState(connection)
        guard state.isThere else { throw .nothingInstalled }
        let names = try relations.map { (name) throws(MigrationError) in try resolved(name, state, connection) }
        let objects = objectsToUnbind(state.objects, names)
        let dropped = objects.filter { $0.identity.kind.pinsColumns && $0.condition != .missing }
        try refuseDependents(ofDropping: dropped.map(\.identity), connection)
        let targets = try grantsToNote(below: objects, state, connection)
        try inShortTransaction("unbind", connection, patience(configuration), progress) { () throws(PostgresError) in
            try connection.query(sqlFile("sql/migrator/note_grant_targets.sql"), [targets])
            for object in objects.reversed() {
                try connection.query(
                    sqlFile("sql/migrator/unbind_object.sql"), [object.identity.kind.name, object.identity.name])
                if object.identity.kind.pinsColumns { try connection.script(object.drop) }
            }
        }
        return objects.map(\.identity.description)
    }
}

/// The views on these relations, those that stand on such views, and their grants, in the order in which they were made.
private func objectsToUnbind(_ objects: [InstalledObject], _ relations: [String]) -> [InstalledObject] {
    var chosen: Set<ObjectIdentity> = []
    for object in objects where object.isBound {
        let standsOnChosen = object.dependsOn.contains { name in chosen.contains { $0.description == name } }
        let isOnRelation = relations.isEmpty || object.relation.map(relations.contains) == true
        if standsOnChosen || (object.identity.kind.pinsColumns && isOnRelation) { chosen.insert(object.identity) }
    }
    return objects.filter { chosen.contains($0.identity) }
}

private func resolved(
    _ name: String, _ state: InstalledState, _ connection: Connection
) throws(MigrationError) -> String {
    let formerPath = useDefaultSearchPath(connection)
    defer { useSearchPath(formerPath, connection) }
    let known = Set(state.objects.compactMap(\.relation)).sorted()
    do throws(MigrationError) {
        let relation = try rows(connection, "resolve_relation", [name], keepsPath: true).first?[0]
        guard let relation, known.contains(relation) else { throw .unknownRelation(name, known: known) }
        return relation
    } catch {
        // What PostgreSQL cannot read as a name is no table either: a quote that is never closed, too many parts.
        if case .postgres(let cause) = error, cause.refusesName {
            throw .unknownRelation(name, known: known)
        }
        throw error
    }
}
