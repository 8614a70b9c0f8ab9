import Configuration
import JSONText
import Testing

@testable import Sidecar

/// Signatures that others made, of RFC 7515 (appendix A) and RFC 8037 (appendix A.4), and of PyJWT for every algorithm.
struct SignatureTests {
    private static let claims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    private func check(
        _ key: VerificationKey, _ message: String, _ signature: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let message = Array(message.utf8)
        let signature = try #require(decodeBase64URL(signature), sourceLocation: sourceLocation)
        func verifies(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
            message.withUnsafeBytes { message in signature.withUnsafeBytes { key.verifies(message, $0) } }
        }
        #expect(verifies(message, signature), sourceLocation: sourceLocation)
        #expect(!verifies(message + [0], signature), sourceLocation: sourceLocation)
        #expect(!verifies([], signature), sourceLocation: sourceLocation)
        #expect(!verifies(message, []), sourceLocation: sourceLocation)
        for place in [0, signature.count / 2, signature.count - 1] {
            var other = signature
            other[place] ^= 1
            #expect(!verifies(message, other), sourceLocation: sourceLocation)
        }
    }

    private func bytes(_ text: String) throws -> [UInt8] { try #require(decodeBase64URL(text)) }

    @Test func hs256AsInRFC7515() throws {
        let secret = try bytes(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
        try check(
            VerificationKey(.hs256, secret: secret), "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\(Self.claims)",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    }

    @Test func rs256AsInRFC7515() throws {
        let modulus = try bytes(
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-"
                + "pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R"
                + "2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcD"
                + "TW9gb54h4FRWyuXpoQ")
        try check(
            VerificationKey(.rs256, modulus: modulus, exponent: [1, 0, 1]), "eyJhbGciOiJSUzI1NiJ9.\(Self.claims)",
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7"
                + "t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO-"
                + "-xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igc"
                + "N_IoypGlUPQGe77Rw")
    }

    @Test func es256AsInRFC7515() throws {
        let key = try VerificationKey(
            .es256, x: bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            y: bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
        try check(
            key, "eyJhbGciOiJFUzI1NiJ9.\(Self.claims)",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
    }

    @Test func edDSAAsInRFC8037() throws {
        try check(
            VerificationKey(.edDSA, ed25519: bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func tokensOfPyJWTAreTakenWithTheirOwnAlgorithmOnly(_ algorithm: TokenAlgorithm) throws {
        let token = TokenFixtures.token("good_\(algorithm.rawValue)")
        let dot = try #require(token.lastIndex(of: "."))
        try check(
            TokenFixtures.key(for: algorithm), String(token[..<dot]), String(token[token.index(after: dot)...]))
        for other in TokenAlgorithm.allCases {
            var settings = AuthenticationSettings.shop
            settings.algorithm = other
            #expect(try refusal("good_\(algorithm.rawValue)", settings) == (other == algorithm ? nil : .algorithm))
        }
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func keysOfOtherKindsAreRefused(_ algorithm: TokenAlgorithm) {
        func problem(_ make: () throws(KeyProblem) -> VerificationKey) -> KeyProblem? {
            do throws(KeyProblem) { _ = try make() } catch { return error }
            return nil
        }
        let own: [TokenAlgorithm.KeyKind: Set<String>] = [
            .secret: [], .rsa: ["RS", "rsa_pkcs1"], .curve: [algorithm.rawValue], .ed25519: ["EdDSA"],
        ]
        for name in ["RS", "rsa_pkcs1", "ES256", "ES384", "EdDSA", "secp256k1"] {
            let expected: KeyProblem? = own[algorithm.keyKind]!.contains(name) ? nil : .otherKind
            #expect(
                problem { () throws(KeyProblem) in try VerificationKey(algorithm, pem: TokenFixtures.key(name)) }
                    == expected)
        }
        if algorithm.keyKind == .secret { return }
        for name in ["private_pkcs8", "private_sec1", "private_encrypted"] {
            #expect(
                problem { () throws(KeyProblem) in try VerificationKey(algorithm, pem: TokenFixtures.key(name)) }
                    == .privateKey)
        }
        let pem = TokenFixtures.key(algorithm.keyKind == .rsa ? "RS" : algorithm.rawValue)
        let others: [([UInt8], KeyProblem)] = [
            ([], .unreadable), (Array("no key".utf8), .unreadable), (Array(pem.dropLast(60)), .unreadable),
            (pem + pem, .several), (pem + TokenFixtures.key("private_sec1"), .privateKey),
            (Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8), .certificate),
            (Array("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n".utf8), .unreadable),
        ]
        for (bytes, expected) in others {
            #expect(problem { () throws(KeyProblem) in try VerificationKey(algorithm, pem: bytes) } == expected)
        }
    }

    @Test func weakKeysAreRefused() {
        #expect(throws: KeyProblem.tooWeak) { try VerificationKey(.rs256, pem: TokenFixtures.key("weak_rsa")) }
        for (algorithm, size) in [(TokenAlgorithm.hs256, 32), (.hs384, 48), (.hs512, 64)] {
            #expect(throws: KeyProblem.tooWeak) {
                try VerificationKey(algorithm, secret: [UInt8](repeating: 7, count: size - 1))
            }
            #expect(throws: Never.self) { try VerificationKey(algorithm, secret: [UInt8](repeating: 7, count: size)) }
        }
        // A point that is on no curve, and one at infinity.
        for point in [[UInt8](repeating: 7, count: 32), [UInt8](repeating: 0, count: 32)] {
            #expect(throws: KeyProblem.unreadable) { try VerificationKey(.es256, x: point, y: point) }
        }
        #expect(throws: KeyProblem.unreadable) { try VerificationKey(.es256, x: [1], y: [1]) }
        #expect(throws: KeyProblem.unreadable) { try VerificationKey(.edDSA, ed25519: [1]) }
    }

    @Test func base64URLHasOneTextForEachBytes() {
        for length in 0..<20 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
            let text = encodeBase64URL(bytes)
            #expect(decodeBase64URL(text) == bytes)
            #expect(decodeBase64URL(text + "=") == nil)
        }
        for text in ["A", "AB", "ABC", "+A", "/A", "A A=", "AA==", "A.", "Ä", "AAAAA"] {
            #expect(decodeBase64URL(text) == nil, "\(text)")
        }
        #expect(decodeBase64URL("AAA") == [0, 0])
    }

    private func encodeBase64URL(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
        return String(
            stride(from: 0, to: bits.count, by: 6).map { start in
                alphabet[(0..<6).reduce(0) { $0 << 1 | (start + $1 < bits.count ? Int(bits[start + $1]) : 0) }]
            })
    }
}
