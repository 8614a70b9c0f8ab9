import Postgres

/// Which statement of an administrator would have let the migrating role go on, as far as PostgreSQL's message says what
/// was denied (in English, as `lc_messages` has it nearly everywhere); nil for other errors.
func missingGrant(_ error: PostgresError) -> String? {
    guard error.isForbidden else { return nil }
    let see = "what the migrating role needs: docs/least-privilege.md"
    if error.message.hasPrefix("must be owner of ") {
        return "run it as the owner, or let its owner `grant` this role membership in itself; \(see)"
    }
    guard let (kind, name) = deniedObject(error.message) else { return see }
    switch kind {
    case "database": return "grant create on database \(name) to the migrating role; \(see)"
    case "schema":
        return "grant usage on schema \(name) to the migrating role, with grant option where `role` is set; \(see)"
    case "table", "view", "materialized view", "foreign table":
        return "grant select on \(name) to the migrating role, with grant option where `role` is set; \(see)"
    case "function":
        return "grant execute on function \(name) to the migrating role, with grant option where `role` is set; \(see)"
    default: return see
    }
}

/// `permission denied for schema sales`.
private func deniedObject(_ message: String) -> (kind: String, name: String)? {
    let start = "permission denied for "
    guard message.hasPrefix(start) else { return nil }
    let words = message.dropFirst(start.count)
    // `column "id" of relation "orders"`
    if words.hasPrefix("column "), let range = words.firstRange(of: " of relation \""), words.last == "\"" {
        return ("table", String(words[range.upperBound...].dropLast()))
    }
    for kind in ["database", "schema", "table", "materialized view", "foreign table", "view", "function"]
    where words.hasPrefix(kind + " ") {
        return (kind, String(words.dropFirst(kind.count + 1)))
    }
    return nil
}
