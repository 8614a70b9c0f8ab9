import Configuration
import Glibc
import HostSystem
import JSONText
import Support
import Testing

@testable import Sidecar

/// Runs a body with the path of a file of these bytes.
func inFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    var path = Array("/tmp/fraiseql-key-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    defer { close(descriptor) }
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(name) }
    try writeAll(bytes, to: descriptor, path: name)
    try body(name)
}

struct TokenKeysTests {
    private func set(_ keys: JSON...) -> [UInt8] { Array(JSON.object(["keys": .array(keys)]).text.utf8) }

    private func key(_ name: String, _ more: (String, JSON)...) -> JSON {
        guard case .object(var key)? = TokenFixtures.keys[name] else { preconditionFailure("no key \(name)") }
        for (name, value) in more { key.append(name, value) }
        return .object(key)
    }

    private func problem(_ bytes: [UInt8], _ algorithm: TokenAlgorithm = .es256) -> String? {
        do throws(TokenKeysError) { _ = try readKeySet(bytes, algorithm, "keys.json") } catch {
            return error.description
        }
        return nil
    }

    @Test func aTokenNamesItsKeyOfASet() throws {
        let keys = try readKeySet(
            set(
                key("jwk_ES256", ("kid", "one"), ("use", "sig"), ("alg", "ES256")), key("jwk_other", ("kid", "two")),
                // For other uses and algorithms.
                key("jwk_ES256", ("kid", "one"), ("use", "enc")), key("jwk_rsa", ("kid", "one")), ["kty": "new"],
                key("jwk_ES384"), key("jwk_ES256", ("key_ops", ["sign"])), key("jwk_ES256", ("alg", "ES384"))),
            .es256, "keys.json")
        #expect(keys.count == 2)
        #expect(try refusal("kid_one", .shop, keys) == nil)
        #expect(try refusal("kid_two_other", .shop, keys) == nil)
        #expect(try refusal("kid_two", .shop, keys) == .signature)
        #expect(try refusal("good_ES256", .shop, keys) == .noKeyNamed)
        for name in ["unknown", "path", "absolute", "sql", "nul", "long", "empty"] {
            #expect(try refusal("kid_\(name)", .shop, keys) == .unknownKey, "\(name)")
        }
        #expect(try refusal("kid_number", .shop, keys) == .malformed(.header))
    }

    @Test func aSetOfOneNeedsNoName() throws {
        let keys = try readKeySet(set(key("jwk_ES256")), .es256, "keys.json")
        #expect(try refusal("good_ES256", .shop, keys) == nil)
        #expect(try refusal("kid_one", .shop, keys) == .unknownKey)
    }

    @Test func keysOfSetsAreThoseOfPEM() throws {
        let names: [(TokenAlgorithm, String)] = [
            (.hs256, "jwk_secret"), (.rs256, "jwk_rsa"), (.ps512, "jwk_rsa"), (.es384, "jwk_ES384"),
            (.edDSA, "jwk_EdDSA"),
        ]
        for (algorithm, name) in names {
            var settings = AuthenticationSettings.shop
            settings.algorithm = algorithm
            let keys = try readKeySet(set(key(name)), algorithm, "keys.json")
            #expect(try refusal("good_\(algorithm.rawValue)", settings, keys) == nil)
        }
    }

    @Test func setsThatAreNoneAreRefused() {
        let notASet = "keys.json is no JSON Web Key Set: an object with a list \"keys\""
        for text in ["", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}", "\u{0}"] {
            #expect(problem(Array(text.utf8)) == notASet)
        }
        #expect(problem(set()) == "keys.json has no key for ES256: a public key on the curve P-256 is needed")
        #expect(problem(set("x")) == "keys.json: key 1 is no JSON object")
        #expect(problem(set(key("jwk_ES256", ("kid", 1)))) == "keys.json: key 1: \"kid\" must be a string")
        let twice = "keys.json: key 2 has the same \"kid\" as another, or neither has one"
        #expect(problem(set(key("jwk_ES256", ("kid", "a")), key("jwk_other", ("kid", "a")))) == twice)
        #expect(problem(set(key("jwk_ES256"), key("jwk_other"))) == twice)
        #expect(problem(set(key("jwk_private")))?.contains("is a private key") == true)
        #expect(
            problem(set(["kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"]))?.contains("is no key that can be read")
                == true)
        #expect(problem(set(["kty": "EC", "crv": "P-256"]))?.contains("is no key that can be read") == true)
        #expect(
            problem(set(["kty": "oct", "k": "c2hvcnQ"]), .hs256)?.contains("is too weak: a secret of at least 32 bytes")
                == true)
        let many = [JSON](repeating: key("jwk_ES256"), count: 101)
        #expect(
            problem(Array(JSON.object(["keys": .array(many)]).text.utf8))
                == "keys.json has 101 keys, and 100 are the most")
    }

    @Test func filesThatAreNoneAreRefused() throws {
        func problem(_ path: String, _ algorithm: TokenAlgorithm = .es256) -> String? {
            var settings = AuthenticationSettings.shop
            settings.algorithm = algorithm
            settings.key = .keyFile(path)
            do throws(TokenKeysError) { _ = try readTokenKeys(settings) } catch { return error.description }
            return nil
        }
        #expect(problem("/nowhere/key.pem") == "there is no /nowhere/key.pem")
        #expect(problem("/dev/zero") == "/dev/zero is a device, where a key belongs: name a file")
        #expect(problem("/tmp") == "/tmp is a folder, where a key belongs: name a file")
        try inFile([UInt8](repeating: 65, count: 70_000)) { path in
            #expect(problem(path) == "\(path) has 70000 bytes, and 65536 are the most for keys")
        }
        try inFile(TokenFixtures.key("private_pkcs8")) { path in
            #expect(problem(path)?.contains("openssl pkey -in FILE -pubout") == true)
        }
        try inFile([]) { path in
            #expect(problem(path)?.contains("is no key that can be read") == true)
            #expect(problem(path, .hs256)?.contains("is too weak: a secret of at least 32 bytes") == true)
        }
        try inFile(TokenFixtures.key("ES256")) { path in #expect(problem(path) == nil) }
    }

    @Test func theLineEndBehindASecretIsNoneOfIt() {
        let text = Array("0123456789abcdef".utf8)
        for end in ["", "\n", "\r\n"] { #expect(withoutLineEnd(text + end.utf8) == text) }
        #expect(withoutLineEnd(text + "\n\n".utf8) == text + "\n\n".utf8)
        let random: [UInt8] = [1, 200, 10]
        #expect(withoutLineEnd(random) == random)
    }
}
