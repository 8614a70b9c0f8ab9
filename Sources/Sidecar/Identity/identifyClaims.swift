package import Configuration
package import JSONText

/// The identity that the claims of a checked token give: a role of the allow list, and a value for each setting.
package func identifyClaims(
    _ claims: JSONObject, _ settings: AuthenticationSettings
) throws(IdentityRefusal) -> Identity {
    var role = settings.defaultRole
    if let path = settings.roleClaim {
        switch claims.value(at: path) {
        case nil, .null: break
        case .string(let name):
            guard settings.roles.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else { throw .roleNotAllowed }
            role = name
        default: throw .malformedClaim(path.description)
        }
        if role == nil { throw .missingClaim(path.description) }
    }
    // `FlightContext` would set no role, and the flight run as the login.
    guard let role else { throw .roleNotAllowed }
    var values: [String: String] = [:]
    for mapping in settings.claims {
        let name = mapping.claim.description
        let claim = claims.value(at: mapping.claim) ?? .null
        if claim == .null { throw .missingClaim(name) }
        guard let text = settingText(claim) else { throw .malformedClaim(name) }
        values[mapping.name] = text
    }
    return Identity(role: role, claims: values)
}

/// A claim as the text of a setting: strings as they are, whole numbers, true and false. Nil for what has no one text, for
/// U+0000, which PostgreSQL does not take, and for an empty string, which would mean that nothing is set.
func settingText(_ claim: JSON) -> String? {
    switch claim {
    case .string(let text): text.isEmpty || text.utf8.contains(0) ? nil : text
    // One number has one text: neither `1.0` nor `1e0`.
    case .number(let text):
        text != "-0" && text.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) } ? text : nil
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
}
