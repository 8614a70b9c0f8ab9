private import CLibPQ

/// A fresh session, made on any thread and handed to the one that will use it.
package final class Session: @unchecked Sendable {
    private var connection: OpaquePointer?

    fileprivate init(_ connection: OpaquePointer) { self.connection = connection }

    deinit { if let connection { PQfinish(connection) } }

    /// Only once: the taker closes it.
    func take() -> OpaquePointer? { connection.take() }
}

/// Connects and pins the session's settings. Blocks, name resolution included, so it belongs on a thread of its own.
/// A server older than 15 and a pooler in transaction mode are refused, because every answer would be wrong there.
package func openSession(_ url: String, _ settings: SessionSettings) throws(PostgresError) -> Session {
    let connection = try openConnection(url, applicationName: "fraiseql")
    let session = Session(connection)
    guard PQserverVersion(connection) >= 150_000 else {
        throw PostgresError(sqlState: SQLState.featureNotSupported, message: "PostgreSQL 15 or later is needed")
    }
    // First, since the settings limit how long a statement may take, and these are not the caller's.
    try refuseTransactionPooler(connection, url)
    let values = settings.values
    let list = values.indices.map { "pg_catalog.set_config($\(2 * $0 + 1), $\(2 * $0 + 2), false)" }
    _ = try run(connection, "select " + list.joined(separator: ", "), values.flatMap { [$0.name, $0.value] })
    guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
        throw PostgresError(connection: connection)
    }
    return session
}

/// Behind a pooler the process that cancels are sent to is not the one that answers. In transaction mode a second
/// client is then given the server process that the first one has just used, or the first one another.
private func refuseTransactionPooler(_ connection: OpaquePointer, _ url: String) throws(PostgresError) {
    let backend = try run(connection, "select pg_catalog.pg_backend_pid()").single
    if backend == String(PQbackendPID(connection)) { return }
    let second = try openConnection(url, applicationName: "fraiseql")
    defer { PQfinish(second) }
    _ = try run(second, "begin")
    let other = try run(second, "select pg_catalog.pg_backend_pid()").single
    let again = try run(connection, "select pg_catalog.pg_backend_pid()").single
    if other == backend || again != backend {
        throw PostgresError(
            sqlState: SQLState.featureNotSupported,
            message: "the connection goes through a pooler in transaction mode; connect directly, or in session mode")
    }
}

private func run(
    _ connection: OpaquePointer, _ text: String, _ parameters: [String?] = []
) throws(PostgresError) -> Rows {
    let result = withCStrings(parameters) { values in
        PQexecParams(connection, text, Int32(parameters.count), nil, values, nil, nil, 0)
    }
    guard let result else { throw PostgresError(connection: connection) }
    let rows = Rows(result)
    guard [PGRES_TUPLES_OK, PGRES_COMMAND_OK].contains(PQresultStatus(result)) else {
        throw PostgresError(result: result)
    }
    return rows
}
