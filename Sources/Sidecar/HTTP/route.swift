import JSONText

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
    guard target.isASCII else { return .notFound }
    let target = originForm(target)
    let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
    let path = mark.map { target[..<$0] } ?? target[...]
    switch path {
    case "/graphql":
        switch method {
        case "POST": return .graphqlPost
        // The connection leaves the body of an answer to HEAD out.
        case "GET", "HEAD":
            return .graphqlGet(query: mark.map { String(target[target.utf8.index(after: $0)...]) } ?? "")
        default: return .methodNotAllowed(allow: "GET, HEAD, POST")
        }
    case "/health", "/ready":
        guard method == "GET" || method == "HEAD" else { return .methodNotAllowed(allow: "GET, HEAD") }
        return path == "/health" ? .health : .ready
    default: return .notFound
    }
}

/// The path and query of a target. Clients of a proxy send the whole URL, and a server takes it like the path alone (RFC
/// 9112, section 3.2.2). What is neither, such as `*` or the `host:port` of CONNECT, stays as it is.
private func originForm(_ target: String) -> Substring {
    if target.utf8.first == UInt8(ascii: "/") { return target[...] }
    guard let colon = target.utf8.firstIndex(of: UInt8(ascii: ":")),
        ["http", "https"].contains(target[..<colon].lowercased()), target[colon...].hasPrefix("://")
    else { return target[...] }
    let rest = target[target.utf8.index(colon, offsetBy: 3)...]
    let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    // A URL without a host is none (RFC 9110, section 4.2.1).
    return end == rest.startIndex ? target[...] : rest[end...]
}
