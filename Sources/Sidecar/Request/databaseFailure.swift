import Postgres
package import QueryCompiler

/// What a client may know of PostgreSQL's error: a code and our own words, never the server's. THE table of SQLSTATEs
/// (PostgreSQL manual, appendix A).
package func errorCode(forSQLState state: String) -> ErrorCode {
    switch state {
    case "57014": return .timeout
    case "42501": return .forbidden
    // A relation, column, function, type or schema is gone, or no longer what it was when the model was installed.
    case "42P01", "42703", "42883", "42704", "42804", "3F000", "0A000": return .schemaChanged
    // The table is being changed; the same read may succeed a moment later.
    case "55P03": return .overloaded
    // What printRead.swift makes of an array of several dimensions.
    case "2202E": return .unsupported
    // Statements are made whole: a malformed or too long value of ltree, lquery or tsquery is told like this.
    case "42601", "42622": return .invalidValue
    // A standby that had to cancel: the same read may succeed a moment later.
    case "40001", "40P01": return .databaseUnavailable
    default: break
    }
    switch state.prefix(2) {
    case "22": return .invalidValue
    // Too complex, too many columns or arguments.
    case "54": return .limitExceeded
    case "08", "53": return .databaseUnavailable
    case "57": return state.hasPrefix("57P0") ? .databaseUnavailable : .internalError
    default: return .internalError
    }
}

/// The error that a client sees for a state.
package func databaseFailure(forSQLState state: String, path: [GraphQLError.PathElement]) -> GraphQLError {
    var failure = databaseFailure(errorCode(forSQLState: state), path: path)
    switch state {
    case SQLState.lockNotAvailable: failure.message = "The data is locked at the moment: try again."
    case "2202E":
        failure.message = "A list is an array of several dimensions in the database: this API shows arrays of one."
    case "2201B": failure.message = "A regular expression is malformed: PostgreSQL's manual, section 9.7.3."
    case "22025": failure.message = "A pattern of like ends with the character that escapes the next one."
    default: break
    }
    return failure
}

/// The error that a client sees for a code.
package func databaseFailure(_ code: ErrorCode, path: [GraphQLError.PathElement] = []) -> GraphQLError {
    let message =
        switch code {
        case .timeout: "The query took longer than the server allows."
        case .forbidden: "The caller may not read this."
        case .schemaChanged: "The database has changed and no longer fits the installed API."
        case .invalidValue: "The database refused a value: it is malformed or out of range."
        case .limitExceeded: "The query is more complex than the database can run: ask for less at once."
        case .databaseUnavailable: "The database cannot be reached at the moment."
        case .overloaded: "The server has more requests than it can answer at the moment."
        default: "The server failed to answer; the log has the reason under the request's id."
        }
    return GraphQLError(message, code, path: path)
}
