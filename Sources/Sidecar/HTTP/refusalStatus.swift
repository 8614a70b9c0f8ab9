package import QueryCompiler

/// The HTTP status of a refused request: one whose answer has no `data` (GraphQL over HTTP, sections 6.4.1 and 6.4.2).
package func refusalStatus(_ errors: [GraphQLError], in mediaType: MediaType) -> Int {
    var status = 200
    for error in errors {
        switch error.code {
        case .databaseUnavailable, .overloaded, .schemaChanged: status = max(status, 503)
        case .internalError: status = max(status, 500)
        case .methodNotAllowed: status = max(status, 405)
        case .forbidden: status = max(status, 403)
        case .unauthenticated: status = max(status, 401)
        case .badRequest: status = max(status, 400)
        case .parseFailed, .validationFailed, .operationResolutionFailure, .badUserInput, .limitExceeded, .unsupported,
            .invalidValue, .timeout:
            if mediaType == .graphqlResponse { status = max(status, 400) }
        }
    }
    return status
}
