import Configuration
import JSONText

/// Development mode: who callers say they are, without proof, as `X-FraiseQL-Identity: {"role":"...","tenant_id":"..."}`.
/// The role is one that tokens could have; the other members are the settings of `[auth.claims]`, all of them.
enum StatedIdentity {
    static let field = "X-FraiseQL-Identity"

    static func read(
        _ bytes: UnsafeRawBufferPointer, _ settings: AuthenticationSettings, with parser: JSONParser
    ) throws(IdentityRefusal) -> Identity {
        guard case .object(let object)? = try? parser.parse(bytes) else {
            throw .malformedStatement("must be a JSON object")
        }
        var role = settings.defaultRole
        var values: [String: String] = [:]
        for member in object.members {
            if member.key.utf8.elementsEqual("role".utf8) {
                role = try allowedRole(member.value, settings)
                continue
            }
            guard let mapping = settings.claims.first(where: { $0.name.utf8.elementsEqual(member.key.utf8) }) else {
                let known = (["role"] + settings.claims.map(\.name)).joined(separator: ", ")
                throw .malformedStatement("has a member that [auth.claims] does not name; known are \(known)")
            }
            guard let text = settingText(member.value) else {
                throw .malformedStatement("has no value that fits in \"\(mapping.name)\"")
            }
            values[mapping.name] = text
        }
        for mapping in settings.claims where values[mapping.name] == nil {
            throw .malformedStatement("lacks \"\(mapping.name)\"")
        }
        guard let role else { throw .malformedStatement("lacks \"role\"") }
        return Identity(role: role, claims: values, isStated: true)
    }

    private static func allowedRole(
        _ value: JSON, _ settings: AuthenticationSettings
    ) throws(IdentityRefusal) -> String {
        guard let role = settings.allRoles.first(where: { value.isExactly($0) }) else { throw .roleNotAllowed }
        return role
    }
}
