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
    let connection = try openConnection(url)
    let session = Session(connection)
    guard PQserverVersion(connection) >= 150_000 else {
        throw PostgresError(sqlState: "0A000", message: "PostgreSQL 15 or later is needed")
    }
    let values = settings.values
    let list = values.indices.map { "pg_catalog.set_config($\(2 * $0 + 1), $\(2 * $0 + 2), false)" }
    _ = try run(connection, "select " + list.joined(separator: ", "), values.flatMap { [$0.name, $0.value] })
    try refuseTransactionPooler(connection, url)
    guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
        throw PostgresError(connection: connection)
    }
    return session
}

private func openConnection(_ url: String) throws(PostgresError) -> OpaquePointer {
    // A dead peer is noticed: within 30 s when idle, within 15 s when it stops acknowledging.
    let parameters: [(String, String)] = [
        ("connect_timeout", "10"), ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "15000"), ("dbname", url), ("fallback_application_name", "fraiseql"),
        ("client_encoding", "UTF8"),
    ]
    let opened = withCStrings(parameters.map(\.0)) { keys in
        withCStrings(parameters.map(\.1)) { values in PQconnectdbParams(keys, values, 1) }
    }
    guard let opened else { throw PostgresError(sqlState: PostgresError.connectionFailure, message: "out of memory") }
    guard PQstatus(opened) == CONNECTION_OK else {
        defer { PQfinish(opened) }
        throw PostgresError(connection: opened)
    }
    PQsetNoticeProcessor(opened, { _, _ in }, nil)
    return opened
}

/// Behind a pooler the process that cancels are sent to is not the one that answers. In transaction mode a second
/// client is then given the server process that the first one has just used, or the first one another.
private func refuseTransactionPooler(_ connection: OpaquePointer, _ url: String) throws(PostgresError) {
    let backend = try run(connection, "select pg_catalog.pg_backend_pid()").single
    if backend == String(PQbackendPID(connection)) { return }
    let second = try openConnection(url)
    defer { PQfinish(second) }
    _ = try run(second, "begin")
    let other = try run(second, "select pg_catalog.pg_backend_pid()").single
    let again = try run(connection, "select pg_catalog.pg_backend_pid()").single
    if other == backend || again != backend {
        throw PostgresError(
            sqlState: "0A000",
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
