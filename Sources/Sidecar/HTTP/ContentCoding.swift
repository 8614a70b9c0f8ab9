/// How the body of an answer may be coded (RFC 9110, section 8.4.1).
package enum ContentCoding: Hashable, Sendable {
    case identity
    /// Where it pays.
    case gzip
    /// The client takes nothing else.
    case gzipOnly
}

/// What the client accepts, nil when it is neither gzip nor identity. Between equals it is gzip; without the field, and
/// with an empty one, identity (RFC 9110, section 12.5.3).
package func negotiateContentCoding(acceptEncoding: String?) -> ContentCoding? {
    guard let acceptEncoding else { return .identity }
    var gzip: Int?
    var identity: Int?
    var others: Int?
    for part in acceptEncoding.split(separator: ",") {
        let parameters = part.split(separator: ";").map { trimmed($0).lowercased() }
        guard let coding = parameters.first else { continue }
        let quality = parameters.dropFirst().first { $0.hasPrefix("q=") }.map { weight(of: $0.dropFirst(2)) } ?? 1000
        switch coding {
        case "gzip", "x-gzip": gzip = quality
        case "identity": identity = quality
        case "*": others = quality
        default: break
        }
    }
    let accepted = gzip ?? others ?? 0
    // Identity is acceptable unless it is excluded, by its name or with all that is not named.
    let plain = identity ?? others
    if plain == 0 { return accepted > 0 ? .gzipOnly : nil }
    return accepted > 0 && accepted >= plain ?? 0 ? .gzip : .identity
}
