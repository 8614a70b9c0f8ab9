/// The two answers of GraphQL over HTTP (specification, section 6.4).
package enum MediaType: Hashable, Sendable, CaseIterable {
    /// `application/graphql-response+json`: the status says what became of the request.
    case graphqlResponse
    /// `application/json`: a request that is well-formed but refused answers 200 too, as older clients expect.
    case json

    package var name: String {
        switch self {
        case .graphqlResponse: "application/graphql-response+json"
        case .json: "application/json"
        }
    }
}

/// The media type to answer with, nil when the client accepts neither (406). Without `Accept`, and between equals, it is
/// `application/json`; an exact name beats a wildcard of the same weight (RFC 9110, section 12.5.1).
package func negotiateMediaType(accept: String?) -> MediaType? {
    guard let accept else { return .json }
    var weights: [MediaType: (specificity: Int, quality: Int)] = [:]
    for part in accept.split(separator: ",") {
        let parameters = part.split(separator: ";").map { trimmed($0).lowercased() }
        guard let range = parameters.first else { continue }
        let quality = parameters.dropFirst().first { $0.hasPrefix("q=") }.map { weight(of: $0.dropFirst(2)) } ?? 1000
        for type in MediaType.allCases {
            let specificity = range == type.name ? 3 : range == "application/*" ? 2 : range == "*/*" ? 1 : 0
            guard specificity > 0 else { continue }
            // RFC 9110: the most specific range that matches decides.
            if specificity >= (weights[type]?.specificity ?? 0) { weights[type] = (specificity, quality) }
        }
    }
    let json = weights[.json] ?? (0, 0)
    let graphql = weights[.graphqlResponse] ?? (0, 0)
    if json.quality == 0 && graphql.quality == 0 { return nil }
    if graphql.quality != json.quality { return graphql.quality > json.quality ? .graphqlResponse : .json }
    return graphql.specificity > json.specificity ? .graphqlResponse : .json
}

/// Whether a `Content-Type` says JSON in UTF-8.
package func isJSON(contentType: String?) -> Bool {
    guard let contentType else { return false }
    let parts = contentType.split(separator: ";", omittingEmptySubsequences: false).map { trimmed($0).lowercased() }
    guard parts.first == "application/json" else { return false }
    return parts.dropFirst().allSatisfy { parameter in
        !parameter.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\"", "charset=utf8"].contains(parameter)
    }
}

/// A weight in thousandths; nonsense counts as 0.
func weight(of text: Substring) -> Int {
    guard let first = text.first, first == "0" || first == "1" else { return 0 }
    let digits = text.dropFirst().prefix(4)
    if digits.isEmpty { return first == "1" ? 1000 : 0 }
    guard digits.first == "." else { return 0 }
    var thousandths = first == "1" ? 1000 : 0
    for (index, digit) in digits.dropFirst().enumerated() {
        guard let value = digit.wholeNumberValue, digit.isASCII else { return 0 }
        thousandths += value * [100, 10, 1][index]
    }
    return min(thousandths, 1000)
}

func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
}
