import InstallPlanner
import JSONText
import Postgres
import SchemaMapping
import SQLText

/// What a role may do without the grants that are recorded as FraiseQL's.
func heldPrivileges(
    of role: String, model: APIModel, state: InstalledState, _ connection: Connection
) throws(MigrationError) -> HeldPrivileges {
    let schemas = try rows(connection, "held_schemas", [role]).compactMap { $0[0] }
    if schemas.isEmpty { throw .roleMissing(role) }
    var held = HeldPrivileges(role: role)
    let relations = JSON.array(model.entities.map { .string($0.relation.description) }).text
    held.schemas = Set(schemas)
    for row in try rows(connection, "held_columns", [role, relations]) {
        held.columns[QualifiedName(row[0] ?? "", row[1] ?? ""), default: []].insert(row[2] ?? "")
    }
    let functions = JSON.array(model.calledFunctions.map { .string($0.signature) }).text
    held.functions = Set(try rows(connection, "held_functions", [role, functions]).compactMap { $0[0] })
    // What FraiseQL granted before is asked for again, or the next plan would take it back.
    for object in state.objects {
        guard let grant = try grantShape(object), grant.role == role else { continue }
        switch grant.on {
        case .schema: held.schemas = held.schemas.filter { quoteIdentifier($0) != grant.name }
        // Granted only where the role could read none of its columns.
        case .relation:
            model.entities.map(\.relation).filter { $0.description == grant.name }.forEach { held.columns[$0] = nil }
        case .function: held.functions.remove(grant.name)
        case .columns:
            for relation in model.entities.map(\.relation) where relation.description == grant.name {
                held.columns[relation]?.subtract(grant.columns)
            }
        }
    }
    guard state.isThere else { return held }
    for row in try rows(connection, "granted_columns", [role]) {
        held.columns[QualifiedName(row[0] ?? "", row[1] ?? "")]?.remove(row[2] ?? "")
    }
    return held
}

func grantShape(_ object: InstalledObject) throws(MigrationError) -> GrantShape? {
    guard object.identity.kind.isPrivilege, let shape = object.shape else { return nil }
    do throws(JSONError) {
        return try GrantShape(JSONReader(try parseJSON(shape)))
    } catch { throw .unreadable("the grant \(object.identity.name) in fraiseql.installed_object", error) }
}

/// False where the schema is there already, holds nothing of others, and is not ours to drop.
func makesSchema(
    _ schema: String, state: InstalledState, _ connection: Connection
) throws(MigrationError) -> Bool {
    if state.objects.contains(where: { $0.identity == ObjectIdentity(.schema, quoteIdentifier(schema)) }) {
        return true
    }
    let contents = try rows(connection, "schema_contents", [schema])
    if contents.isEmpty { return true }
    let ours = Set(state.objects.map(\.identity.name))
    let others = contents.compactMap { $0[1] }.filter { !ours.contains($0) }
    if !others.isEmpty { throw .schemaTaken(schema, others) }
    return false
}
