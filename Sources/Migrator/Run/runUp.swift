import InstallPlanner
import Postgres
private import SQLFiles

/// Runs the steps of one migration that are not in force yet. Its columns have been looked at (`reliedDifferences`).
func runUp(
    _ file: MigrationFile, after applied: AppliedMigration?, _ connection: Connection, _ patience: LockPatience,
    _ progress: ProgressCallback
) throws(MigrationError) {
    let done = applied?.stepsDone ?? 0
    if let recorded = applied?.upChecksum, recorded != file.upChecksum {
        progress(.editedWhileRunning(migration: file.folderName))
    }
    try refuseDependents(of: file.up.steps.filter { $0.number > done }, connection)
    for step in file.up.steps where step.number > done {
        try runStep(
            step, migration: file.folderName, path: file.upPath(step: step.number), count: file.up.steps.count,
            connection: connection,
            patience: patience, progress: progress
        ) { (connection) throws(PostgresError) in try record(file, connection) }
    }
}

/// Completes the row of a migration with what only the tool knows: the checksums and the way back.
func record(_ file: MigrationFile, _ connection: Connection) throws(PostgresError) {
    try connection.query(
        sqlFile("sql/migrator/complete_migration.sql"),
        [file.version, file.upChecksum, file.downChecksum, file.downText])
}
