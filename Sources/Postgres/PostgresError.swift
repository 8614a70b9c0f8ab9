private import CLibPQ

/// What PostgreSQL or the connection to it reported.
package struct PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Five characters (PostgreSQL manual, appendix A); `08006` when the connection itself failed.
    package var sqlState: String
    package var message: String
    package var detail: String?
    package var hint: String?
    /// Where it was raised, when a function raised it or something below one: a line for each, the innermost first.
    package var context: String?
    /// The routine of the server's source that reported it. Unlike the context it is in no language.
    package var routine: String?
    /// In characters from 1, into the statement that was sent.
    package var position: Int?
    package var schema: String?
    package var table: String?
    package var column: String?
    package var constraint: String?
    package var severity: Severity = .error

    package enum Severity: Hashable, Sendable {
        case error
        /// The session is over: `FATAL`, `PANIC`, or no word from the server at all.
        case fatal
    }

    package init(sqlState: String, message: String) {
        self.sqlState = sqlState
        self.message = message
    }

    package var description: String { "\(message) (SQLSTATE \(sqlState))" }
}

extension PostgresError {
    init(result: OpaquePointer) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue!)).map { String(cString: $0) }
        }
        self.init(
            sqlState: field("C") ?? SQLState.connectionFailure,
            message: field("M") ?? String(cString: PQresultErrorMessage(result)))
        detail = field("D")
        hint = field("H")
        context = field("W")
        routine = field("R")
        position = field("P").flatMap { Int($0) }
        schema = field("s")
        table = field("t")
        column = field("c")
        constraint = field("n")
        // Without a severity it is libpq that speaks, because the connection broke.
        severity = field("V") == "ERROR" ? .error : .fatal
    }

    /// The last trouble of a connection, without its password or other parts of the connection string.
    init(connection: OpaquePointer?) {
        let text = String(cString: PQerrorMessage(connection))
        // libpq breaks the line and indents with a tab.
        let line = text.split { $0.isWhitespace }.joined(separator: " ")
        self.init(sqlState: SQLState.connectionFailure, message: line.isEmpty ? "the connection was lost" : line)
        severity = .fatal
    }
}
