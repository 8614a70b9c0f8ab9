import Configuration
import HostSystem
import JSONText
import Support

@testable import Sidecar

/// Keys and tokens that PyJWT and pyca/cryptography made: `Tests/Tokens/make.py`.
enum TokenFixtures {
    static let keys = read("keys")
    private static let tokens = read("tokens")
    /// What time it is for them, in microseconds since 1970.
    static let now: Int64 = 2_000_000_000_000_000

    static func token(_ name: String) -> String {
        guard case .string(let token)? = tokens[name] else { preconditionFailure("no token \(name)") }
        return token
    }

    static func names(_ prefix: String) -> [String] {
        tokens.members.map(\.key).filter { $0.hasPrefix(prefix) }
    }

    static func key(_ name: String) -> [UInt8] {
        guard case .string(let key)? = keys[name] else { preconditionFailure("no key \(name)") }
        return Array(key.utf8)
    }

    /// Of an algorithm that a token is signed with.
    static func key(for algorithm: TokenAlgorithm) throws -> VerificationKey {
        switch algorithm.keyKind {
        case .secret: try VerificationKey(algorithm, secret: key("secret"))
        case .rsa: try VerificationKey(algorithm, pem: key("RS"))
        case .curve, .ed25519: try VerificationKey(algorithm, pem: key(algorithm.rawValue))
        }
    }

    private static func read(_ name: String) -> JSONObject {
        guard let text = try? readTextFile("\(repositoryRoot)/Tests/Tokens/\(name).json"),
            case .object(let object)? = try? parseJSON(text)
        else { preconditionFailure("Tests/Tokens/\(name).json") }
        return object
    }
}

extension AuthenticationSettings {
    /// What the tokens of the fixtures are made for.
    static var shop: AuthenticationSettings {
        var settings = AuthenticationSettings()
        settings.issuer = "https://login.example.com"
        settings.audience = "shop"
        settings.requiredClaims = [ClaimPath(["sub"])]
        settings.roles = ["reader", "writer"]
        settings.roleClaim = ClaimPath(["role"])
        settings.defaultRole = "reader"
        settings.claims = [ClaimMapping("tenant_id", ClaimPath(["tenant"]))]
        return settings
    }
}

/// Who a text is, or why nobody.
func outcome(
    _ text: String, _ settings: AuthenticationSettings = .shop, _ keys: TokenKeys? = nil,
    now: Int64 = TokenFixtures.now
) throws -> Result<Identity, IdentityRefusal> {
    let keys = try keys ?? TokenKeys(TokenFixtures.key(for: settings.algorithm))
    return Array(text.utf8).withUnsafeBytes { bytes in
        do throws(IdentityRefusal) {
            return .success(try verifyToken(bytes, settings, keys, now: now, with: JSONParser()).identity)
        } catch { return .failure(error) }
    }
}

/// Nil for a token that is taken.
func refusal(
    _ name: String, _ settings: AuthenticationSettings = .shop, _ keys: TokenKeys? = nil
) throws -> IdentityRefusal? {
    if case .failure(let refusal) = try outcome(TokenFixtures.token(name), settings, keys) { refusal } else { nil }
}
