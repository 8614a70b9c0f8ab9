/// Which pages of other origins a browser lets read the answers (the Fetch standard, "CORS protocol"). Cookies are never asked
/// for: what a page may see is decided by its token.
struct CrossOrigin {
    /// As browsers write them, such as `https://app.example.com`; `*` stands for every one.
    var origins: [String] = []
    private var verdicts = HeaderVerdict("origin") { $0 }

    init(_ origins: [String] = []) { self.origins = origins }

    /// What allows the origin that a request comes from; nil where it may not read the answer.
    mutating func allowed(_ headers: RequestHeaders) -> String? {
        if origins.isEmpty { return nil }
        guard let origin = verdicts.verdict(headers) else { return nil }
        // A client's text goes into no header.
        return origins.first { $0 == "*" || $0.utf8.elementsEqual(origin.utf8) }
    }

    /// The question that a browser asks before it sends what a form could not, such as a token.
    static func isPreflight(method: String, _ headers: RequestHeaders) -> Bool {
        method == "OPTIONS" && headers.has("access-control-request-method")
    }

    static let preflightHeaders =
        "Access-Control-Allow-Methods: GET, POST\r\n"
        + "Access-Control-Allow-Headers: Authorization, Content-Type, X-FraiseQL-Identity\r\n"
        + "Access-Control-Max-Age: 7200\r\n"

    static func headers(for origin: String) -> String {
        "Access-Control-Allow-Origin: \(origin)\r\nVary: Origin\r\n"
            + "Access-Control-Expose-Headers: Retry-After, Server-Timing, WWW-Authenticate, X-Request-Id\r\n"
    }
}
