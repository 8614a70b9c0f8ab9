private import HostSystem
import InstallPlanner
import Postgres

/// Runs one step of a script. A step in a transaction is in force whole or not at all.
/// - Parameter record: runs in the transaction of the step, right before its commit.
func runStep(
    _ step: ScriptStep, migration: String, path: String, count: Int, connection: Connection, patience: LockPatience,
    progress: ProgressCallback, record: (Connection) throws(PostgresError) -> Void
) throws(MigrationError) {
    let begin = monotonicNanoseconds()
    progress(.stepStarted(migration: migration, step: step.number, of: count, title: step.title))
    var attempt = 1
    while let failure = runStatements(step, connection: connection, record: record) {
        _ = try? connection.query("rollback")
        let place = failure.statement.place(ofPosition: failure.error.position ?? 1)
        guard step.isTransaction, failure.error.isLockTrouble else {
            let lacked = lacked(for: failure.statement, failure.error, connection)
            throw .statement(path: path, place, failure.error, lacked: lacked)
        }
        guard attempt < patience.attempts else {
            // The title of a step with views is the relation that they stand on.
            let holder = (try? rows(connection, "relation_lockers", [step.title]))?.first?[0]
            throw .lockTimeout(path: path, place, attempts: attempt, holder: holder, failure.error)
        }
        progress(.waitingForLock(migration: migration, step: step.number, attempt: attempt, of: patience.attempts))
        pause(milliseconds: lockPause(attempt))
        attempt += 1
    }
    let milliseconds = Int((monotonicNanoseconds() - begin) / 1_000_000)
    progress(.stepDone(migration: migration, step: step.number, of: count, milliseconds: milliseconds))
}

private struct StatementFailure {
    var statement: ScriptStatement
    var error: PostgresError
}

private func runStatements(
    _ step: ScriptStep, connection: Connection, record: (Connection) throws(PostgresError) -> Void
) -> StatementFailure? {
    // A person's statements find their tables as in psql; generated steps pin the path themselves.
    let formerPath = useDefaultSearchPath(connection)
    defer { useSearchPath(formerPath, connection) }
    for (index, statement) in step.statements.enumerated() {
        let isLast = index == step.statements.count - 1
        do throws(PostgresError) {
            if isLast && step.isTransaction { try recordPinned(connection, record) }
            try connection.query(statement.text)
            // Whoever goes on would record what nobody has.
            if let warning = connection.warnings.first(where: \.isGrantWithoutEffect) { throw warning }
            if isLast && !step.isTransaction { try recordPinned(connection, record) }
        } catch {
            return StatementFailure(statement: statement, error: error)
        }
    }
    return nil
}

private func recordPinned(
    _ connection: Connection, _ record: (Connection) throws(PostgresError) -> Void
) throws(PostgresError) {
    try pinSearchPath(connection)
    try record(connection)
}
