import Postgres

/// Holds the migrations of this database while the body runs. The lock belongs to the session: it ends with it.
func withMigrationLock<Result>(
    _ connection: Connection, _ body: () throws(MigrationError) -> Result
) throws(MigrationError) -> Result {
    guard try rows(connection, "take_lock").first?[0] == "t" else {
        throw .heldByOther(try rows(connection, "lock_holder").first?[0] ?? "unknown")
    }
    defer { _ = try? rows(connection, "release_lock") }
    return try body()
}
