package import Configuration
private import InstallPlanner
package import Postgres
private import SQLFiles

/// What `bind` did with each unbound object.
package struct BindResult: Hashable, Sendable {
    package var bound: [String] = []
    /// Views that cannot be made as they were, with PostgreSQL's reason: their columns are gone or of other types. The
    /// next plan makes them again from the catalog.
    package var failed: [Failure] = []
    /// The statements that gave again what went with relations and functions that were made anew.
    package var granted: [String] = []
    /// Statements that give what the installed API needs and still lacks: this role may not, or others had granted it.
    package var missingPrivileges: [String] = []
    /// Why PostgreSQL refused one of these, other than that the role may not.
    package var reasons: [String: String] = [:]

    package var isWhole: Bool { failed.isEmpty && missingPrivileges.isEmpty }
    package var isEmpty: Bool { isWhole && bound.isEmpty && granted.isEmpty }

    package struct Failure: Hashable, Sendable {
        package var object: String
        package var reason: String
    }
}

/// Makes unbound views again as they were, with the privileges that they had, each in a transaction of its own, and
/// grants again what FraiseQL had granted on what stands below them.
@discardableResult
package func bind(
    _ connection: Connection, _ configuration: Configuration, progress: ProgressCallback = { _ in }
) throws(MigrationError) -> BindResult {
    try withMigrationLock(connection) { () throws(MigrationError) in
        var result = BindResult()
        var relations: Set<String> = []
        let state = try readInstalledState(connection)
        guard state.isThere else { return result }
        for object in state.unbound where object.identity.kind.pinsColumns {
            do throws(MigrationError) {
                try inShortTransaction("bind", connection, patience(configuration), progress) {
                    () throws(PostgresError) in
                    try connection.script(object.definition ?? "")
                    for grant in object.grants { try connection.script(grant) }
                    try connection.query(
                        sqlFile("sql/migrator/bind_object.sql"),
                        [object.identity.kind.name, object.identity.name, kinds(\.goesWithItsBase)])
                }
                result.bound.append(object.identity.description)
                if let relation = object.relation { relations.insert(relation) }
            } catch {
                guard case .postgres(let reason) = error, reason.refusesDefinition else { throw error }
                result.failed.append(BindResult.Failure(object: object.identity.description, reason: reason.message))
            }
        }
        try grantAgain(below: relations, &result, connection, configuration, progress)
        return result
    }
}

/// A relation or function that was dropped and made again has lost its privileges. The next migration would give those of
/// FraiseQL's again; the API answers until then, too. What somebody revoked on what is as it was stays revoked.
private func grantAgain(
    below relations: Set<String>, _ result: inout BindResult, _ connection: Connection, _ configuration: Configuration,
    _ progress: ProgressCallback
) throws(MigrationError) {
    var state = try readInstalledState(connection)
    let model = try state.installedModel()
    let database = try catalog(connection, configuration)
    let madeAnew = try grantsMadeAnew(below: relations, state, connection)
    var lacked = try lackedPrivileges(model, state, database, connection)
    let lost = lacked.revoked.filter { madeAnew.contains($0.grant.name) }
    for (_, statement) in lost {
        do throws(MigrationError) {
            try inShortTransaction("bind", connection, patience(configuration), progress) {
                () throws(PostgresError) in try connection.script(statement)
            }
        } catch {
            // The views are bound: that is to be told.
            guard case .postgres(let reason) = error else { throw error }
            if !error.isForbidden { result.reasons[statement] = reason.message }
        }
    }
    // A GRANT of what the role may not pass on is only warned about.
    if !lost.isEmpty {
        state = try readInstalledState(connection)
        lacked = try lackedPrivileges(model, state, database, connection)
    }
    result.missingPrivileges = lacked.statements
    result.granted = lost.map(\.statement).filter { !lacked.statements.contains($0) }
    let given = madeAnew.subtracting(lacked.revoked.map(\.grant.name))
    if given.isEmpty { return }
    let note = try noteAnew(given, connection)
    try inShortTransaction("bind", connection, patience(configuration), progress) { () throws(PostgresError) in
        try connection.query(sqlFile("sql/migrator/note_grant_targets.sql"), [note])
    }
}
