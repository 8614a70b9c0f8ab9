private import CatalogModel
package import Configuration
package import InstallPlanner
package import Postgres
private import SQLText
private import SchemaMapping

/// One way in which a database is not as its migrations left it.
package enum Drift: Hashable, Sendable, CustomStringConvertible {
    case dropped(ObjectIdentity)
    case changed(ObjectIdentity)
    /// With the statement that gives it again; nil where what it was on is gone as well.
    case grantMissing(ObjectIdentity, statement: String?)
    /// The statement that gives what an owner revoked from itself, or the API role had from others.
    case privilegeMissing(statement: String)
    /// Others may do with an object what is its owner's alone; the statement that gave it.
    case granted(ObjectIdentity, String)
    case unbound(ObjectIdentity)
    /// Unbound, and what it names is not there any more: `bind` cannot make it again.
    case unbindable(ObjectIdentity)
    case editedFile(migration: String, file: String)
    case notInFolder(migration: String)
    /// Something in the folder, which therefore could not be compared.
    case unreadable(String)
    case unfinished(migration: String, stepsDone: Int, steps: Int, isMadeByApply: Bool)
    /// What the installed API says of the database that is no longer so.
    case stale(String)

    package var description: String {
        switch self {
        case .dropped(let object): "\(object) was dropped by hand: \(again(object))"
        case .changed(let object): "\(object) was changed by hand: \(again(object))"
        case .grantMissing(let grant, let statement):
            "\(grant) was revoked by hand" + (statement.map { ": run `\($0)`, or the next migration does" } ?? "")
        case .privilegeMissing(let statement):
            "a privilege that the API or its migrations need is gone: run `\(statement)`"
        case .granted(let object, let grant): "\(object) is open to others by \(grant)"
        case .unbound(let object): "\(object) is unbound: run `fraiseql db bind`"
        case .unbindable(let object):
            "\(object) is unbound, and columns or functions below it are gone: `fraiseql db migrate NAME` and `fraiseql db "
                + "upgrade` make it from what is there"
        case .editedFile(let migration, let file):
            "\(migration)/\(file) was edited after it ran: restore the file; the database keeps the way back that ran with it"
        case .notInFolder(let migration):
            "\(migration) is in the database and not in the folder: fetch its folder, or take it back with "
                + "`fraiseql db downgrade`"
        case .unreadable(let trouble): trouble
        case .stale(let difference):
            "the installed API is not as the database: \(difference); run `fraiseql db migrate NAME` and `fraiseql db upgrade`"
        case .unfinished(let migration, let done, let steps, let isMadeByApply):
            "\(migration) stopped after \(done) of \(steps) steps: run "
                + (isMadeByApply ? "`fraiseql db apply`" : "`fraiseql db upgrade`")
        }
    }

    /// What brings back an object that hands dropped or changed.
    private func again(_ object: ObjectIdentity) -> String {
        object.kind.renewal == .never
            ? "no migration makes tables with records again; undo that, or restore them from a backup"
            : "`fraiseql db migrate NAME` and `fraiseql db upgrade` make it again"
    }
}

/// Compares every installed object with what it was right after it was made, and every applied script with its
/// checksum (those of `db apply` have no files), and what the installed API says of the user's columns with these. Empty
/// when nothing drifted. Changes nothing.
package func verify(_ connection: Connection, _ configuration: Configuration) throws(MigrationError) -> [Drift] {
    let state = try readInstalledState(connection)
    guard state.isThere else { throw .nothingInstalled }
    let folder = try readMigrationFolder(configuration.migrationsDirectory, connection)
    let model = try state.installedModel()
    let catalog = try catalog(connection, configuration)
    let lacked = try lackedPrivileges(model, state, catalog, connection)
    let unbindable = unbindableObjects(model, state, catalog)
    var drift: [Drift] = []
    for object in state.objects {
        let identity = object.identity
        switch object.condition {
        case _ where !object.isBound:
            drift.append(unbindable.contains(identity) ? .unbindable(identity) : .unbound(identity))
        case .asMade: break
        case .missing where identity.kind.isPrivilege:
            let statement = lacked.revoked.first { $0.grant == identity }?.statement
            drift.append(.grantMissing(identity, statement: statement))
        case .missing: drift.append(.dropped(identity))
        case .changed: drift.append(.changed(identity))
        }
        if object.isBound { drift += object.strayGrants.map { .granted(identity, $0) } }
    }
    drift += lacked.ofOthers.map { .privilegeMissing(statement: $0) }
    let status = chainStatus(folder, state)
    drift += status.unreadable.map { .unreadable($0) }
    for entry in status.entries where entry.state != .pending {
        let migration = "\(entry.version)_\(entry.name)"
        drift += entry.editedFiles.map { .editedFile(migration: migration, file: $0) }
        if !entry.isInFolder && !entry.isMadeByApply { drift.append(.notInFolder(migration: migration)) }
        if entry.state == .partial {
            drift.append(
                .unfinished(
                    migration: migration, stepsDone: entry.stepsDone, steps: entry.steps,
                    isMadeByApply: entry.isMadeByApply))
        }
    }
    return drift + brokenPromises(model, catalog, configuration).map { .stale($0.description) }
}

/// Unbound views of which a column or a function is gone, and what stands on them.
private func unbindableObjects(
    _ model: APIModel?, _ state: InstalledState, _ catalog: Catalog
) -> Set<ObjectIdentity> {
    guard let model else { return [] }
    var objects: Set<ObjectIdentity> = []
    for object in state.unbound {
        let entity = model.entities.first { object.identity == ObjectIdentity(.view, $0.view.description) }
        let standsOnOne = object.dependsOn.contains { name in objects.contains { $0.description == name } }
        if entity.map({ !isThere($0, catalog) }) == true || standsOnOne { objects.insert(object.identity) }
    }
    return objects
}

private func isThere(_ entity: Entity, _ catalog: Catalog) -> Bool {
    guard let relation = catalog.relation(entity.relation) else { return false }
    return entity.storedFields.allSatisfy { relation.column($0.column) != nil }
        && entity.calledFunctions.allSatisfy { catalog.function(signature: $0.signature) != nil }
}
