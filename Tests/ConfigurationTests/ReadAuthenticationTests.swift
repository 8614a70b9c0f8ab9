import Configuration
import Testing

struct ReadAuthenticationTests {
    private func read(_ text: String) throws -> AuthenticationSettings {
        try #require(readConfiguration(text) { _ in nil }.authentication)
    }

    private func errors(_ text: String) -> String? {
        do throws(ConfigurationErrors) { _ = try readConfiguration(text) { _ in nil } } catch {
            return error.description
        }
        return nil
    }

    private let least = "[auth]\nalgorithm = \"ES256\"\nkey_file = \"jwt.pem\"\ndefault_role = \"reader\"\n"

    @Test func everyKeyIsRead() throws {
        let settings = try read(
            """
            [auth]
            algorithm = "EdDSA"
            jwks_file = "keys.json"
            issuer = "https://login.example.com"
            audience = "shop"
            leeway = "5s"
            required_claims = ["sub", "app.id", ["https://example.com/claims", "level"]]
            roles = ["reader", "writer"]
            role_claim = "app.role"
            default_role = "reader"
            anonymous_role = "visitor"
            development = true
            [auth.claims]
            user_id = "sub"
            tenant_id = ["https://example.com/claims", "tenant"]
            """)
        var expected = AuthenticationSettings(keyPlace: ConfigurationPlace(line: 3, column: 13))
        expected.key = .keySetFile("keys.json")
        expected.algorithm = .edDSA
        expected.issuer = "https://login.example.com"
        expected.audience = "shop"
        expected.leeway = .seconds(5)
        expected.requiredClaims = [
            ClaimPath(["sub"]), ClaimPath(["app", "id"]), ClaimPath(["https://example.com/claims", "level"]),
        ]
        expected.roles = ["reader", "writer"]
        expected.roleClaim = ClaimPath(["app", "role"])
        expected.defaultRole = "reader"
        expected.anonymousRole = "visitor"
        expected.isDevelopment = true
        expected.claims = [
            ClaimMapping("tenant_id", ClaimPath(["https://example.com/claims", "tenant"])),
            ClaimMapping("user_id", ClaimPath(["sub"])),
        ]
        #expect(settings == expected)
    }

    @Test func withoutTheSectionNobodyIsToldApart() throws {
        #expect(try readConfiguration("") { _ in nil }.authentication == nil)
        #expect(try read(least).leeway == .seconds(30))
        #expect(try read("[auth]\ndevelopment = true\ndefault_role = \"reader\"").key == nil)
    }

    @Test(arguments: [
        ("[auth]", "1:2: [auth] needs a key to check tokens with: key_file or jwks_file"),
        ("[auth]", "1:2: [auth] needs default_role, or role_claim and roles: every request has a role"),
        ("auth = 1", "1:8: [auth] must be a section, not an integer"),
        (
            "[auth]\nkey_file = \"a\"\n",
            "[auth] needs algorithm: what tokens are signed with is never taken from the tokens"
        ),
        (
            "[auth]\nkey_file = \"a\"\njwks_file = \"b\"\n",
            "3:1: [auth] jwks_file: key_file and jwks_file exclude each other"
        ),
        ("[auth]\njwks_url = \"https://a\"\n", "2:1: [auth] jwks_url is not built yet: save the key set to a file"),
        ("[auth]\nalgorithm = \"none\"\n", "2:13: [auth] algorithm: \"none\" is none of HS256, HS384"),
        ("[auth]\nalgorithm = \"es256\"\n", "2:13: [auth] algorithm: \"es256\" is none of "),
        ("[auth]\nalgorithm = [\"ES256\"]\n", "2:13: [auth] algorithm must be a string, not a list"),
        ("[auth]\nleeway = \"1h\"\n", "2:10: [auth] leeway must be from 0ms to 10min, not 1h"),
        ("[auth]\nroles = [\"reader\"]\n", "[auth] roles needs role_claim: the claim that names one of them"),
        ("[auth]\nrole_claim = \"role\"\n", "[auth] role_claim needs roles: the list of those that a token may name"),
        ("[auth]\nroles = [\"none\"]\n", "2:10: [auth] roles: \"none\" is no role"),
        ("[auth]\nanonymous_role = \"none\"\n", "2:18: [auth] anonymous_role: \"none\" is no role"),
        ("[auth]\nrole_claim = \"a..b\"\n", "2:14: [auth] role_claim: \"a..b\" has an empty name in it"),
        ("[auth]\nrole_claim = []\n", "2:14: [auth] role_claim must name a claim"),
        ("[auth]\nrequired_claims = \"sub\"\n", "2:19: [auth] required_claims must be a list of claims, not a string"),
        ("[auth]\nkey_fil = \"a\"\n", "2:1: unknown key \"key_fil\" in [auth]; did you mean \"key_file\"?"),
        (
            "[auth.claims]\n\"tenant-id\" = \"a\"\n",
            "2:1: [auth.claims]: \"tenant-id\" must be the name of a setting such as tenant_id"
        ),
        ("[auth.claims]\nTenant = \"a\"\n", "2:1: [auth.claims]: \"Tenant\" must be the name of a setting"),
        ("[auth.claims]\ntenant_id = 1\n", "2:13: [auth.claims] tenant_id must be a string, not an integer"),
        ("[auth.claims]\nrole = \"role\"\n", "2:1: [auth.claims]: \"role\" is no setting: role_claim names the claim"),
        ("[auth]\ndevelopment = \"yes\"\n", "2:15: [auth] development must be true or false, not a string"),
        (
            "[api]\nrole = \"fraiseql_api\"\n[auth]\nroles = [\"fraiseql_api\", \"postgres\"]\n",
            "4:9: [auth] roles: \"postgres\" is no API role: that is \"fraiseql_api\", by [api] role"
        ),
        (
            "[auth]\ndefault_role = \"postgres\"\n[api]\nrole = \"fraiseql_api\"\n",
            "2:16: [auth] default_role: \"postgres\" is no API role: that is \"fraiseql_api\", by [api] role"
        ),
    ])
    func mistakesAreToldWithTheirPlace(_ text: String, _ expected: String) {
        #expect(errors(text)?.contains(expected) == true, "\(errors(text) ?? "no error")")
    }
}
