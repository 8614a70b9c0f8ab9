import JSONText
package import QueryCompiler

/// Appends the value of a response's `errors` (GraphQL specification, section 7.1.2).
package func writeErrors(_ errors: [GraphQLError], into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, error) in errors.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        writeJSON(.object(json(error)), into: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
}

private func json(_ error: GraphQLError) -> JSONObject {
    var object: JSONObject = ["message": .string(error.message)]
    if !error.locations.isEmpty {
        object.append("locations", .array(error.locations.map { ["line": JSON($0.line), "column": JSON($0.column)] }))
    }
    if !error.path.isEmpty {
        let path = error.path.map { element in
            switch element {
            case .key(let key): JSON.string(key)
            case .index(let index): JSON(index)
            }
        }
        object.append("path", .array(path))
    }
    object.append("extensions", ["code": .string(error.code.rawValue)])
    return object
}

/// The HTTP status of a refused request: one whose answer has no `data` (GraphQL over HTTP, sections 6.4.1 and 6.4.2).
package func refusalStatus(_ errors: [GraphQLError], in mediaType: MediaType) -> Int {
    var status = 200
    for error in errors {
        switch error.code {
        case .databaseUnavailable, .overloaded, .schemaChanged: status = max(status, 503)
        case .internalError: status = max(status, 500)
        case .badRequest: status = max(status, 400)
        case .parseFailed, .validationFailed, .operationResolutionFailure, .badUserInput, .limitExceeded, .unsupported,
            .invalidValue, .forbidden, .timeout:
            if mediaType == .graphqlResponse { status = max(status, 400) }
        }
    }
    return status
}
