import InstallPlanner
import Postgres

/// The statements of an administrator that would have let a statement go on, as far as the catalog tells; empty for other
/// errors. Not by the message: `lc_messages` says in which language that is.
func lacked(for statement: ScriptStatement, _ error: PostgresError, _ connection: Connection) -> [String] {
    guard error.isForbidden || error.isGrantWithoutEffect else { return [] }
    // The error itself is told in any case.
    let named = (try? rows(connection, "lacked_for_statement", [statement.text])) ?? []
    let statements = named.compactMap { $0[0] }
    return statements + ((try? lackedByOwners(connection)) ?? []).filter { !statements.contains($0) }
}
