private import InstallPlanner
package import Postgres

/// Where a downgrade ends.
package enum DowngradeTarget: Hashable, Sendable {
    /// Nothing of FraiseQL is left.
    case base
    /// This version stays.
    case version(String)
}

/// Undoes migrations, last first, step by step, from the copies of their way back that the database keeps.
/// - Parameter target: nil undoes the last migration.
/// - Returns: the migrations that were undone, in order.
@discardableResult
package func downgrade(
    _ connection: Connection, directory: String, to target: DowngradeTarget?, progress: ProgressCallback = { _ in }
) throws(MigrationError) -> [String] {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let files = try readMigrationFolder(directory, connection)
        let state = try adopt(files, try readInstalledState(connection), connection, progress)
        if !state.unbound.isEmpty { throw .unbound(state.unbound.map(\.identity.description)) }
        let undone = try migrationsToUndo(state.migrations, to: target)
        if undone.count == state.migrations.count { try refuseDependents(connection) }
        for migration in undone {
            try runDown(migration, files.first { $0.version == migration.version }, connection, progress)
        }
        return undone.map(\.folderName)
    }
}

private func migrationsToUndo(
    _ migrations: [AppliedMigration], to target: DowngradeTarget?
) throws(MigrationError) -> [AppliedMigration] {
    switch target {
    case nil: return Array(migrations.suffix(1))
    case .base: return migrations.reversed()
    case .version(let version):
        guard let index = migrations.firstIndex(where: { $0.version == version || $0.folderName == version }) else {
            throw .unknownVersion(version, known: migrations.map(\.folderName))
        }
        return migrations[(index + 1)...].reversed()
    }
}

/// Undoes the steps of one migration that are in force.
private func runDown(
    _ migration: AppliedMigration, _ file: MigrationFile?, _ connection: Connection, _ progress: ProgressCallback
) throws(MigrationError) {
    let isStored = migration.downScript != nil && migration.downChecksum != file?.downChecksum
    guard let text = migration.downScript ?? file?.downText else { throw .noWayBack(migration.folderName) }
    let path = isStored ? "down.sql of \(migration.folderName) as the database keeps it" : file?.downPath ?? "down.sql"
    let script = try parsed(text, path: path)
    for step in script.steps where step.number <= migration.stepsDone {
        try runStep(
            step, migration: migration.folderName, path: path, count: script.steps.count, connection: connection,
            progress: progress
        ) { (_) throws(PostgresError) in }
    }
}

/// Objects of others that stand on ours would be lost or would stop half-way: they are named before anything runs.
private func refuseDependents(_ connection: Connection) throws(MigrationError) {
    let dependents = try rows(connection, "dependents").compactMap { $0[0] }
    if !dependents.isEmpty { throw .dependents(dependents) }
}
