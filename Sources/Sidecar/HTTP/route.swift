/// What a request line asks for.
package enum Route: Hashable, Sendable {
    /// `query` is what follows the `?` of a GET or HEAD.
    case graphqlGet(query: String)
    case graphqlPost
    case health
    case ready
    case notFound
    /// With the methods that the path has, as `Allow` lists them.
    case methodNotAllowed(allow: String)
}

package func route(method: String, target: String) -> Route {
    let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
    let path = mark.map { target[..<$0] } ?? target[...]
    switch path {
    case "/graphql":
        switch method {
        case "POST": return .graphqlPost
        // The connection leaves the body of an answer to HEAD out.
        case "GET", "HEAD": return .graphqlGet(query: mark.map { String(target[target.index(after: $0)...]) } ?? "")
        default: return .methodNotAllowed(allow: "GET, HEAD, POST")
        }
    case "/health", "/ready":
        guard method == "GET" || method == "HEAD" else { return .methodNotAllowed(allow: "GET, HEAD") }
        return path == "/health" ? .health : .ready
    default: return .notFound
    }
}
