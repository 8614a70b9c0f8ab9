private import CLibPQ

/// A fresh session, made on any thread and handed to the one that will use it.
package final class Session: @unchecked Sendable {
    private var connection: OpaquePointer?
    /// The statement that pins its settings, and its parameters.
    let pin: (text: String, parameters: [String?])

    fileprivate init(_ connection: OpaquePointer, _ settings: SessionSettings) {
        self.connection = connection
        let values = settings.values
        let list = values.indices.map { "pg_catalog.set_config($\(2 * $0 + 1), $\(2 * $0 + 2), false)" }
        pin = ("select " + list.joined(separator: ", "), values.flatMap { [$0.name, $0.value] })
    }

    deinit { if let connection { PQfinish(connection) } }

    /// Only once: the taker closes it.
    func take() -> OpaquePointer? { connection.take() }
}

/// Connects and pins the session's settings. Blocks, name resolution included, so it belongs on a thread of its own.
/// A server older than 15 is refused, because every answer would be wrong there. So would they be behind a pooler in
/// transaction mode: the first `Connection` to the same URL finds it, and must be there before this one.
package func openSession(_ url: String, _ settings: SessionSettings) throws(PostgresError) -> Session {
    let connection = try openConnection(url, applicationName: "fraiseql")
    let session = Session(connection, settings)
    guard PQserverVersion(connection) >= 150_000 else {
        throw PostgresError(sqlState: SQLState.featureNotSupported, message: "PostgreSQL 15 or later is needed")
    }
    let answer = try waitForAnswer(connection, session.pin.text, session.pin.parameters, atMost: longestAnswer)
    if let error = Rows(answer).reply.1 { throw error }
    guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
        throw PostgresError(connection: connection)
    }
    return session
}
