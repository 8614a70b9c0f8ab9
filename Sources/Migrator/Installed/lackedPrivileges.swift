import CatalogModel
import InstallPlanner
private import JSONText
import Postgres
private import SQLText
import SchemaMapping

/// What the installed API and its migrations need and no longer have, each as the statement that gives it. Whoever is
/// to run them may need to own what they name.
struct LackedPrivileges {
    /// What owners revoked from themselves, and what the API role had from others when the last migration was planned.
    var ofOthers: [String] = []
    /// The grants of FraiseQL's that no longer hold on what is there.
    var revoked: [(grant: ObjectIdentity, statement: String)] = []

    var statements: [String] { ofOthers + revoked.map(\.statement) }
}

/// - Parameter model: the installed one.
func lackedPrivileges(
    _ model: APIModel?, _ state: InstalledState, _ catalog: Catalog, _ connection: Connection
) throws(MigrationError) -> LackedPrivileges {
    var lacked = LackedPrivileges()
    let views = state.objects.filter { $0.identity.kind == .view && $0.isBound }.map(\.identity.name)
    lacked.ofOthers = try lackedByOwners(connection, schema: model.map { quoteIdentifier($0.apiSchema) }, views: views)
    if let model { lacked.ofOthers += try lackedByReaders(model, state, catalog, connection) }
    lacked.revoked = try revokedGrants(state, catalog, connection)
    return lacked
}

private func revokedGrants(
    _ state: InstalledState, _ catalog: Catalog, _ connection: Connection
) throws(MigrationError) -> [(grant: ObjectIdentity, statement: String)] {
    let gone = Set(state.objects.filter { $0.condition == .missing }.map(\.identity.description))
    var revoked: [(ObjectIdentity, String)] = []
    for object in state.objects where object.isBound && object.condition == .missing {
        guard let grant = try grantShape(object), !object.dependsOn.contains(where: gone.contains) else { continue }
        if let rest = present(grant, catalog), try isLacking(rest, connection) {
            revoked.append((object.identity, rest.statement))
        }
    }
    return revoked
}

/// - Parameters:
///   - schema: of the generated objects, as SQL writes it.
///   - views: the generated ones, as SQL writes them.
func lackedByOwners(
    _ connection: Connection, schema: String? = nil, views: [String] = []
) throws(MigrationError) -> [String] {
    let names = JSON.array(views.map { .string($0) }).text
    return try rows(connection, "lacked_by_owners", [schema, names]).compactMap { $0[0] }
}

/// What a migration would grant the API role by now, besides what it has granted.
private func lackedByReaders(
    _ model: APIModel, _ state: InstalledState, _ catalog: Catalog, _ connection: Connection
) throws(MigrationError) -> [String] {
    let granted = try state.objects.map { (object) throws(MigrationError) in try grantShape(object) }.compactMap(\.self)
    guard let role = granted.first?.role else { return [] }
    let held: HeldPrivileges
    do throws(MigrationError) { held = try heldPrivileges(of: role, model: model, state: state, connection) } catch {
        if case .roleMissing(let name) = error { return [GrantShape.statement(making: name)] }
        throw error
    }
    return wantedGrants(model, held: held).compactMap { wanted in
        let former = granted.first { $0.identity == wanted.identity }
        return wanted.subtracting(former).flatMap { present($0, catalog) }?.statement
    }
}

/// Whether something of a grant is missing on what is there: it does not hold as a whole where a column of it is gone.
private func isLacking(_ grant: GrantShape, _ connection: Connection) throws(MigrationError) -> Bool {
    guard grant.on == .columns, try !rows(connection, "held_schemas", [grant.role]).isEmpty else { return true }
    let held = try rows(connection, "held_columns", [grant.role, JSON.array([.string(grant.name)]).text]).map { $0[2] }
    return !grant.columns.allSatisfy(held.contains)
}

/// What of a grant can be given: nil where what it is on is gone. Relations and schemas of FraiseQL's own are drift
/// themselves when they are.
private func present(_ grant: GrantShape, _ catalog: Catalog) -> GrantShape? {
    switch grant.on {
    case .schema, .relation: return grant
    case .function:
        // Those of FraiseQL's own are no part of the catalog.
        return grant.name.hasPrefix("fraiseql.") || catalog.function(signature: grant.name) != nil ? grant : nil
    case .columns:
        let relation = catalog.relations.first { $0.name.description == grant.name }
        var grant = grant
        grant.columns.removeAll { relation?.column($0) == nil }
        return grant.columns.isEmpty ? nil : grant
    }
}
