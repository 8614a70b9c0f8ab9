private import CLibPQ

/// Throws when a pooler gives each transaction or each statement the server process that is free: settings, prepared
/// statements and advisory locks would then stay behind in processes that other programs are given.
///
/// Behind a pooler the process that cancels are sent to is not the one that answers. There a second client shows the
/// mode: a process that is this client's own is given to nobody else, and no other one is given to this client. This
/// client asks twice before the other asks at all, so that two processes that take turns are seen too.
func refuseTransactionPooler(_ connection: OpaquePointer, _ url: String) throws(PostgresError) {
    let own = try backendProcess(connection)
    if own == String(PQbackendPID(connection)) { return }
    let second = try openConnection(url, applicationName: "fraiseql")
    defer { PQfinish(second) }
    // Others who come and go may hide the sharing in one round.
    for _ in 1...5 {
        if try backendProcess(connection) != own { throw .transactionPooler }
        if try backendProcess(second) == own { throw .transactionPooler }
    }
}

private func backendProcess(_ connection: OpaquePointer) throws(PostgresError) -> String? {
    let answer = try waitForAnswer(connection, "select pg_catalog.pg_backend_pid()", atMost: longestAnswer)
    let rows = Rows(answer)
    if let error = rows.reply.1 { throw error }
    return rows.single
}

/// In milliseconds, for what a connection is asked before it is used.
let longestAnswer = 10_000

extension PostgresError {
    static let transactionPooler = PostgresError(
        sqlState: SQLState.featureNotSupported,
        message: "the connection goes through a pooler that shares server processes between clients (transaction or "
            + "statement mode): connect to the server itself, or to a pool in session mode")

    /// The connection goes through a pooler in transaction or statement mode.
    package var isTransactionPooler: Bool { self == .transactionPooler }
}
