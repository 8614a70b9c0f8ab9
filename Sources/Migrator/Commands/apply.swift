package import Configuration
package import InstallPlanner
package import Postgres

/// Plans and applies in one go, for development: nothing is written to the folder, the way back is kept in the database.
/// What an earlier run left half-way has no script to go on with, so it is taken back first.
/// - Returns: the version that ran; nil when nothing was to do.
package func apply(
    _ connection: Connection, _ configuration: Configuration, companion: [InstallObject] = companionObjects(),
    progress: ProgressCallback = { _ in }
) throws(MigrationError) -> String? {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
        var state = try adopt(files, try readInstalledState(connection), connection, progress)
        if let last = state.migrations.last, last.isStoppedApply {
            try undo([last], files, isAll: false, connection, configuration, progress)
            state = try readInstalledState(connection)
        }
        let pending = try chain(files, state.migrations).pending
        if !pending.isEmpty { throw .pending(pending.map(\.folderName)) }
        let plan = try plan(connection, configuration, state, companion)
        if plan.isEmpty { return nil }
        let header = header(after: state, name: applyName, configuration)
        let (up, down) = writeScripts(plan, header)
        let path = "\(header.version)_\(header.name)"
        let file = try migrationFile(header.version, header.name, path: path, up: up, down: down, connection)
        try runUp(file, after: nil, connection, patience(configuration), progress)
        return header.version
    }
}
