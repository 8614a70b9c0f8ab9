import InstallPlanner
private import JSONText
import Postgres

/// Objects of others that stand on a view or lie in a schema that the steps drop would stop them half-way: they are
/// named before anything runs. What the steps drop themselves is no obstacle.
func refuseDependents(of steps: [ScriptStep], _ connection: Connection) throws(MigrationError) {
    guard try companionIsThere(connection) else { return }
    let statements = steps.flatMap(\.statements).map(\.text)
    let views = droppedNames("view", statements)
    let schemas = droppedNames("schema", statements)
    let dependents = try rows(connection, "dependents", [list(views), list(schemas)]).compactMap { $0[0] }
        .filter { dependent in !views.contains { dependent == "view \($0)" } }
    if !dependents.isEmpty { throw .dependents(dependents) }
}

/// The names in statements of the form `drop view if exists api.v_order;`, as `writeScripts` writes them.
func droppedNames(_ kind: String, _ statements: [String]) -> [String] {
    statements.compactMap { statement in
        for prefix in ["drop \(kind) if exists ", "drop \(kind) "] where statement.hasPrefix(prefix) {
            return String(statement.dropFirst(prefix.count).dropLast())
        }
        return nil
    }
}

private func list(_ names: [String]) -> String {
    JSON.array(names.map { .string($0) }).text
}
