private import HostSystem
import Postgres

/// A transaction that gives up early and asks again, so that nobody queues behind it.
func inShortTransaction(
    _ command: String, _ connection: Connection, _ patience: LockPatience, _ progress: ProgressCallback,
    _ body: () throws(PostgresError) -> Void
) throws(MigrationError) {
    var attempt = 1
    while true {
        do throws(PostgresError) {
            try connection.script(
                "begin; set local lock_timeout = '\(patience.milliseconds)ms'; set local search_path = ''")
            try body()
            try connection.query("commit")
            return
        } catch {
            _ = try? connection.query("rollback")
            guard error.isLockTrouble, attempt < patience.attempts else { throw .postgres(error) }
            progress(.waitingForLock(migration: command, step: 1, attempt: attempt, of: patience.attempts))
            pause(milliseconds: lockPause(attempt))
            attempt += 1
        }
    }
}
