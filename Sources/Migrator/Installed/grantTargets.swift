import InstallPlanner
private import JSONText
import Postgres

/// What the grants on relations and functions below views are on, for those that hold, as JSON: `unbind` notes it, and
/// `bind` gives those again of which it finds that they are on something else by then.
/// - Parameter objects: those that are unbound now.
func grantsToNote(
    below objects: [InstalledObject], _ state: InstalledState, _ connection: Connection
) throws(MigrationError) -> String {
    let isFirst = state.unbound.isEmpty
    let grants = try grants(below: Set(objects.compactMap(\.relation)), state).filter { grant in
        // Those on functions are noted when the first views go: one may have been dropped since.
        !objects.contains { $0.identity == grant.identity } && (grant.relation != nil || isFirst)
    }
    let found = try rows(connection, "grant_targets", [names(grants)])
    var targets = JSONObject()
    for grant in grants {
        guard let row = found.first(where: { $0[0] == grant.identity.name }) else { continue }
        // What went with its target and could not be given again stays noted.
        let kept = row[1] != row[2] ? row[2] : nil
        targets.append(grant.identity.name, JSON(grant.condition == .missing ? kept : row[1]))
    }
    return JSON.object(targets).text
}

/// The names of the grants on these relations, and on functions, whose target was dropped and made again since it was noted.
func grantsMadeAnew(
    below relations: Set<String>, _ state: InstalledState, _ connection: Connection
) throws(MigrationError) -> Set<String> {
    let below = try rows(connection, "grant_targets", [names(try grants(below: relations, state))])
    return Set(below.filter { $0[2] != nil && $0[1] != $0[2] }.compactMap { $0[0] })
}

/// The note of grants that hold on what was made anew, as JSON: of those on columns it stays, since these may have been
/// renamed as well.
func noteAnew(_ grants: Set<String>, _ connection: Connection) throws(MigrationError) -> String {
    let names = JSON.array(grants.sorted().map { .string($0) }).text
    var targets = JSONObject()
    for row in try rows(connection, "grant_targets", [names]) {
        targets.append(row[0] ?? "", JSON(columnsTarget(row[1], row[2])))
    }
    return JSON.object(targets).text
}

/// The table and the numbers of its columns, with those that were noted of the same table; nil for what is no columns.
private func columnsTarget(_ now: String?, _ noted: String?) -> String? {
    guard let now = now?.split(separator: " "), now.count > 1 else { return nil }
    let noted = noted?.split(separator: " ") ?? []
    let others = noted.first == now[0] ? noted.dropFirst().filter { !now.dropFirst().contains($0) } : []
    return (now + others).joined(separator: " ")
}

private func grants(
    below relations: Set<String>, _ state: InstalledState
) throws(MigrationError) -> [InstalledObject] {
    var grants: [InstalledObject] = []
    for object in state.objects where object.isBound {
        guard let shape = try grantShape(object) else { continue }
        let isBelow = object.relation.map(relations.contains) ?? (shape.on == .function && !relations.isEmpty)
        if isBelow { grants.append(object) }
    }
    return grants
}

private func names(_ objects: [InstalledObject]) -> String {
    JSON.array(objects.map { .string($0.identity.name) }).text
}
