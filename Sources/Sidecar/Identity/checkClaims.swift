package import Configuration
package import JSONText

/// Checks the claims of a token whose signature fits (RFC 7519, section 4.1).
///
/// - Parameter now: microseconds since 1970.
/// - Returns: when it expires, in the same, with the leeway.
package func checkClaims(
    _ claims: JSONObject, _ settings: AuthenticationSettings, now: Int64
) throws(IdentityRefusal) -> Int64 {
    let leeway = microseconds(settings.leeway)
    guard let expiry = try time("exp", in: claims) else { throw .missingClaim("exp") }
    guard now < expiry + leeway else { throw .expired }
    for name in ["nbf", "iat"] {
        if let begin = try time(name, in: claims), begin > now + leeway { throw .notYetValid }
    }
    if let issuer = settings.issuer {
        guard let claim = claims[exactly: "iss"] else { throw .missingClaim("iss") }
        guard claim.isExactly(issuer) else { throw .issuer }
    }
    try checkAudience(claims[exactly: "aud"], settings.audience)
    for path in settings.requiredClaims {
        if claims.value(at: path) ?? .null == .null { throw .missingClaim(path.description) }
    }
    return expiry + leeway
}

/// A token that says whom it is meant for is not taken by anybody else.
private func checkAudience(_ claim: JSON?, _ expected: String?) throws(IdentityRefusal) {
    guard let expected else {
        if claim != nil { throw .audience }
        return
    }
    switch claim {
    case nil: throw .missingClaim("aud")
    case .array(let audiences): if !audiences.contains(where: { $0.isExactly(expected) }) { throw .audience }
    case let audience?: if !audience.isExactly(expected) { throw .audience }
    }
}

/// A NumericDate (RFC 7519, section 2) as microseconds since 1970: seconds, with a fraction perhaps. What lies outside of
/// the years 1970 to 9999, milliseconds for example, is no such time.
private func time(_ name: String, in claims: JSONObject) throws(IdentityRefusal) -> Int64? {
    guard let claim = claims[exactly: name] else { return nil }
    guard case .number(let text) = claim, let seconds = Double(text), (0...253_402_300_799).contains(seconds) else {
        throw .malformedClaim(name)
    }
    return Int64(seconds * 1_000_000)
}

private func microseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
}

extension JSONObject {
    /// The claim that a path leads to, through objects only.
    func value(at path: ClaimPath) -> JSON? {
        var value = JSON.object(self)
        for member in path.members {
            guard case .object(let object) = value, let next = object[exactly: member] else { return nil }
            value = next
        }
        return value
    }
}
