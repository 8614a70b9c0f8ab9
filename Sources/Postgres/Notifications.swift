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

    /// Whether notifications have come since the last look.
    /// - Throws: when the connection is lost.
    package func takeNotifications() throws(PostgresError) -> Bool {
        guard PQconsumeInput(connection) == 1, PQstatus(connection) == CONNECTION_OK else {
            throw PostgresError(connection: connection)
        }
        defer { isNotified = false }
        return forgetNotifications(connection) || isNotified
    }
}

/// libpq keeps notifications until somebody asks for them, and anybody in the database may send them, as many and as
/// long as they like: so each time that input was taken they are dropped. What they say is not looked at.
/// - Returns: whether there were any.
@discardableResult
func forgetNotifications(_ connection: OpaquePointer) -> Bool {
    var wereThere = false
    while let notification = PQnotifies(connection) {
        PQfreemem(notification)
        wereThere = true
    }
    return wereThere
}
