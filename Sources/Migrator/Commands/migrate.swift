package import Configuration
private import HostSystem
package import InstallPlanner
package import Postgres

/// Writes the difference as a pair of scripts on top of the chain.
/// - Returns: the path of the new folder; nil when nothing is to do.
package func writeMigration(
    _ connection: Connection, _ configuration: Configuration, name: String,
    companion: [InstallObject] = companionObjects()
) throws(MigrationError) -> String? {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let (state, header) = try nextInChain(connection, configuration, name: name)
        let plan = try plan(connection, configuration, state, companion)
        if plan.isEmpty { return nil }
        return try write(writeScripts(plan, header), header, configuration.migrationsDirectory)
    }
}

/// Writes a pair whose last step is empty for hand-written statements on top of the chain.
/// - Returns: the path of the new folder.
package func writeEmptyMigration(
    _ connection: Connection, _ configuration: Configuration, name: String,
    companion: [InstallObject] = companionObjects()
) throws(MigrationError) -> String {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let (state, header) = try nextInChain(connection, configuration, name: name)
        let scripts = writeEmptyScripts(header, companion: companion, installed: state.objects)
        return try write(scripts, header, configuration.migrationsDirectory)
    }
}

private func write(
    _ scripts: (up: String, down: String), _ header: MigrationHeader, _ directory: String
) throws(MigrationError) -> String {
    let path = "\(directory)/\(header.version)_\(header.name)"
    try withFiles { () throws(SystemError) in
        try makeDirectory(path)
        try writeFile("\(path)/down.sql", scripts.down)
        try writeFile("\(path)/up.sql", scripts.up)
    }
    return path
}
