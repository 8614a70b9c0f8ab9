package import Configuration
package import Postgres
package import SchemaMapping

/// What `around` did.
package struct AroundResult: Sendable {
    /// Of the command.
    package var exitCode: Int32
    package var binding: BindResult
    /// What the installed API says of the database that is no longer so: a migration must follow.
    package var stale: [ModelDifference]
}

/// Unbinds, runs the command of the team's own migration tool, and binds again, also when the command failed.
/// - Parameter command: is given the objects that were unbound and answers with an exit code.
package func around(
    _ connection: Connection, _ configuration: Configuration, relations: [String] = [],
    progress: ProgressCallback = { _ in }, command: ([String]) -> Int32
) throws(MigrationError) -> AroundResult {
    let unbound = try unbind(connection, configuration, relations: relations, progress: progress)
    let exitCode = command(unbound)
    let binding = try bind(connection, configuration, progress: progress)
    let model = try readInstalledState(connection).installedModel()
    let stale = brokenPromises(model, try catalog(connection, configuration), configuration)
    return AroundResult(exitCode: exitCode, binding: binding, stale: stale)
}
