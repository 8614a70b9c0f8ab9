/// Where a document that parses holds a string or a number of this value, if there is just one such place.
package func locateLiteral(_ value: String, in document: String) -> GraphQLError.Location? {
    var lexer = Lexer(document)
    var found: GraphQLError.Location?
    while let token = try? lexer.next(), token.kind != .endOfDocument {
        guard [.string, .int, .float].contains(token.kind), token.text == value else { continue }
        if found != nil { return nil }
        found = token.location
    }
    return found
}
