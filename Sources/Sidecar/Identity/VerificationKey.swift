private import CCrypto
package import Configuration

/// A key to check signatures of one algorithm with; any thread may use it.
package final class VerificationKey: @unchecked Sendable {
    private let native: OpaquePointer

    private init(_ make: (UnsafeMutablePointer<OpaquePointer?>) -> ccrypto_status) throws(KeyProblem) {
        var native: OpaquePointer?
        let status = make(&native)
        guard status == CCRYPTO_OK, let native else { throw KeyProblem(status) }
        self.native = native
    }

    deinit { ccrypto_key_free(native) }

    /// A public key in PEM.
    package convenience init(_ algorithm: TokenAlgorithm, pem: [UInt8]) throws(KeyProblem) {
        try self.init { ccrypto_key_from_pem(algorithm.native, pem, pem.count, $0) }
    }

    /// Of HS256, HS384 and HS512.
    package convenience init(_ algorithm: TokenAlgorithm, secret: [UInt8]) throws(KeyProblem) {
        try self.init { ccrypto_key_from_secret(algorithm.native, secret, secret.count, $0) }
    }

    /// Both big-endian.
    package convenience init(_ algorithm: TokenAlgorithm, modulus: [UInt8], exponent: [UInt8]) throws(KeyProblem) {
        try self.init {
            ccrypto_key_from_rsa(algorithm.native, modulus, modulus.count, exponent, exponent.count, $0)
        }
    }

    /// Of ES256 and ES384.
    package convenience init(_ algorithm: TokenAlgorithm, x: [UInt8], y: [UInt8]) throws(KeyProblem) {
        try self.init { ccrypto_key_from_point(algorithm.native, x, x.count, y, y.count, $0) }
    }

    /// Of EdDSA.
    package convenience init(_ algorithm: TokenAlgorithm, ed25519: [UInt8]) throws(KeyProblem) {
        try self.init { ccrypto_key_from_ed25519(algorithm.native, ed25519, ed25519.count, $0) }
    }

    package func verifies(_ message: UnsafeRawBufferPointer, _ signature: UnsafeRawBufferPointer) -> Bool {
        ccrypto_verify(native, message.baseAddress, message.count, signature.baseAddress, signature.count) == 1
    }
}

/// Why there is no key in what should be one.
package enum KeyProblem: Error, Hashable, Sendable {
    case unreadable
    case privateKey
    case certificate
    case several
    case otherKind
    case tooWeak
    case noMemory

    fileprivate init(_ status: ccrypto_status) {
        switch status {
        case CCRYPTO_PRIVATE: self = .privateKey
        case CCRYPTO_CERTIFICATE: self = .certificate
        case CCRYPTO_SEVERAL: self = .several
        case CCRYPTO_OTHER_KIND: self = .otherKind
        case CCRYPTO_TOO_WEAK: self = .tooWeak
        case CCRYPTO_NO_MEMORY: self = .noMemory
        default: self = .unreadable
        }
    }

    func text(_ algorithm: TokenAlgorithm) -> String {
        switch self {
        case .unreadable: "is no key that can be read: \(algorithm.keyDescription) is needed"
        case .privateKey:
            "is a private key, which signs tokens and does not belong where they are checked: make the public key of it with "
                + "`openssl pkey -in FILE -pubout`, and name that"
        case .certificate: "is a certificate: take its key with `openssl x509 -in FILE -pubkey -noout`, and name that"
        case .several: "holds several keys, and one is meant: a set of keys is a jwks_file"
        case .otherKind:
            "is a key of another kind than \(algorithm.rawValue) uses: \(algorithm.keyDescription) is needed"
        case .tooWeak: "is too weak: \(algorithm.keyDescription) is needed"
        case .noMemory: "does not fit in memory"
        }
    }
}

extension TokenAlgorithm {
    enum KeyKind {
        case secret, rsa, curve, ed25519
    }

    var keyKind: KeyKind {
        switch self {
        case .hs256, .hs384, .hs512: .secret
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: .rsa
        case .es256, .es384: .curve
        case .edDSA: .ed25519
        }
    }

    var keyDescription: String {
        switch self {
        case .hs256: "a secret of at least 32 bytes"
        case .hs384: "a secret of at least 48 bytes"
        case .hs512: "a secret of at least 64 bytes"
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: "an RSA public key of at least 2048 bits"
        case .es256: "a public key on the curve P-256"
        case .es384: "a public key on the curve P-384"
        case .edDSA: "an Ed25519 public key"
        }
    }

    fileprivate var native: ccrypto_algorithm {
        switch self {
        case .hs256: CCRYPTO_HS256
        case .hs384: CCRYPTO_HS384
        case .hs512: CCRYPTO_HS512
        case .rs256: CCRYPTO_RS256
        case .rs384: CCRYPTO_RS384
        case .rs512: CCRYPTO_RS512
        case .ps256: CCRYPTO_PS256
        case .ps384: CCRYPTO_PS384
        case .ps512: CCRYPTO_PS512
        case .es256: CCRYPTO_ES256
        case .es384: CCRYPTO_ES384
        case .edDSA: CCRYPTO_EDDSA
        }
    }
}
