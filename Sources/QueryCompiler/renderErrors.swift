import JSONText

/// The `errors` array of a response as JSON text (GraphQL specification, section 7.1.2): the one renderer of errors.
package func renderErrors(_ errors: [GraphQLError]) -> String {
    JSON.array(errors.map(json)).text
}

private func json(_ error: GraphQLError) -> JSON {
    var object: JSONObject = ["message": .string(error.message)]
    if !error.locations.isEmpty {
        object.append(
            "locations", .array(error.locations.map { ["line": JSON($0.line), "column": JSON($0.column)] }))
    }
    if !error.path.isEmpty {
        object.append(
            "path",
            .array(
                error.path.map { element in
                    switch element {
                    case .key(let key): .string(key)
                    case .index(let index): JSON(index)
                    }
                }))
    }
    object.append("extensions", ["code": .string(error.code.rawValue)])
    return .object(object)
}
