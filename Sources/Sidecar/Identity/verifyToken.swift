package import Configuration
package import JSONText

/// What a token has been found to say.
package struct VerifiedToken: Sendable {
    package var identity: Identity
    /// Microseconds since 1970, the leeway included.
    package var expiresAt: Int64
}

/// The checks of a token in their order: what it is, what it is signed with, whether the signature fits, and only then what it
/// claims. Algorithm and key come from the configuration.
///
/// - Parameter now: microseconds since 1970.
package func verifyToken(
    _ token: UnsafeRawBufferPointer, _ settings: AuthenticationSettings, _ keys: TokenKeys, now: Int64,
    with parser: JSONParser
) throws(IdentityRefusal) -> VerifiedToken {
    let parts = try CompactToken(token)
    let header = try TokenHeader(parts.header, with: parser)
    guard header.algorithm?.isExactly(settings.algorithm.rawValue) == true else { throw .algorithm }
    let key = try keys.key(header.keyID)
    guard let signature = decodeBase64URL(parts.signature) else { throw .malformed(.signature) }
    guard signature.withUnsafeBytes({ key.verifies(parts.signed, $0) }) else { throw .signature }
    let claims = try tokenObject(parts.payload, .payload, with: parser)
    let expiresAt = try checkClaims(claims, settings, now: now)
    return VerifiedToken(identity: try identifyClaims(claims, settings), expiresAt: expiresAt)
}
