import Configuration
import HostSystem
import JSONText
import Sidecar

/// What it costs a request to say who it comes from: a token that was seen before, and one that was not, with each
/// algorithm. Medians of many runs, in microseconds; the tokens are those of `Tests/Tokens`.
@main
enum IdentityBench {
    /// What time it is for the tokens, in microseconds since 1970.
    static let now: Int64 = 2_000_000_000_000_000

    static func main() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "Tests/Tokens"
        let keys = try read("\(folder)/keys.json")
        let tokens = try read("\(folder)/tokens.json")
        print("token        bytes  us")
        var settings = AuthenticationSettings()
        settings.issuer = "https://login.example.com"
        settings.audience = "shop"
        settings.defaultRole = "reader"
        settings.claims = [
            ClaimMapping("tenant_id", ClaimPath(["tenant"])), ClaimMapping("user_id", ClaimPath(["sub"])),
        ]
        settings.algorithm = .es256
        let log = LogOptions()
        let limits = HTTPLimits(connections: 1, bodyBytes: 1024, idleTimeout: 1, headerTimeout: 1, bodyTimeout: 1)
        let authenticator = Authenticator(
            settings, try tokenKeys(.es256, keys), meter: PeerMeter(), loop: EventLoop(limits: limits), log: Log(log))
        try measure("seen", Array("Bearer \(try text("live_one", tokens))".utf8), runs: 200, times: 1000) { field in
            guard let token = bearerToken(field) else { throw IdentityRefusal.notBearer }
            _ = try authenticator.identify(token: token, nil)
        }
        let parser = JSONParser()
        for algorithm in TokenAlgorithm.allCases {
            settings.algorithm = algorithm
            let key = try tokenKeys(algorithm, keys)
            try measure(
                algorithm.rawValue, Array(try text("good_\(algorithm.rawValue)", tokens).utf8), runs: 500, times: 1
            ) { token in
                _ = try verifyToken(token, settings, key, now: now, with: parser)
            }
        }
    }

    static func measure(
        _ name: String, _ bytes: [UInt8], runs: Int, times: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let durations = try (0..<runs).map { _ in
            let begun = monotonicNanoseconds()
            try bytes.withUnsafeBytes { bytes in for _ in 0..<times { try body(bytes) } }
            return (monotonicNanoseconds() - begun) / UInt64(times)
        }
        let median = durations.sorted()[runs / 2]
        let hundredths = String(median % 1000 / 10)
        let time = "\(median / 1000).\(hundredths.count < 2 ? "0" : "")\(hundredths)"
        print(pad(name, 12), pad("\(bytes.count)", 5), pad(time, 6))
    }

    static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }

    static func tokenKeys(_ algorithm: TokenAlgorithm, _ keys: JSONObject) throws -> TokenKeys {
        switch algorithm {
        case .hs256, .hs384, .hs512:
            TokenKeys(try VerificationKey(algorithm, secret: Array(try text("secret", keys).utf8)))
        case .es256, .es384, .edDSA:
            TokenKeys(try VerificationKey(algorithm, pem: Array(try text(algorithm.rawValue, keys).utf8)))
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512:
            TokenKeys(try VerificationKey(algorithm, pem: Array(try text("RS", keys).utf8)))
        }
    }

    static func read(_ path: String) throws -> JSONObject {
        guard case .object(let object) = try parseJSON(try readTextFile(path)) else { throw JSONError("no object") }
        return object
    }

    static func text(_ name: String, _ object: JSONObject) throws -> String {
        guard case .string(let text)? = object[name] else { throw JSONError("no \(name)") }
        return text
    }
}
