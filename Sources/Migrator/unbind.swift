package import Configuration
private import HostSystem
import InstallPlanner
private import JSONText
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
        try inShortTransaction(connection, patience(configuration), progress) { () throws(PostgresError) in
            for object in objects.reversed() {
                try connection.query(
                    sqlFile("sql/migrator/unbind_object.sql"), [object.identity.kind.name, object.identity.name])
                if object.identity.kind.pinsColumns { try connection.script(object.drop) }
            }
        }
        return objects.map(\.identity.description)
    }
}

/// What `bind` did with each unbound object.
package struct BindResult: Hashable, Sendable {
    package var bound: [String] = []
    /// Views that cannot be made as they were, with PostgreSQL's reason: their columns are gone or of other types. The
    /// next plan makes them again from the catalog.
    package var failed: [Failure] = []

    package struct Failure: Hashable, Sendable {
        package var object: String
        package var reason: String
    }
}

/// Makes unbound views again as they were, with the privileges that they had, each in a transaction of its own.
@discardableResult
package func bind(
    _ connection: Connection, _ configuration: Configuration, progress: ProgressCallback = { _ in }
) throws(MigrationError) -> BindResult {
    try withMigrationLock(connection) { () throws(MigrationError) in
        var result = BindResult()
        for object in try readInstalledState(connection).unbound where object.identity.kind.pinsColumns {
            do throws(MigrationError) {
                try inShortTransaction(connection, patience(configuration), progress) { () throws(PostgresError) in
                    try connection.script(object.definition ?? "")
                    for grant in object.grants { try connection.script(grant) }
                    try connection.query(
                        sqlFile("sql/migrator/bind_object.sql"),
                        [object.identity.kind.name, object.identity.name, kinds(\.goesWithItsBase)])
                }
                result.bound.append(object.identity.description)
            } catch {
                guard case .postgres(let reason) = error, isDefinitionTrouble(reason) else { throw error }
                result.failed.append(BindResult.Failure(object: object.identity.description, reason: reason.message))
            }
        }
        return result
    }
}

/// Unbinds, runs the command of the team's own migration tool, and binds again, also when the command failed.
/// - Returns: the command's exit code and what `bind` did.
package func around(
    _ connection: Connection, _ configuration: Configuration, relations: [String] = [],
    progress: ProgressCallback = { _ in }, command: () -> Int32
) throws(MigrationError) -> (exitCode: Int32, binding: BindResult) {
    try unbind(connection, configuration, relations: relations, progress: progress)
    let exitCode = command()
    return (exitCode, try bind(connection, configuration, progress: progress))
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
        if case .postgres(let cause) = error, ["42601", "42602", "0A000"].contains(cause.sqlState) {
            throw .unknownRelation(name, known: known)
        }
        throw error
    }
}

/// Undefined column, table, function, type; a type that does not fit; an operator that does not exist.
private func isDefinitionTrouble(_ error: PostgresError) -> Bool {
    error.sqlState.hasPrefix("42")
}

/// A transaction that gives up early and asks again, so that nobody queues behind it.
private func inShortTransaction(
    _ connection: Connection, _ patience: LockPatience, _ progress: ProgressCallback,
    _ body: () throws(PostgresError) -> Void
) throws(MigrationError) {
    var attempt = 1
    while true {
        do throws(PostgresError) {
            try connection.script(
                "begin; set local lock_timeout = '\(patience.milliseconds)ms'; set local search_path = ''")
            try body()
            try connection.query("commit")
            return
        } catch {
            _ = try? connection.query("rollback")
            guard isLockTrouble(error), attempt < patience.attempts else { throw .postgres(error) }
            progress(.waitingForLock(migration: "unbind", step: 1, attempt: attempt, of: patience.attempts))
            pause(milliseconds: lockPause(attempt))
            attempt += 1
        }
    }
}
