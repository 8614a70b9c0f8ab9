import Postgres

/// Migrations that psql ran have no checksum yet: they get it from the folder. Writes, so under the migration lock.
func adopt(
    _ files: [MigrationFile], _ state: InstalledState, _ connection: Connection, _ progress: ProgressCallback
) throws(MigrationError) -> InstalledState {
    var state = state
    for (index, migration) in state.migrations.enumerated() where migration.upChecksum == nil {
        guard let file = files.first(where: { $0.version == migration.version }) else { continue }
        try asking { () throws(PostgresError) in try record(file, connection) }
        state.migrations[index].upChecksum = file.upChecksum
        state.migrations[index].downChecksum = file.downChecksum
        state.migrations[index].downScript = file.downText
        progress(.adopted(migration: file.folderName))
    }
    return state
}
