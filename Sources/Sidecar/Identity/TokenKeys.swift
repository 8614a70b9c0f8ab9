package import Configuration
import HostSystem
import JSONText
import SQLText

/// The keys that tokens are checked with: one of a file, or those of a key set, by `kid`.
package struct TokenKeys: Sendable {
    struct Named: Sendable {
        var id: ExactText?
        var key: VerificationKey
    }

    private let keys: [Named]
    private let isSet: Bool

    package init(_ key: VerificationKey) {
        keys = [Named(id: nil, key: key)]
        isSet = false
    }

    init(set keys: [Named]) {
        self.keys = keys
        isSet = true
    }

    package var count: Int { keys.count }

    /// The key for a token. What it says is compared with the names that are known and goes nowhere else.
    func key(_ id: String?) throws(IdentityRefusal) -> VerificationKey {
        if !isSet { return keys[0].key }
        guard let id else {
            if keys.count == 1 { return keys[0].key }
            throw .noKeyNamed
        }
        let wanted = ExactText(id)
        guard let found = keys.first(where: { $0.id == wanted }) else { throw .unknownKey }
        return found.key
    }
}

/// Why there are no keys; the text says in which file, and what to do.
package struct TokenKeysError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}

/// In bytes.
private let maximumKeyFile = 65_536
private let maximumKeySetFile = 1 << 20
private let maximumKeys = 100

/// Reads the keys that the configuration names; nil where it names none.
package func readTokenKeys(_ settings: AuthenticationSettings) throws(TokenKeysError) -> TokenKeys? {
    switch settings.key {
    case nil: return nil
    case .keyFile(let path):
        return TokenKeys(try readKey(try read(path, maximumKeyFile), settings.algorithm, path))
    case .keySetFile(let path):
        return try readKeySet(try read(path, maximumKeySetFile), settings.algorithm, path)
    }
}

private func read(_ path: String, _ limit: Int) throws(TokenKeysError) -> [UInt8] {
    do throws(UnreadableFile) { return try readDiskFile(path, atMost: limit) } catch {
        switch error {
        case .absent: throw TokenKeysError("there is no \(path)")
        case .notAFile(let kind):
            throw TokenKeysError("\(path) is a \(kind.rawValue), where a key belongs: name a file")
        case .tooLarge(let bytes):
            throw TokenKeysError("\(path) has \(bytes) bytes, and \(limit) are the most for keys")
        case .notUTF8: throw TokenKeysError("\(path) is no text")
        case .system(let error): throw TokenKeysError(error.description)
        }
    }
}

private func readKey(
    _ bytes: [UInt8], _ algorithm: TokenAlgorithm, _ path: String
) throws(TokenKeysError) -> VerificationKey {
    do throws(KeyProblem) {
        guard algorithm.keyKind == .secret else { return try VerificationKey(algorithm, pem: bytes) }
        // A public key is known to everybody: as a secret it would let everybody make tokens.
        guard !isKeyOfAnotherKind(bytes) else { throw KeyProblem.otherKind }
        return try VerificationKey(algorithm, secret: withoutLineEnd(bytes))
    } catch { throw TokenKeysError("\(path) \(error.text(algorithm))") }
}

/// Whether this is a key, or a set of keys, in one of the forms that keys are published in.
private func isKeyOfAnotherKind(_ bytes: [UInt8]) -> Bool {
    if bytes.firstRange(of: Array("-----BEGIN".utf8)) != nil || bytes.starts(with: "ssh-".utf8) { return true }
    guard case .object(let object)? = bytes.withUnsafeBytes({ try? JSONParser().parse($0) }) else { return false }
    return object[exactly: "keys"] != nil || object[exactly: "kty"] != nil
}

/// A secret that is text ends before the line does; one of random bytes is taken whole.
func withoutLineEnd(_ secret: [UInt8]) -> [UInt8] {
    var text = secret[...]
    guard text.last == UInt8(ascii: "\n") else { return secret }
    text.removeLast()
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    return text.allSatisfy { (0x20..<0x7F).contains($0) } ? Array(text) : secret
}

