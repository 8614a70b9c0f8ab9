/// `[auth]`: how callers show who they are, and what that becomes.
package struct AuthenticationSettings: Hashable, Sendable {
    package enum KeySource: Hashable, Sendable {
        /// A public key in PEM, or the bytes of a secret.
        case keyFile(String)
        /// A JSON Web Key Set (RFC 7517).
        case keySetFile(String)
    }

    /// `key_file`, `jwks_file`, relative to the file of the configuration; nil where tokens are not taken, which is
    /// in development only.
    package var key: KeySource?
    package var keyPlace: ConfigurationPlace
    /// `algorithm`: the one that tokens are signed with, whatever they say.
    package var algorithm = TokenAlgorithm.es256
    package var issuer: String?
    package var audience: String?
    /// `leeway`: how far the clocks may be apart.
    package var leeway: Duration = .seconds(30)
    package var requiredClaims: [ClaimPath] = []
    /// `roles`: those that a token may name.
    package var roles: [String] = []
    package var roleClaim: ClaimPath?
    /// `default_role`: of a token that names none; without one such a token is refused.
    package var defaultRole: String?
    /// `anonymous_role`: of a request without a token; without one such a request is refused.
    package var anonymousRole: String?
    /// `development`: whether callers may state who they are, without a token.
    package var isDevelopment = false
    /// `[auth.claims]`, by setting.
    package var claims: [ClaimMapping] = []

    package init(keyPlace: ConfigurationPlace = .start) { self.keyPlace = keyPlace }

    /// Every role that a request may have.
    package var allRoles: [String] { roles + [defaultRole, anonymousRole].compactMap(\.self) }
}

/// `[auth] algorithm`, as RFC 7518 and RFC 8037 call them.
package enum TokenAlgorithm: String, Hashable, Sendable, CaseIterable {
    case hs256 = "HS256"
    case hs384 = "HS384"
    case hs512 = "HS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case edDSA = "EdDSA"
}

/// Where a claim is: the member of an object in an object.
package struct ClaimPath: Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package var members: [String]

    package init(_ members: [String]) { self.members = members }

    package var description: String { members.joined(separator: ".") }
}

/// The setting `fraiseql.<name>` of a request and the claim that it has its value of.
package struct ClaimMapping: Hashable, Sendable {
    package var name: String
    package var claim: ClaimPath

    package init(_ name: String, _ claim: ClaimPath) {
        self.name = name
        self.claim = claim
    }
}

/// The keys of `[auth]`, with their defaults and what they mean.
package let authenticationKeys: [(name: String, type: String, byDefault: String, meaning: String)] = [
    (
        "algorithm", "text", "none",
        "What tokens are signed with, whatever they say of it: "
            + TokenAlgorithm.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + "."
    ),
    (
        "key_file", "text", "none",
        "The file of the key, relative to the file of the configuration: a public key in PEM, or the secret of `HS256` and its "
            + "like. Read at start and on SIGHUP."
    ),
    (
        "jwks_file", "text", "none",
        "A JSON Web Key Set in the place of `key_file`: the token's `kid` says which of its keys."
    ),
    ("issuer", "text", "none", "What `iss` must be. Not looked at without this key."),
    (
        "audience", "text", "none",
        "What `aud` must be or hold. Without this key a token that has an `aud` is refused: it is meant for somebody."
    ),
    (
        "leeway", "duration, 0ms to 10min", "`\"30s\"`",
        "How far the clock of who makes the tokens may be off, for `exp`, `nbf` and `iat`."
    ),
    ("required_claims", "list of claims", "`[]`", "Claims that every token must have, beside `exp`."),
    (
        "roles", "list of texts", "`[]`",
        "The roles that a token may name with `role_claim`; with `[api] role` set, they are API roles."
    ),
    ("role_claim", "claim", "none", "The claim that names the role of a request."),
    (
        "default_role", "text", "none",
        "The role of a token without `role_claim`; without this key such a token is refused."
    ),
    (
        "anonymous_role", "text", "none",
        "The role of requests without a token; without this key they are refused."
    ),
    (
        "development", "true or false", "`false`",
        "Whether callers may say who they are with the header `X-FraiseQL-Identity`; on loopback addresses and unix sockets "
            + "only."
    ),
    (
        "claims", "section", "none",
        "The settings of a request, each with the claim that it has its value of: `tenant_id = \"tenant\"`. A token without it is "
            + "refused."
    ),
]
