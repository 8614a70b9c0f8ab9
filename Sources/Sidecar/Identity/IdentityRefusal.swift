package import QueryCompiler

/// Why nobody is recognised in a request. The client is told the kind and nothing of token, key or what was expected; the
/// names of claims are the configuration's. The one list of them, of which docs/authentication.md says what to do.
package enum IdentityRefusal: Error, Hashable, Sendable {
    case noToken
    /// An `Authorization` of another scheme.
    case notBearer
    case tooLong
    /// Which part of the token is no base64url, JSON or object.
    case malformed(TokenPart)
    case algorithm
    case critical
    case unknownKey
    case noKeyNamed
    case signature
    case expired
    case notYetValid
    case issuer
    case audience
    case missingClaim(String)
    case malformedClaim(String)
    case roleNotAllowed
    /// A header field that stands several times.
    case repeatedField(String)
    /// A token and a stated identity.
    case tokenAndStatement
    /// A stated identity, where none is taken.
    case noDevelopment
    case malformedStatement(String)
    /// The caller's address has used its share of the time for checking tokens.
    case overloaded

    package enum TokenPart: String, Hashable, Sendable {
        case token, header, payload, signature
    }
}

extension IdentityRefusal {
    package var error: GraphQLError { GraphQLError(message, code) }

    /// The value of `WWW-Authenticate` (RFC 6750, section 3).
    package var challenge: String {
        switch self {
        case .noToken, .notBearer: "Bearer"
        default: "Bearer error=\"invalid_token\""
        }
    }

    var code: ErrorCode {
        switch self {
        case .roleNotAllowed: .forbidden
        case .repeatedField, .tokenAndStatement, .noDevelopment, .malformedStatement: .badRequest
        case .overloaded: .overloaded
        case .noToken, .notBearer, .tooLong, .malformed, .algorithm, .critical, .unknownKey, .noKeyNamed, .signature,
            .expired,
            .notYetValid, .issuer, .audience, .missingClaim, .malformedClaim:
            .unauthenticated
        }
    }

    var message: String {
        switch self {
        case .noToken: "A token is needed: send it as \"Authorization: Bearer TOKEN\"."
        case .notBearer: "Only tokens are taken: send one as \"Authorization: Bearer TOKEN\"."
        case .tooLong: "The token is longer than \(CompactToken.maximumLength) bytes."
        case .malformed(.token): "The token is no signed JSON Web Token: three parts in base64url with a dot between."
        case .malformed(.header): "The token's header is malformed."
        case .malformed(.payload): "The token's claims are malformed."
        case .malformed(.signature): "The token's signature is no base64url."
        case .algorithm: "The token is signed with another algorithm than this server takes."
        case .critical: "The token demands extensions (crit), and this server knows none."
        case .unknownKey: "The token names a key (kid) that this server does not have."
        case .noKeyNamed: "The token does not say with which key it is signed (kid)."
        case .signature: "The token's signature does not fit."
        case .expired: "The token has expired."
        case .notYetValid: "The token is not valid yet."
        case .issuer: "The token is of another issuer."
        case .audience: "The token is meant for another audience."
        case .missingClaim(let name): "The token lacks the claim \"\(name)\"."
        case .malformedClaim(let name): "The token's claim \"\(name)\" is malformed."
        case .roleNotAllowed: "The token names a role that this API does not give."
        case .repeatedField(let name): "The header \"\(name)\" stands several times."
        case .tokenAndStatement: "The request has a token and \(StatedIdentity.field): send one of them."
        case .noDevelopment: "\(StatedIdentity.field) is taken in development mode only: send a token."
        case .malformedStatement(let reason): "\(StatedIdentity.field) \(reason)."
        case .overloaded: "Your address has used its share of the time for checking tokens: try again."
        }
    }

    /// For the log, which counts them by kind.
    var kind: String {
        switch self {
        case .noToken: "no token"
        case .notBearer: "no bearer token"
        case .tooLong: "too long"
        case .malformed(let part): "malformed \(part.rawValue)"
        case .algorithm: "algorithm"
        case .critical: "critical extension"
        case .unknownKey: "unknown key"
        case .noKeyNamed: "no key named"
        case .signature: "signature"
        case .expired: "expired"
        case .notYetValid: "not yet valid"
        case .issuer: "issuer"
        case .audience: "audience"
        case .missingClaim(let name): "missing claim \(name)"
        case .malformedClaim(let name): "malformed claim \(name)"
        case .roleNotAllowed: "role not allowed"
        case .repeatedField: "repeated header"
        case .tokenAndStatement, .noDevelopment, .malformedStatement: "stated identity"
        case .overloaded: "overloaded"
        }
    }
}
