package import Configuration
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
    _ connection: Connection, _ configuration: Configuration, to target: DowngradeTarget?,
    progress: ProgressCallback = { _ in }
) throws(MigrationError) -> [String] {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
        let state = try adopt(files, try readInstalledState(connection), connection, progress)
        if !state.unbound.isEmpty && target != .base { throw .unbound(state.unbound.map(\.identity.description)) }
        let undone = try migrationsToUndo(state.migrations, to: target)
        try undo(undone, files, isAll: target == .base, connection, configuration, progress)
        return undone.map(\.folderName)
    }
}

/// Undoes what is in force of migrations, which come last first.
/// - Parameter isAll: whether nothing of FraiseQL is to be left.
func undo(
    _ migrations: [AppliedMigration], _ files: [MigrationFile], isAll: Bool, _ connection: Connection,
    _ configuration: Configuration, _ progress: ProgressCallback
) throws(MigrationError) {
    var scripts = try migrations.map { (migration) throws(MigrationError) in
        try wayBack(migration, files.first { $0.version == migration.version })
    }
    try refuseDependents(of: scripts.flatMap { $0.steps }, connection)
    if isAll {
        for (index, steps) in leaveOutRestored(scripts.map(\.steps)).enumerated() { scripts[index].steps = steps }
    }
    for script in scripts {
        for step in script.steps {
            try runStep(
                step, migration: script.migration, path: script.path, count: script.count, connection: connection,
                patience: patience(configuration), progress: progress
            ) { (_) throws(PostgresError) in }
        }
    }
}

private func migrationsToUndo(
    _ migrations: [AppliedMigration], to target: DowngradeTarget?
) throws(MigrationError) -> [AppliedMigration] {
    let first: Int
    switch target {
    // Those that were caught up together came as one.
    case nil: first = migrations.lastIndex { !isCaughtUp($0, with: migrations.last) }.map { $0 + 1 } ?? 0
    case .base: first = 0
    case .version(let version):
        guard let index = migrations.firstIndex(where: { $0.version == version || $0.folderName == version }) else {
            throw .unknownVersion(version, known: migrations.map(\.folderName))
        }
        first = index + 1
        if first < migrations.count, isCaughtUp(migrations[index], with: migrations[first]) {
            let former = migrations[..<index].last { !isCaughtUp($0, with: migrations[index]) }
            throw .neverAlone(migrations[index].folderName, keeps: former?.version)
        }
    }
    return migrations[first...].reversed()
}

private func isCaughtUp(_ migration: AppliedMigration, with other: AppliedMigration?) -> Bool {
    guard let other else { return false }
    return migration.version == other.version
        || migration.caughtUpWith != nil && migration.caughtUpWith == other.caughtUpWith
}

/// The steps that undo what is in force of a migration.
private struct WayBack {
    var migration: String
    /// Where its text stands, for errors.
    var path: String
    var steps: [ScriptStep]
    var count: Int
}

private func wayBack(_ migration: AppliedMigration, _ file: MigrationFile?) throws(MigrationError) -> WayBack {
    let isInFolder = file != nil && (migration.downScript == nil || migration.downScript == file?.downText)
    guard let text = migration.downScript ?? file?.downText else { throw .noWayBack(migration.folderName) }
    let stored = "down.sql of \(migration.folderName) as the database keeps it"
    let path = isInFolder ? file?.downPath ?? stored : stored
    let script = try parsed(text, path: path)
    return WayBack(
        migration: migration.folderName, path: path, steps: script.steps.filter { $0.number <= migration.stepsDone },
        count: script.steps.count)
}