/// A JSON Web Key Set (RFC 7517, section 5). Keys for other uses and algorithms are left out, as the RFC says.
package func readKeySet(
    _ bytes: [UInt8], _ algorithm: TokenAlgorithm, _ path: String
) throws(TokenKeysError) -> TokenKeys {
    let parser = JSONParser()
    guard case .object(let set)? = bytes.withUnsafeBytes({ try? parser.parse($0) }),
        case .array(let elements)? = set[exactly: "keys"]
    else { throw TokenKeysError("\(path) is no JSON Web Key Set: an object with a list \"keys\"") }
    guard elements.count <= maximumKeys else {
        throw TokenKeysError("\(path) has \(elements.count) keys, and \(maximumKeys) are the most")
    }
    var keys: [TokenKeys.Named] = []
    for (index, element) in elements.enumerated() {
        let place = "\(path): key \(index + 1)"
        guard case .object(let key) = element else { throw TokenKeysError("\(place) is no JSON object") }
        // Whatever it is for: the file that it lies in was never meant for a server that only checks.
        guard ["d", "p", "q", "dp", "dq", "qi", "oth"].allSatisfy({ key[exactly: $0] == nil }) else {
            throw TokenKeysError("\(place) \(KeyProblem.privateKey.text(algorithm))")
        }
        guard isMeant(key, algorithm) else { continue }
        var id: ExactText?
        switch key[exactly: "kid"] {
        case nil: break
        case .string(let text): id = ExactText(text)
        default: throw TokenKeysError("\(place): \"kid\" must be a string")
        }
        if keys.contains(where: { $0.id == id }) {
            throw TokenKeysError("\(place) has the same \"kid\" as another, or neither has one")
        }
        do throws(KeyProblem) { keys.append(TokenKeys.Named(id: id, key: try readKey(key, algorithm))) } catch {
            throw TokenKeysError("\(place) \(error.text(algorithm))")
        }
    }
    guard !keys.isEmpty else {
        throw TokenKeysError("\(path) has no key for \(algorithm.rawValue): \(algorithm.keyDescription) is needed")
    }
    return TokenKeys(set: keys)
}

/// Whether a key of a set is one for checking signatures of this algorithm.
private func isMeant(_ key: JSONObject, _ algorithm: TokenAlgorithm) -> Bool {
    if let use = key[exactly: "use"], !use.isExactly("sig") { return false }
    if let named = key[exactly: "alg"], !named.isExactly(algorithm.rawValue) { return false }
    if case .array(let operations)? = key[exactly: "key_ops"], !operations.contains(where: { $0.isExactly("verify") }) {
        return false
    }
    let (type, curve): (String, String?) =
        switch algorithm.keyKind {
        case .secret: ("oct", nil)
        case .rsa: ("RSA", nil)
        case .curve: ("EC", algorithm == .es384 ? "P-384" : "P-256")
        case .ed25519: ("OKP", "Ed25519")
        }
    guard key[exactly: "kty"]?.isExactly(type) == true else { return false }
    return curve == nil || key[exactly: "crv"]?.isExactly(curve!) == true
}

private func readKey(_ key: JSONObject, _ algorithm: TokenAlgorithm) throws(KeyProblem) -> VerificationKey {
    func member(_ name: String) throws(KeyProblem) -> [UInt8] {
        guard case .string(let text)? = key[exactly: name], let bytes = decodeBase64URL(text) else { throw .unreadable }
        return bytes
    }
    switch algorithm.keyKind {
    case .secret: return try VerificationKey(algorithm, secret: try member("k"))
    case .rsa: return try VerificationKey(algorithm, modulus: try member("n"), exponent: try member("e"))
    case .curve: return try VerificationKey(algorithm, x: try member("x"), y: try member("y"))
    case .ed25519: return try VerificationKey(algorithm, ed25519: try member("x"))
    }
}
