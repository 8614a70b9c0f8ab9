import Configuration
import JSONText
import Postgres
import SQLText
import Testing

@testable import Sidecar

/// Tokens as an attacker, or a careless issuer, would send them; each is refused for its own reason, or taken.
struct TokenAttackTests {
    @Test(arguments: [
        // `none`, in all spellings, unsigned and signed.
        ("none_", IdentityRefusal.algorithm), ("alg_", .algorithm),
        // The public key as a secret.
        ("confusion_RS", .algorithm), ("confusion_ES256", .algorithm),
        ("crit", .critical), ("kid_number", .malformed(.header)), ("kid_object", .malformed(.header)),
        ("signature_", .signature), ("wrong_key", .signature), ("embedded_key", .signature),
        ("twice_alg", .malformed(.header)), ("twice_claim", .malformed(.payload)),
        ("twice_escaped", .malformed(.payload)),
        ("header_", .malformed(.header)), ("payload_", .malformed(.payload)),
    ])
    func theyAreRefused(_ prefix: String, _ expected: IdentityRefusal) throws {
        let names = TokenFixtures.names(prefix).filter { $0 != "confusion_ES256_stated" && $0 != "payload_empty" }
        #expect(!names.isEmpty)
        for name in names { #expect(try refusal(name) == expected, "\(name)") }
    }

    @Test func whatIsSignedWithThePublicKeyAsSecretIsRefused() throws {
        #expect(try refusal("confusion_ES256_stated") == .signature)
        var settings = AuthenticationSettings.shop
        settings.algorithm = .rs256
        #expect(try refusal("confusion_RS", settings) == .algorithm)
        #expect(try refusal("confusion_RS_stated", settings) == .signature)
        // Even where the operator takes the public key for the secret: the file is refused.
        for name in ["RS", "ES256", "private_pkcs8"] {
            try inFile(TokenFixtures.key(name)) { path in
                settings.algorithm = .hs256
                settings.key = .keyFile(path)
                #expect(throws: TokenKeysError.self) { try readTokenKeys(settings) }
            }
        }
        settings.algorithm = .hs256
        #expect(try refusal("hs_short", settings) != nil)
        #expect(try refusal("hs_truncated", settings) == .signature)
    }

    @Test(arguments: [
        ("text_two_parts", IdentityRefusal.malformed(.token)), ("text_four_parts", .malformed(.token)),
        ("text_one_part", .malformed(.token)), ("text_empty_parts", .malformed(.header)),
        ("text_no_header", .malformed(.header)), ("text_padded_header", .malformed(.header)),
        ("text_no_payload", .signature), ("text_other_payload", .signature),
        ("text_padded_signature", .malformed(.signature)),
        ("text_standard_base64", .malformed(.signature)), ("text_leftover_bits", .malformed(.signature)),
        ("text_cut", .signature), ("text_space", .malformed(.signature)), ("payload_empty", .malformed(.payload)),
    ])
    func textsThatAreNoTokensAreRefused(_ name: String, _ expected: IdentityRefusal) throws {
        #expect(try refusal(name) == expected)
    }

    @Test(arguments: [
        ("exp_missing", IdentityRefusal.missingClaim("exp")), ("exp_past", .expired), ("exp_now", .expired),
        ("exp_milliseconds", .malformedClaim("exp")), ("exp_text", .malformedClaim("exp")),
        ("exp_true", .malformedClaim("exp")),
        ("exp_negative", .malformedClaim("exp")), ("exp_1e400", .malformedClaim("exp")),
        ("exp_1e19", .malformedClaim("exp")),
        ("exp_long", .malformedClaim("exp")), ("exp_nan", .malformedClaim("exp")),
        ("exp_int64", .malformedClaim("exp")),
        ("nbf_future", .notYetValid), ("nbf_text", .malformedClaim("nbf")), ("iat_future", .notYetValid),
        ("aud_other", .audience), ("aud_other_list", .audience), ("aud_number", .audience), ("aud_prefix", .audience),
        ("aud_missing", .missingClaim("aud")), ("iss_other", .issuer), ("iss_list", .issuer),
        ("iss_missing", .missingClaim("iss")),
        ("sub_missing", .missingClaim("sub")),
        ("tenant_missing", .missingClaim("tenant")), ("tenant_null", .missingClaim("tenant")),
        ("tenant_empty", .malformedClaim("tenant")), ("tenant_nul", .malformedClaim("tenant")),
        ("tenant_list", .malformedClaim("tenant")), ("tenant_object", .malformedClaim("tenant")),
        ("tenant_fraction", .malformedClaim("tenant")),
        ("role_none", .roleNotAllowed), ("role_other", .roleNotAllowed), ("role_quoted", .roleNotAllowed),
        ("role_case", .roleNotAllowed), ("role_space", .roleNotAllowed), ("role_empty", .roleNotAllowed),
        ("role_list", .malformedClaim("role")),
    ])
    func claimsThatDoNotFitAreRefused(_ name: String, _ expected: IdentityRefusal) throws {
        #expect(try refusal(name) == expected)
    }

    @Test(arguments: [
        "exp_just", "exp_fraction", "exp_exponent", "nbf_just", "aud_list", "role_missing", "role_writer", "jti_one",
    ])
    func claimsThatFitAreTaken(_ name: String) throws {
        #expect(try refusal(name) == nil)
    }

    @Test func aTokenForSomebodyIsRefusedByWhoIsNobody() throws {
        var settings = AuthenticationSettings.shop
        settings.audience = nil
        #expect(try refusal("good_ES256", settings) == .audience)
        #expect(try refusal("aud_missing", settings) == nil)
    }

    @Test func longTokensAreRefusedUnread() throws {
        #expect(try outcome(String(repeating: "a", count: 8193)).refusal == .tooLong)
        #expect(try outcome(String(repeating: ".", count: 10_000_000)).refusal == .tooLong)
        #expect(try outcome(String(repeating: "a", count: 8192)).refusal == .malformed(.token))
        #expect(try outcome("").refusal == .malformed(.token))
    }

    /// No byte of a good token can be another one, none can be missing.
    @Test func noChangedTokenIsTaken() throws {
        let token = Array(TokenFixtures.token("good_ES256").utf8)
        let keys = TokenKeys(try TokenFixtures.key(for: .es256))
        for index in token.indices {
            for byte in [UInt8(ascii: "A"), UInt8(ascii: "."), UInt8(ascii: "="), 0, 0xFF] where token[index] != byte {
                var other = token
                other[index] = byte
                #expect(
                    try outcome(String(decoding: other, as: UTF8.self), .shop, keys).refusal != nil, "\(index) \(byte)")
            }
            #expect(
                try outcome(String(decoding: token[..<index], as: UTF8.self), .shop, keys).refusal != nil, "\(index)")
        }
    }

    @Test func claimsBecomeSettingsAsTheyStand() throws {
        func tenant(_ name: String, _ path: [String] = ["tenant"]) throws -> String? {
            var settings = AuthenticationSettings.shop
            settings.claims = [ClaimMapping("tenant_id", ClaimPath(path))]
            return try outcome(TokenFixtures.token(name), settings).get().claims["tenant_id"]
        }
        #expect(try tenant("good_ES256") == "one")
        #expect(try tenant("tenant_number") == "42")
        #expect(try tenant("tenant_true") == "true")
        #expect(try tenant("tenant_hostile") == "o'ne\";\n--\\ $1 \u{E9}")
        #expect(try tenant("good_ES256", ["app", "tenant", "id"]) == "deep")
        // Down through objects only.
        for path in [
            ["app", "list", "id"], ["app", "list", "0", "id"], ["tenant", "id"], ["app.tenant.id"],
            ["app", "tenant", "ID"],
        ] {
            #expect(throws: IdentityRefusal.missingClaim(path.joined(separator: "."))) {
                try tenant("good_ES256", path)
            }
        }
        #expect(throws: IdentityRefusal.malformedClaim("app.tenant")) { try tenant("good_ES256", ["app", "tenant"]) }
    }

    @Test func theRoleIsOneOfTheList() throws {
        func role(_ name: String, _ change: (inout AuthenticationSettings) -> Void = { _ in }) throws -> String? {
            var settings = AuthenticationSettings.shop
            change(&settings)
            return try outcome(TokenFixtures.token(name), settings).get().context.role?.text
        }
        #expect(try role("role_writer") == "writer")
        #expect(try role("role_missing") == "reader")
        #expect(throws: IdentityRefusal.missingClaim("role")) { try role("role_missing") { $0.defaultRole = nil } }
        #expect(try role("role_other") { $0.roleClaim = nil } == "reader")
        #expect(throws: IdentityRefusal.roleNotAllowed) { try role("role_writer") { $0.roles = ["reader"] } }
    }

    /// They share a flight, whatever else the tokens say.
    @Test func twoTokensOfOnePersonHaveOneContext() throws {
        let one = try outcome(TokenFixtures.token("jti_one")).get()
        let two = try outcome(TokenFixtures.token("jti_two")).get()
        #expect(one.context == two.context)
        #expect(try one.context != outcome(TokenFixtures.token("tenant_number")).get().context)
        #expect(try one.context != outcome(TokenFixtures.token("role_writer")).get().context)
    }
}

extension Result {
    var refusal: Failure? { if case .failure(let error) = self { error } else { nil } }
}
