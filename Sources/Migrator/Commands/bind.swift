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
                try inShortTransaction("bind", connection, patience(configuration), progress) {
                    () throws(PostgresError) in
                    try connection.script(object.definition ?? "")
                    for grant in object.grants { try connection.script(grant) }
                    try connection.query(
                        sqlFile("sql/migrator/bind_object.sql"),
                        [object.identity.kind.name, object.identity.name, kinds(\.goesWithItsBase)])
                }
                result.bound.append(object.identity.description)
            } catch {
                guard case .postgres(let reason) = error, reason.refusesDefinition else { throw error }
                result.failed.append(BindResult.Failure(object: object.identity.description, reason: reason.message))
            }
        }
        return result
    }
}
