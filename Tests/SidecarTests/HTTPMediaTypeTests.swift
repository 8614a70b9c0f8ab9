import Testing

@testable import Sidecar

@Suite struct HTTPMediaTypeTests {
    @Test(
        arguments: [
            (nil, .json), ("*/*", .json), ("application/*", .json), ("application/json", .json),
            ("APPLICATION/JSON", .json),
            ("application/graphql-response+json", .graphqlResponse),
            ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", .json),
            ("application/graphql-response+json;q=0.9, application/json;q=0.8", .graphqlResponse),
            ("application/graphql-response+json, */*;q=0.1", .graphqlResponse),
            ("application/json;q=0.1, application/graphql-response+json;q=0.2", .graphqlResponse),
            ("application/json;q=0, */*", .graphqlResponse), ("*/*;q=0.5, application/json;q=0.4", .graphqlResponse),
            ("text/html, application/xhtml+xml, */*;q=0.8", .json), ("text/html", nil), ("application/json;q=0", nil),
            ("application/json;q=nonsense", nil), ("*/*;q=0.000", nil), ("", nil), (",,;", nil),
            ("application/json;q=1.5", .json),
        ] as [(String?, MediaType?)])
    func theAnswersTypeFollowsAccept(accept: String?, expected: MediaType?) {
        #expect(negotiateMediaType(accept: accept) == expected)
    }

    @Test(arguments: [
        ("application/json", true), ("application/json; charset=utf-8", true), ("Application/JSON;charset=UTF-8", true),
        ("application/json; charset=\"utf-8\"", true), ("application/json; profile=x", true),
        ("application/json; charset=latin1", false), ("text/plain", false), ("application/graphql", false),
        ("application/x-www-form-urlencoded", false), ("", false), (";", false), ("application/jsonx", false),
    ])
    func aBodyMustBeJSONInUTF8(contentType: String, expected: Bool) {
        #expect(isJSON(contentType: contentType) == expected)
        #expect(!isJSON(contentType: nil))
    }

    @Test(
        arguments: [
            ("GET", "/health", .health), ("HEAD", "/ready", .ready), ("GET", "/health?x=1", .health),
            ("POST", "/graphql", .graphqlPost), ("POST", "/graphql?query=x", .graphqlPost),
            ("GET", "/graphql", .graphqlGet(query: "")),
            ("GET", "/graphql?query=%7Ba%7D", .graphqlGet(query: "query=%7Ba%7D")),
            ("HEAD", "/graphql?query=x", .graphqlGet(query: "query=x")),
            ("PUT", "/graphql", .methodNotAllowed(allow: "GET, HEAD, POST")),
            ("POST", "/ready", .methodNotAllowed(allow: "GET, HEAD")),
            ("post", "/graphql", .methodNotAllowed(allow: "GET, HEAD, POST")), ("GET", "/", .notFound),
            ("GET", "/graphql/", .notFound),
            ("GET", "*", .notFound), ("GET", "http://x/graphql", .graphqlGet(query: "")),
            ("POST", "http://x/graphql", .graphqlPost), ("POST", "HTTPS://x:8080/graphql", .graphqlPost),
            ("GET", "http://user@x/graphql?query=http://y/", .graphqlGet(query: "query=http://y/")),
            ("GET", "http://[::1]:80/ready", .ready), ("GET", "http://x/?query=x", .notFound),
            ("GET", "http://x", .notFound), ("GET", "http://x?/graphql", .notFound),
            ("GET", "http:///graphql", .notFound), ("GET", "ftp://x/graphql", .notFound),
            ("GET", "http:/graphql", .notFound), ("GET", "x/graphql", .notFound),
            ("GET", "/http://x/graphql", .notFound),
            ("CONNECT", "x:80", .notFound),
        ] as [(String, String, Route)])
    func aRequestLineHasOneMeaning(method: String, target: String, expected: Route) {
        #expect(route(method: method, target: target) == expected)
    }
}
