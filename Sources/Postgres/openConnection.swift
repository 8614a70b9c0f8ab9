private import CLibPQ

/// Connects, and blocks meanwhile. The one way to PostgreSQL, so that no connection waits for a dead peer for ever.
func openConnection(_ url: String, applicationName: String) throws(PostgresError) -> OpaquePointer {
    try checkConnectionString(url)
    let parameters = connectionParameters(url, applicationName: applicationName)
    let opened = withCStrings(parameters.map(\.0)) { keys in
        withCStrings(parameters.map(\.1)) { values in PQconnectdbParams(keys, values, 1) }
    }
    guard let opened else { throw PostgresError(sqlState: SQLState.connectionFailure, message: "out of memory") }
    guard PQstatus(opened) == CONNECTION_OK else {
        defer { PQfinish(opened) }
        throw PostgresError(connection: opened)
    }
    PQsetNoticeProcessor(opened, { _, _ in }, nil)
    return opened
}

/// Libpq's parameters; a later one wins, so the URL may choose other times. A dead peer is noticed: within 10 s when
/// connecting, 30 s when idle, 15 s when it stops acknowledging.
func connectionParameters(_ url: String, applicationName: String) -> [(String, String)] {
    [
        ("connect_timeout", "10"), ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "15000"), ("dbname", url), ("fallback_application_name", applicationName),
        ("client_encoding", "UTF8"),
    ]
}
