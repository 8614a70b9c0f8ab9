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
