import InstallPlanner
private import JSONText
import Postgres

/// Objects of others that stand on what the steps drop would stop them half-way: they are named before anything runs.
/// What the steps drop themselves is no obstacle.
func refuseDependents(of steps: [ScriptStep], _ connection: Connection) throws(MigrationError) {
    guard try companionIsThere(connection) else { return }
    try refuseDependents(ofDropping: droppedObjects(steps.flatMap(\.statements).map(\.text)), connection)
}

/// The same of objects, where the companion is there.
func refuseDependents(ofDropping objects: [ObjectIdentity], _ connection: Connection) throws(MigrationError) {
    let dropped = objects.map { object -> JSON in
        .object(["kind": .string(object.kind.name), "name": .string(object.name)])
    }
    let dependents = try rows(connection, "dependents", [JSON.array(dropped).text]).compactMap { $0[0] }
    if !dependents.isEmpty { throw .dependents(dependents) }
}
