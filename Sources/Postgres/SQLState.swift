/// The codes of PostgreSQL that this program knows (PostgreSQL manual, appendix A), and what they mean to it. What a
/// client is told of them stands in Sidecar/Request/databaseFailure.swift.
package enum SQLState {
    package static let privilegeNotGranted = "01007"
    package static let connectionFailure = "08006"
    package static let noConnection = "08001"
    package static let protocolViolation = "08P01"
    package static let featureNotSupported = "0A000"
    package static let invalidRegularExpression = "2201B"
    package static let untranslatableCharacter = "22021"
    package static let invalidParameterValue = "22023"
    package static let characterWithoutEquivalent = "22P05"
    package static let invalidEscapeSequence = "22025"
    package static let arraySubscriptError = "2202E"
    package static let undefinedPreparedStatement = "26000"
    package static let undefinedSchema = "3F000"
    package static let serializationFailure = "40001"
    package static let deadlockDetected = "40P01"
    package static let insufficientPrivilege = "42501"
    package static let syntaxError = "42601"
    package static let invalidName = "42602"
    package static let nameTooLong = "42622"
    package static let invalidFunctionDefinition = "42P13"
    package static let ambiguousFunction = "42725"
    package static let undefinedColumn = "42703"
    package static let undefinedObject = "42704"
    package static let datatypeMismatch = "42804"
    package static let undefinedFunction = "42883"
    package static let undefinedTable = "42P01"
    package static let lockNotAvailable = "55P03"
    package static let programLimitExceeded = "54000"
    package static let queryCanceled = "57014"
}

extension PostgresError {
    /// The server ends the session with it.
    package var isFatal: Bool { severity == .fatal }

    /// A function's RAISE reported it, and chose the code. What befalls a session while a function runs is reported by other
    /// routines, and ends the session where it is about that.
    package var isRaised: Bool { severity == .error && routine == "exec_stmt_raise" }

    /// The prepared statement will fail the same way until it is prepared anew: its result has another type now, or
    /// somebody deallocated it.
    package var endsPreparedStatement: Bool {
        !isRaised && [SQLState.featureNotSupported, SQLState.undefinedPreparedStatement].contains(sqlState)
    }

    /// A schema, a relation or a column is not there.
    package var isUndefinedObject: Bool {
        [SQLState.undefinedSchema, SQLState.undefinedTable, SQLState.undefinedColumn].contains(sqlState)
    }

    package var isForbidden: Bool { sqlState == SQLState.insufficientPrivilege }

    /// A GRANT gave nothing, or not everything: the role may use the object and not pass that on. A warning to PostgreSQL.
    package var isGrantWithoutEffect: Bool { sqlState == SQLState.privilegeNotGranted }

    /// Waited for a lock longer than `lock_timeout`.
    package var isLockTimeout: Bool { !isRaised && sqlState == SQLState.lockNotAvailable }

    /// A lock was not to be had: the same transaction may get it a moment later.
    package var isLockTrouble: Bool { isLockTimeout || (!isRaised && sqlState == SQLState.deadlockDetected) }

    /// A text is no name of anything: a quote that is never closed, too many parts.
    package var refusesName: Bool {
        [SQLState.syntaxError, SQLState.invalidName, SQLState.featureNotSupported].contains(sqlState)
    }

    /// A definition names what is not there, or of a type that does not fit: class 42, syntax error or access rule
    /// violation.
    package var refusesDefinition: Bool { sqlState.hasPrefix("42") }

    /// We gave the connection up under an answer that is too large.
    package var isAnswerTooLarge: Bool { self == .answerTooLarge }

    static let answerTooLarge = PostgresError(
        sqlState: SQLState.programLimitExceeded, message: "an answer was too large to be received")

    /// Cancelled: by `statement_timeout`, by somebody, or given up by us.
    package var isTimeout: Bool { !isRaised && sqlState == SQLState.queryCanceled }
}
