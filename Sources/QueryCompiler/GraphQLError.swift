/// An error of a response (GraphQL specification, section 7.1.2). The message is safe to show to any client.
package struct GraphQLError: Error, Hashable, Sendable {
    /// Line and column in the document, both from 1, in characters.
    package struct Location: Hashable, Sendable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    package enum PathElement: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    package var message: String
    package var code: ErrorCode
    package var locations: [Location]
    package var path: [PathElement]

    package init(_ message: String, _ code: ErrorCode, locations: [Location] = [], path: [PathElement] = []) {
        self.message = message
        self.code = code
        self.locations = locations
        self.path = path
    }
}

/// What a stage throws: at least one error.
package struct RequestErrors: Error, Hashable, Sendable {
    package var errors: [GraphQLError]

    package init(_ errors: [GraphQLError]) {
        self.errors = errors
    }

    package init(_ error: GraphQLError) {
        errors = [error]
    }
}

/// `extensions.code`: stable, documented in docs/errors.md. The one list of them.
package enum ErrorCode: String, Hashable, Sendable, CaseIterable {
    /// The HTTP request is no GraphQL request: bad JSON, missing `query`, wrong types.
    case badRequest = "BAD_REQUEST"
    /// The path does not have the method, or an operation that is no query came with GET.
    case methodNotAllowed = "METHOD_NOT_ALLOWED"
    /// The document does not parse.
    case parseFailed = "GRAPHQL_PARSE_FAILED"
    /// The document does not fit the schema.
    case validationFailed = "GRAPHQL_VALIDATION_FAILED"
    /// `operationName` names no operation, or is missing where there are several.
    case operationResolutionFailure = "OPERATION_RESOLUTION_FAILURE"
    /// A variable's value does not fit its type, or a filter object says nothing.
    case badUserInput = "BAD_USER_INPUT"
    /// A limit of the server: depth, page size, document size, number of fields.
    case limitExceeded = "LIMIT_EXCEEDED"
    /// What is valid GraphQL but not served: mutations, subscriptions.
    case unsupported = "UNSUPPORTED"
    /// PostgreSQL refused a value (SQLSTATE class 22): out of range, malformed.
    case invalidValue = "INVALID_VALUE"
    /// The request has no token that is valid.
    case unauthenticated = "UNAUTHENTICATED"
    /// PostgreSQL refused the access (42501), or the token names a role that is not allowed.
    case forbidden = "FORBIDDEN"
    /// The statement ran longer than allowed.
    case timeout = "STATEMENT_TIMEOUT"
    /// The database's objects no longer fit the model.
    case schemaChanged = "SCHEMA_CHANGED"
    case databaseUnavailable = "DATABASE_UNAVAILABLE"
    case overloaded = "OVERLOADED"
    case internalError = "INTERNAL_ERROR"
}
