private import CLibPQ
import SQLText

/// LISTEN and NOTIFY on a connection (PostgreSQL manual, section 34.9). Between queries its owner watches `socket`, and
/// looks what came when there is something to read.
extension Connection {
    /// False where the server cannot tell: a standby takes no LISTEN.
    package func listen(_ channel: String) throws(PostgresError) -> Bool {
        do throws(PostgresError) {
            try query("listen \(quoteIdentifier(channel))")
            return true
        } catch {
            if PQstatus(connection) == CONNECTION_BAD { throw error }
            return false
        }
    }

    package var socket: Int32 { PQsocket(connection) }

    /// How many notifications have come since the last look. What they say is not looked at: anybody in the database may
    /// send them.
    /// - Throws: when the connection is lost.
    package func takeNotifications() throws(PostgresError) -> Int {
        guard PQconsumeInput(connection) == 1, PQstatus(connection) == CONNECTION_OK else {
            throw PostgresError(connection: connection)
        }
        var count = 0
        while let notification = PQnotifies(connection) {
            PQfreemem(notification)
            count += 1
        }
        return count
    }
}
