private import CLibPQ
private import Glibc

/// Runs one statement and waits for its answer.
/// - Parameter milliseconds: nil waits for as long as the server takes. When the time is over the connection is of no
///   more use: its answer may still come.
/// - Parameter notified: called where notifications came with the answer.
func waitForAnswer(
    _ connection: OpaquePointer, _ text: String, _ parameters: [String?] = [], atMost milliseconds: Int?,
    notified: () -> Void = {}
) throws(PostgresError) -> OpaquePointer {
    defer { if forgetNotifications(connection) { notified() } }
    let count = Int32(parameters.count)
    guard let milliseconds else {
        let result = withCStrings(parameters) { PQexecParams(connection, text, count, nil, $0, nil, nil, 0) }
        guard let result else { throw PostgresError(connection: connection) }
        return result
    }
    let sent = withCStrings(parameters) { PQsendQueryParams(connection, text, count, nil, $0, nil, nil, 0) }
    guard sent == 1 else { throw PostgresError(connection: connection) }
    let deadline = ContinuousClock.now + .milliseconds(milliseconds)
    var last: OpaquePointer?
    while true {
        while PQisBusy(connection) != 0 {
            do throws(PostgresError) {
                guard isReadable(PQsocket(connection), before: deadline) else {
                    throw PostgresError(
                        sqlState: SQLState.connectionFailure, message: "no answer after \(milliseconds) ms")
                }
                guard PQconsumeInput(connection) == 1 else { throw PostgresError(connection: connection) }
                if forgetNotifications(connection) { notified() }
            } catch {
                PQclear(last)
                throw error
            }
        }
        guard let result = PQgetResult(connection) else { break }
        PQclear(last)
        last = result
    }
    guard let last else { throw PostgresError(connection: connection) }
    return last
}

/// False when the time is over. Errors and hang-ups are readable: libpq says what they are.
private func isReadable(_ socket: Int32, before deadline: ContinuousClock.Instant) -> Bool {
    var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    while true {
        let left = deadline - ContinuousClock.now
        let (seconds, attoseconds) = left.components
        guard left > .zero else { return false }
        let status = poll(&watched, 1, Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
        if status > 0 { return true }
        // A poll that fails leaves the word to libpq, which reads and says why.
        if status < 0, errno != EINTR { return true }
    }
}
