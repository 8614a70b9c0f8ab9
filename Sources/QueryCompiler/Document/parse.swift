// The stages of a request inside the compiler, in order. Sidecar/Request/answer.swift calls them; the operation is
// cached by (text, operation name, role), the compiled request by (operation, shape). Each may throw RequestErrors,
// but `shape` and `printStatements`.
//
//   parse(_: String) -> Document                                                Document/
//   validate(_: Document, operationName:, in: GraphQLSchema) -> Operation       Operation/
//   coerceVariables(_: JSONObject, for: Operation, in:) -> Variables            Operation/
//   shape(of: Variables, for: Operation, in:) -> Shape                          Plan/
//   plan(_: Operation, _: Variables, in:) -> Plan                               Plan/
//   printStatements(_: Plan) -> CompiledRequest                                 Statement/
//   bindValues(_: [Bind], _: Variables, claims:) -> [String?]                   Statement/

/// What a document may be at most; more is `LIMIT_EXCEEDED`.
package struct DocumentLimits: Hashable, Sendable {
    package var bytes: Int
    package var tokens: Int
    /// Braces, brackets and list types inside each other.
    package var depth: Int

    package init(bytes: Int = 262_144, tokens: Int = 15_000, depth: Int = 64) {
        self.bytes = bytes
        self.tokens = tokens
        self.depth = depth
    }
}

/// Parses a request (GraphQL specification, October 2021 and September 2025). Throws one error: the first.
package func parse(_ text: String, limits: DocumentLimits = DocumentLimits()) throws(RequestErrors) -> Document {
    guard text.utf8.count <= limits.bytes else {
        throw RequestErrors(
            GraphQLError("The document is longer than \(limits.bytes) bytes.", .limitExceeded))
    }
    do throws(GraphQLError) {
        var parser = try Parser(text, limits: limits)
        return try parser.document()
    } catch {
        throw RequestErrors(error)
    }
}

/// A value without variables, such as the default of an argument in the schema.
package func parseConstant(_ text: String) throws(GraphQLError) -> Document.Value {
    var parser = try Parser(text, limits: DocumentLimits())
    return try parser.constant()
}
