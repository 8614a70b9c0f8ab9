package import Postgres
package import QueryCompiler

/// What a client may know of PostgreSQL's error: a code and our own words, never the server's. THE table of SQLSTATEs
/// (PostgreSQL manual, appendix A).
package func errorCode(forSQLState state: String) -> ErrorCode {
    switch state {
    case SQLState.queryCanceled: return .timeout
    case SQLState.insufficientPrivilege: return .forbidden
    // A relation, column, function, type or schema is gone, no longer what it was when the model was installed, or no
    // longer the only one of its name.
    case SQLState.undefinedTable, SQLState.undefinedColumn, SQLState.undefinedFunction, SQLState.ambiguousFunction,
        SQLState.undefinedObject, SQLState.datatypeMismatch, SQLState.undefinedSchema, SQLState.featureNotSupported:
        return .schemaChanged
    // The table is being changed; the same read may succeed a moment later.
    case SQLState.lockNotAvailable: return .overloaded
    // What printRead.swift makes of an array of several dimensions.
    case SQLState.arraySubscriptError: return .unsupported
    // A malformed or too long value of ltree, lquery or tsquery is told like this.
    case SQLState.syntaxError, SQLState.nameTooLong: return .invalidValue
    // A standby that had to cancel: the same read may succeed a moment later.
    case SQLState.serializationFailure, SQLState.deadlockDetected: return .databaseUnavailable
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

/// The error that a client sees for what PostgreSQL said. Values are parameters, so a syntax error with a place in the
/// statement is our own.
package func databaseFailure(_ error: PostgresError, path: [GraphQLError.PathElement]) -> GraphQLError {
    let isOurs = error.sqlState == SQLState.syntaxError && error.position != nil
    var failure = databaseFailure(isOurs ? .internalError : errorCode(forSQLState: error.sqlState), path: path)
    switch error.sqlState {
    case SQLState.lockNotAvailable: failure.message = "The data is locked at the moment: try again."
    case SQLState.arraySubscriptError:
        failure.message = "A list is an array of several dimensions in the database: this API shows arrays of one."
    case SQLState.invalidRegularExpression:
        failure.message = "A regular expression is malformed: PostgreSQL's manual, section 9.7.3."
    case SQLState.invalidEscapeSequence:
        failure.message = "A pattern of like ends with the character that escapes the next one."
    default: break
    }
    return failure
}

/// A function of the team's raised an error, writes though it is declared not to, or names what it does not find. What a
/// statement itself names and does not find has no context: then it is the model that does not fit.
func functionFailure(_ error: PostgresError, path: [GraphQLError.PathElement]) -> GraphQLError? {
    guard error.context != nil, [.schemaChanged, .internalError].contains(errorCode(forSQLState: error.sqlState)) else {
        return nil
    }
    return GraphQLError(
        "A function of the database failed; the log has the reason under the request's id.", .internalError, path: path)
}

/// Where the value stands that PostgreSQL refused, if its message says which one it was and only one place has it.
enum RefusedValue: Hashable {
    case variable(VariablePath)
    /// A literal of the document.
    case literal(String)
}

func refusedValue(_ error: PostgresError, _ binds: [Bind], _ values: [String?]) -> RefusedValue? {
    var found: RefusedValue?
    for (bind, value) in zip(binds, values) {
        guard let value, !value.isEmpty, error.message.contains("\"\(value)\"") else { continue }
        let place: RefusedValue
        switch bind {
        case .variable(let path, _): place = .variable(path)
        case .literal: place = .literal(value)
        case .claim: continue
        }
        if found != nil, found != place { return nil }
        found = place
    }
    return found
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
