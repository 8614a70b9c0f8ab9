import SQLText
import Suggestions

extension ConfigurationReader {
    /// `[auth]`.
    mutating func readAuthentication(_ section: TOMLEntry) {
        var settings = AuthenticationSettings(keyPlace: section.keyPlace)
        for entry in entries(section.node, "[auth]") {
            places["auth.\(entry.key)"] = entry.node.place
            read(entry, "[auth] \(entry.key)", into: &settings)
        }
        configuration.authentication = settings
        places["auth"] = section.keyPlace
    }

    private mutating func read(_ entry: TOMLEntry, _ title: String, into settings: inout AuthenticationSettings) {
        let node = entry.node
        switch entry.key {
        case "algorithm": settings.algorithm = algorithm(node, title) ?? settings.algorithm
        case "key_file", "jwks_file":
            guard let path = text(node, title) else { return }
            if settings.key != nil { fail("\(title): key_file and jwks_file exclude each other", at: entry.keyPlace) }
            settings.key = entry.key == "key_file" ? .keyFile(path) : .keySetFile(path)
            settings.keyPlace = node.place
        case "jwks_url":
            fail(
                "\(title) is not built yet: save the key set to a file, name that with jwks_file, and send SIGHUP when it "
                    + "has changed", at: entry.keyPlace)
        case "issuer": settings.issuer = text(node, title)
        case "audience": settings.audience = text(node, title)
        case "leeway": settings.leeway = duration(node, title, .zero...(.seconds(600))) ?? settings.leeway
        case "required_claims":
            guard case .array(let elements) = node.value else {
                return fail("\(title) must be a list of claims, not \(node.kindName)", at: node.place)
            }
            settings.requiredClaims = elements.compactMap { claim($0, "an element of \(title)") }
        case "roles":
            settings.roles = (texts(node, title) ?? []).compactMap { role($0.text, title, at: $0.place) }
        case "role_claim": settings.roleClaim = claim(node, title)
        case "default_role": settings.defaultRole = text(node, title).flatMap { role($0, title, at: node.place) }
        case "anonymous_role": settings.anonymousRole = text(node, title).flatMap { role($0, title, at: node.place) }
        case "development": settings.isDevelopment = flag(node, title) ?? false
        case "claims": settings.claims = claims(node)
        default: failUnknown(entry, in: "auth", known: authenticationKeys.map(\.name))
        }
    }

    private mutating func algorithm(_ node: TOMLNode, _ title: String) -> TokenAlgorithm? {
        guard let name = text(node, title) else { return nil }
        if let algorithm = TokenAlgorithm(rawValue: name) { return algorithm }
        let known = TokenAlgorithm.allCases.map(\.rawValue)
        let suggestion = suggestionSuffix(for: name, among: known)
        fail(
            "\(title): \"\(name)\" is none of \(known.joined(separator: ", "))\(suggestion)", at: node.place)
        return nil
    }

    private mutating func role(_ name: String, _ title: String, at place: ConfigurationPlace) -> String? {
        if name == "none" {
            fail("\(title): \"none\" is no role: it would leave requests with the rights of the login", at: place)
            return nil
        }
        if name.utf8.count > 63 {
            fail("\(title): \"\(name)\" has more than the 63 bytes of a name in PostgreSQL", at: place)
            return nil
        }
        configuration.mentions.append(ConfigurationMention(.role(name), at: place))
        return name
    }

    /// `"app.tenant"` goes down; a list of texts does the same with names that hold dots.
    private mutating func claim(_ node: TOMLNode, _ title: String) -> ClaimPath? {
        if case .array = node.value {
            guard case .array(let elements) = node.value, !elements.isEmpty else {
                fail("\(title) must name a claim", at: node.place)
                return nil
            }
            let members = elements.compactMap { text($0, "an element of \(title)") }
            return members.count == elements.count ? ClaimPath(members) : nil
        }
        guard let path = text(node, title) else { return nil }
        let members = path.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        guard !members.contains("") else {
            fail(
                "\(title): \"\(path)\" has an empty name in it; a claim whose name holds dots is a list: [\"a.b\", \"c\"]",
                at: node.place)
            return nil
        }
        return ClaimPath(members)
    }

    private mutating func claims(_ node: TOMLNode) -> [ClaimMapping] {
        var result: [ClaimMapping] = []
        for entry in entries(node, "[auth.claims]") {
            let isName = entry.key.utf8.enumerated().allSatisfy { index, byte in
                (0x61...0x7A).contains(byte) || byte == 0x5F || index > 0 && (0x30...0x39).contains(byte)
            }
            guard isName, !entry.key.isEmpty, entry.key.utf8.count <= 63 else {
                fail(
                    "[auth.claims]: \"\(printable(entry.key))\" must be the name of a setting such as tenant_id, in small letters, "
                        + "digits and underscores", at: entry.keyPlace)
                continue
            }
            if entry.key == "role" {
                fail(
                    "[auth.claims]: \"role\" is no setting: role_claim names the claim of the role", at: entry.keyPlace)
                continue
            }
            guard let claim = claim(entry.node, "[auth.claims] \(entry.key)") else { continue }
            result.append(ClaimMapping(entry.key, claim))
        }
        return result.sorted { $0.name < $1.name }
    }

    /// What no single key of `[auth]` can tell.
    mutating func checkAuthentication() {
        guard let settings = configuration.authentication, let section = places["auth"] else { return }
        let namesKey = ["key_file", "jwks_file", "jwks_url"].contains { places["auth.\($0)"] != nil }
        if !namesKey, !settings.isDevelopment {
            fail("[auth] needs a key to check tokens with: key_file or jwks_file", at: section)
        }
        if namesKey, places["auth.algorithm"] == nil {
            fail("[auth] needs algorithm: what tokens are signed with is never taken from the tokens", at: section)
        }
        if places["auth.role_claim"] != nil, places["auth.roles"] == nil {
            fail("[auth] role_claim needs roles: the list of those that a token may name", at: section)
        }
        if places["auth.roles"] != nil, places["auth.role_claim"] == nil, !settings.isDevelopment {
            fail("[auth] roles needs role_claim: the claim that names one of them", at: section)
        }
        if places["auth.role_claim"] == nil, places["auth.default_role"] == nil {
            fail("[auth] needs default_role, or role_claim and roles: every request has a role", at: section)
        }
        guard let apiRole = configuration.grantRole else { return }
        for (key, names) in [("roles", settings.roles), ("default_role", settings.defaultRole.map { [$0] } ?? [])] {
            for name in names where !name.utf8.elementsEqual(apiRole.utf8) {
                fail(
                    "[auth] \(key): \"\(name)\" is no API role: that is \"\(apiRole)\", by [api] role",
                    at: places["auth.\(key)"] ?? section)
            }
        }
    }
}
