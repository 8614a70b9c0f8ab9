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
    var code = errorCode(forSQLState: error.sqlState)
    let isOurs = error.sqlState == SQLState.syntaxError && error.position != nil
    if isOurs { code = .internalError }
    if error.isRaised, code == .unsupported { code = .invalidValue }
    if error.refusedParameter != nil, error.isRaised || isOfStatement(code) { code = .invalidValue }
    var failure = databaseFailure(code, path: path)
    if error.isRaised { return failure }
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

/// The context was refused, before any part ran: the role is gone, or no longer granted to the login. That is for the operator,
/// whoever asks, but for a text of a claim that the database's encoding has no room for, and for the state of the server.
func contextFailure(_ error: PostgresError) -> GraphQLError {
    let code = errorCode(forSQLState: error.sqlState)
    let isTemporary = [.timeout, .overloaded, .databaseUnavailable].contains(code)
    let isOfValue = [SQLState.untranslatableCharacter, SQLState.characterWithoutEquivalent].contains(error.sqlState)
    return isTemporary || isOfValue ? databaseFailure(error, path: []) : databaseFailure(.internalError)
}

/// A function of the team's failed: it names what it does not find, writes though it is declared not to, or raised an error.
/// What a statement itself names and does not find has no context: then it is the model that does not fit.
///
/// RAISE takes any code. It is believed where it speaks of the caller: his rights, his values, how much he asks for. Whether
/// the database is there, locked or too slow is not a function's to say.
func functionFailure(_ error: PostgresError, path: [GraphQLError.PathElement]) -> GraphQLError? {
    if error.refusedParameter != nil { return nil }
    let isFunctions =
        error.isRaised
        ? error.sqlState != SQLState.insufficientPrivilege && !["22", "54"].contains(error.sqlState.prefix(2))
        : error.context != nil && isOfStatement(errorCode(forSQLState: error.sqlState))
    guard isFunctions else { return nil }
    return GraphQLError(
        "A function of the database failed; the log has the reason under the request's id.", .internalError, path: path)
}

/// Whether a code blames a statement, where it is not a function or a value that is to blame.
private func isOfStatement(_ code: ErrorCode) -> Bool { [.schemaChanged, .internalError].contains(code) }

extension PostgresError {
    /// Which parameter has a value that its type does not take, from 0. PostgreSQL reads the values before it runs the statement,
    /// and says so in the last line of the context, `unnamed portal parameter $2`, in the server's language. A domain's check
    /// may have called functions, in the lines above. Of an error that comes later the line may list all values, behind a
    /// colon (`log_parameter_max_length_on_error`).
    var refusedParameter: Int? {
        guard let words = context?.split(separator: "\n").last?.split(separator: " "),
            let word = words.first(where: { $0.hasPrefix("$") || $0.hasSuffix(":") }), word.hasPrefix("$"),
            let number = Int(word.dropFirst()), number > 0
        else { return nil }
        return number - 1
    }
}

/// Where the value stands that PostgreSQL refused: as it says, or where its message has the text of a single one.
enum RefusedValue: Hashable {
    case variable(VariablePath)
    /// A literal of the document.
    case literal(String)
}

/// Nil too where two places may be meant.
func refusedValue(_ error: PostgresError, _ binds: [Bind], _ values: [String?]) -> RefusedValue? {
    if let index = error.refusedParameter, binds.indices.contains(index) {
        return place(of: binds[index], values[index])
    }
    var found: RefusedValue?
    for (bind, value) in zip(binds, values) {
        guard let value, !value.isEmpty, error.message.contains("\"\(value)\""), let place = place(of: bind, value)
        else { continue }
        if found != nil, found != place { return nil }
        found = place
    }
    return found
}

private func place(of bind: Bind, _ value: String?) -> RefusedValue? {
    switch bind {
    case .variable(let path, _): .variable(path)
    case .literal: value.map { .literal($0) }
    case .claim: nil
    }
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
