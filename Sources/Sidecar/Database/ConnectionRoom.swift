import Postgres
import SQLFiles

/// How many sessions the server lets this login have.
struct ConnectionRoom {
    var allowed: Int
    /// Of these, when the server was asked.
    var free: Int
    /// `max_connections` and what is kept from it for others.
    var maximum: Int
    var reserved: Int

    enum Verdict: Equatable {
        case enough
        /// The team's own programs may be the ones that find no connection.
        case tight
        case impossible
    }

    func verdict(on needed: Int) -> Verdict {
        if needed > allowed { return .impossible }
        return needed > free || needed > allowed / 2 ? .tight : .enough
    }

    func text(needed: Int) -> String {
        "this process takes \(needed) connections ([server] loops times database_connections, and one); of the "
            + "server's \(maximum) (max_connections, \(reserved) reserved) this login may have \(allowed), and \(free) "
            + "are free"
    }
}

/// Nil when the server's answer is not understood, which must not keep anybody from serving.
func readConnectionRoom(_ connection: Connection) throws(PostgresError) -> ConnectionRoom? {
    let rows = try connection.query(sqlFile("sql/model/connections.sql"))
    guard rows.count == 1 else { return nil }
    let numbers = (0..<4).compactMap { column in rows[0, column].flatMap { Int($0) } }
    guard numbers.count == 4 else { return nil }
    return ConnectionRoom(allowed: numbers[0], free: numbers[1], maximum: numbers[2], reserved: numbers[3])
}
