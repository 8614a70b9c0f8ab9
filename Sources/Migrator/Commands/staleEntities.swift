package import Configuration
private import InstallPlanner
package import Postgres
package import SchemaMapping

/// What of the installed API is no longer as the database and the configuration are: what the next migration would
/// bring up to date. Empty where nothing is installed. Changes nothing.
package func staleEntities(
    _ connection: Connection, _ configuration: Configuration
) throws(MigrationError) -> [ModelDifference] {
    guard let installed = try readInstalledState(connection).installedModel() else { return [] }
    let mapping = mapSchema(try catalog(connection, configuration), configuration, installed: installed)
    if mapping.hasErrors { throw .mapping(mapping.findings.filter { $0.severity == .error }) }
    return differences(from: installed, to: mapping.model)
}
