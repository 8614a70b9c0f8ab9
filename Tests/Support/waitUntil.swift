private import HostSystem
package import Postgres

/// Asks again and again until the answer is yes; fails after three minutes, so that a test can hang nobody.
package func waitUntil(_ what: String, _ condition: () throws -> Bool) throws {
    let end = monotonicNanoseconds() + 180_000_000_000
    while !(try condition()) {
        guard monotonicNanoseconds() < end else { throw NeverHappened(what: what) }
    }
}

package struct NeverHappened: Error, CustomStringConvertible {
    package var what: String

    package var description: String { "within three minutes it never happened that \(what)" }
}

/// Whether a session of this database waits for a lock.
package func isSomebodyWaiting(_ connection: Connection) throws -> Bool {
    let waiting = try connection.query(
        """
        select count(*) from pg_locks join pg_database on pg_database.oid = pg_locks.database
        where not granted and datname = current_database()
        """)
    return waiting.single != "0"
}
