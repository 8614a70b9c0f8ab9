private import CLibPQ
package import SQLText

/// A connection that waits for its answers: for commands and start-up, never for requests.
package final class Connection {
    let connection: OpaquePointer
    private let answerTimeout: Int?
    /// What the server warned of while the last statement ran, such as a GRANT that gave nothing. A statement may warn without
    /// end: of each SQLSTATE the first ones are kept, so that no flood of one hides another, and of all so many bytes.
    package private(set) var warnings: [PostgresError] = []
    private var warningBytes = 0
    private static let (warningsOfAState, maximumWarnings, maximumWarningBytes) = (10, 100, 65536)
    /// A notification came with an answer.
    var isNotified = false

    /// Connects with a URL or a libpq connection string; an empty one means libpq's own environment and defaults. A
    /// pooler in transaction mode is refused (`isTransactionPooler`): everything here relies on its session.
    /// - Parameter statementTimeout: milliseconds after which the server ends a statement; nil leaves its own setting.
    /// - Parameter answerTimeout: milliseconds after which `query` gives up a server that says nothing, not even that
    ///   the statement took too long; the connection is then of no more use. Nil waits.
    package init(
        _ url: String, applicationName: String = "fraiseql", statementTimeout: Int? = nil, answerTimeout: Int? = nil
    ) throws(PostgresError) {
        self.answerTimeout = answerTimeout
        connection = try openConnection(url, applicationName: applicationName)
        PQsetNoticeReceiver(connection, noteWarning, Unmanaged.passUnretained(self).toOpaque())
        try refuseTransactionPooler(connection, url)
        if let statementTimeout {
            try query(
                "select pg_catalog.set_config('statement_timeout', $1, false)", [String(max(1, statementTimeout))])
        }
    }

    deinit { PQfinish(connection) }

    /// Runs one statement with text parameters (nil is null).
    @discardableResult
    package func query(_ text: String, _ parameters: [String?] = []) throws(PostgresError) -> Rows {
        forgetWarnings()
        return try rows(waitForAnswer(connection, text, parameters, atMost: answerTimeout) { isNotified = true })
    }

    /// Runs a rendered statement whose binds are text parameters.
    @discardableResult
    package func query(_ sql: SQL<String?>) throws(PostgresError) -> Rows {
        let rendered = render(sql)
        return try query(rendered.text, rendered.binds)
    }

    /// Runs a script of any number of statements with the simple protocol, and answers the last one's rows. Without a
    /// `begin` of its own the script is one transaction.
    @discardableResult
    package func script(_ text: String) throws(PostgresError) -> Rows {
        forgetWarnings()
        defer { if forgetNotifications(connection) { isNotified = true } }
        return try rows(PQexec(connection, text))
    }

    /// Whether a transaction is open, failed ones included.
    package var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }

    /// `server_version_num`.
    package var serverVersion: Int { Int(PQserverVersion(connection)) }

    private func forgetWarnings() {
        warnings = []
        warningBytes = 0
    }

    fileprivate func note(_ warning: PostgresError) {
        guard warnings.count < Self.maximumWarnings,
            warnings.count(where: { $0.sqlState == warning.sqlState }) < Self.warningsOfAState
        else { return }
        let texts = [warning.message, warning.detail, warning.hint, warning.context]
        let bytes = texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
        guard warningBytes + bytes <= Self.maximumWarningBytes else { return }
        warningBytes += bytes
        warnings.append(warning)
    }

    private func rows(_ result: OpaquePointer?) throws(PostgresError) -> Rows {
        guard let result else { throw PostgresError(connection: connection) }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return Rows(result)
        default:
            defer { PQclear(result) }
            throw PostgresError(result: result)
        }
    }
}

/// Libpq calls it while it reads; the connection outlives that.
private let noteWarning: PQnoticeReceiver = { connection, result in
    guard let connection, let result, let severity = PQresultErrorField(result, Int32(UInt8(ascii: "V"))),
        String(cString: severity) == "WARNING"
    else { return }
    Unmanaged<Connection>.fromOpaque(connection).takeUnretainedValue().note(
        PostgresError(result: result))
}

/// The rows of an answer, as text.
package final class Rows {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    package var count: Int { Int(PQntuples(result)) }
    package var columnCount: Int { Int(PQnfields(result)) }
    /// Rows that an insert, update or delete changed.
    package var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    package func columnName(_ column: Int) -> String { String(cString: PQfname(result, Int32(column))) }

    /// A value, nil for null. Row and column count from 0.
    package subscript(row: Int, column: Int) -> String? {
        if PQgetisnull(result, Int32(row), Int32(column)) != 0 { return nil }
        return String(cString: PQgetvalue(result, Int32(row), Int32(column)))
    }

    /// A value's text where libpq keeps it, nil for null. Valid while these rows live.
    package func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        let length = Int(PQgetlength(result, row, column))
        if length == 0, PQgetisnull(result, row, column) != 0 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length)
    }

    /// What it takes in memory, in bytes; never less than its values.
    package var size: Int { PQresultMemorySize(result) }

    /// What this is in a pipeline, and the error that it holds.
    var reply: (FlightLedger.Reply, PostgresError?) {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: (.success, nil)
        case PGRES_PIPELINE_SYNC: (.sync, nil)
        case PGRES_PIPELINE_ABORTED: (.aborted, nil)
        default: (.failure, PostgresError(result: result))
        }
    }

    /// The only value of an answer of one row and one column, nil when there is no row.
    package var single: String? { count == 0 ? nil : self[0, 0] }
}

/// Lends C strings for the time of a call; nil stays a null pointer, and a null pointer ends the list.
func withCStrings<Result>(_ strings: [String?], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    var bytes: [CChar] = []
    var offsets: [Int?] = []
    for string in strings {
        offsets.append(string == nil ? nil : bytes.count)
        if let string { bytes += string.utf8CString }
    }
    return bytes.withUnsafeBufferPointer { buffer in
        body(offsets.map { offset in offset.map { buffer.baseAddress! + $0 } } + [nil])
    }
}
