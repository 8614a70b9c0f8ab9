package import Configuration
package import Postgres

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
