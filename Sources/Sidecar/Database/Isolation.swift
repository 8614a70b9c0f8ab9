import Postgres
import SQLFiles
import SQLText

/// Whether row-level security holds for what the sidecar runs, as the database's roles are.
struct Isolation: Hashable {
    /// What is wrong with a role, for the operator. Empty where all is well.
    var troubles: [String] = []
    /// An exposed relation that has row-level security, if there is one.
    var protected: String?

    enum Verdict: Hashable {
        case sound
        /// Nothing depends on it yet.
        case bypassed(String)
        case refused(String)
    }

    /// - Parameter identifies: whether callers are told apart, and so expect to see their own rows.
    func verdict(identifies: Bool) -> Verdict {
        if troubles.isEmpty { return .sound }
        let text = "\(troubles.joined(separator: "; ")): docs/least-privilege.md has the roles to use"
        if identifies { return .refused("requests would not be kept apart: \(text)") }
        if let protected {
            return .refused("\(protected) has row-level security, which requests would not be held to: \(text)")
        }
        return .bypassed(text)
    }
}

/// - Parameters:
///   - roles: those that requests may have.
///   - relations: what is exposed.
func readIsolation(
    _ connection: Connection, roles: [String], relations: [QualifiedName]
) throws(PostgresError) -> Isolation {
    let rows = try connection.query(
        sqlFile("sql/model/isolation.sql"),
        [arrayText(roles), arrayText(relations.map(\.schema)), arrayText(relations.map(\.name))])
    var isolation = Isolation()
    for row in 0..<rows.count {
        guard let trouble = rows[row, 0] else { continue }
        let (role, other, relation) = (rows[row, 1] ?? "", rows[row, 2] ?? "", rows[row, 3] ?? "")
        if trouble == "row security" {
            isolation.protected = relation
            continue
        }
        // PostgreSQL compares names byte by byte.
        let isItself = role.utf8.elementsEqual(other.utf8)
        let subject = isItself ? "the role \"\(role)\"" : "the role \"\(role)\" can become \"\(other)\", which"
        let text =
            switch trouble {
            case "missing": "there is no role \"\(role)\", which [auth] names"
            case "not granted": "the login \"\(other)\" may not become \"\(role)\", which [auth] names"
            case "superuser": "\(subject) is a superuser"
            case "bypasses": "\(subject) has BYPASSRLS"
            default: "\(subject) owns \(relation)"
            }
        isolation.troubles.append(text)
    }
    return isolation
}
