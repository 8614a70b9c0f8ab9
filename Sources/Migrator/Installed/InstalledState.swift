package import InstallPlanner
private import ModelReader
private import JSONText
package import Postgres
package import SchemaMapping

/// A row of `fraiseql.migration`.
package struct AppliedMigration: Hashable, Sendable {
    package var version: String
    package var name: String
    package var parent: String?
    package var steps: Int
    package var stepsDone: Int
    package var direction: String
    /// Hexadecimal SHA-256; nil after psql ran the script, until this tool sees the folder.
    package var upChecksum: String?
    package var downChecksum: String?
    package var downScript: String?
    package var appliedBy: String
    package var appliedWith: String
    /// ISO 8601, UTC.
    package var startedAt: String
    package var milliseconds: Int?

    package var folderName: String { "\(version)_\(name)" }
    package var isWhole: Bool { stepsDone == steps }
    /// A run of `apply` that stopped half-way: it has no script to go on with.
    var isStoppedApply: Bool { name == applyName && !isWhole }
    /// The last of the migrations that `upgrade --catch-up` recorded together with this one; nil for one that ran as it
    /// was written.
    package var caughtUpWith: String? { caughtUp?.with }
    var caughtUp: CaughtUp? { downScript.flatMap(readCaughtUp) }
    /// It was caught up, and the API is installed: only steps of a person's may be left.
    var hasCaughtUp: Bool { caughtUp.map { stepsDone >= $0.generatedSteps } ?? false }
}

/// What the records in a database say; empty where nothing is installed.
package struct InstalledState: Sendable {
    package var isThere = false
    /// Parents first.
    package var migrations: [AppliedMigration] = []
    package var objects: [InstalledObject] = []
    package var model: ModelChange.Text?

    /// `db apply` installed everything: a folder of migrations need not be there.
    var isMadeByApply: Bool { !migrations.isEmpty && migrations.allSatisfy { $0.name == applyName } }
    package var head: AppliedMigration? { migrations.last }
    package var unbound: [InstalledObject] { objects.filter { !$0.isBound } }

    /// The model that the sidecar serves; nil before the first migration.
    package func installedModel() throws(MigrationError) -> APIModel? {
        guard let model else { return nil }
        return try withModel { () throws(ModelError) in
            try parseModel(model.text, format: model.format)
        }
    }
}

/// Reads the records in one snapshot. The connection must not be in a transaction.
/// - Parameter patience: milliseconds to wait for whoever changes a table below a view, which cannot be printed meanwhile.
package func readInstalledState(
    _ connection: Connection, patience: Int = 10_000
) throws(MigrationError) -> InstalledState {
    do throws(MigrationError) { return try readRecords(connection, patience: patience) } catch {
        if case .postgres(let cause) = error, cause.isLockTimeout {
            throw .recordsLocked(holder: (try? rows(connection, "relation_lockers", [nil]))?.first?[0])
        }
        guard error.isForbidden else { throw error }
        let statements = try lackedByOwners(connection)
        throw statements.isEmpty ? error : .lackedByOwners(statements)
    }
}

private func readRecords(_ connection: Connection, patience: Int) throws(MigrationError) -> InstalledState {
    var state = InstalledState()
    try asking { () throws(PostgresError) in
        try connection.query("begin isolation level repeatable read, read only")
        // Types are printed with their schemas then, as the catalog is read.
        try connection.query("set local search_path = ''")
        try connection.query("set local lock_timeout = '\(patience)ms'")
    }
    defer { _ = try? connection.query("rollback") }
    guard try companionIsThere(connection) else { return state }
    state.isThere = true
    state.migrations = try rows(connection, "migrations").map(appliedMigration)
    for row in try rows(connection, "installed_objects", [kinds(\.isRestoredAsFound), othersMay()]) {
        state.objects.append(try installedObject(row))
    }
    for (index, row) in try rows(connection, "drift").enumerated() where state.objects[index].isBound {
        if row[0] != "t" {
            state.objects[index].condition = .missing
        } else if row[1] != "t" {
            let found = FoundObject(
                definition: row[2] ?? "", recorded: row[3] ?? "", recordedShape: state.objects[index].shape,
                columns: row[4])
            state.objects[index].condition = .changed(
                shape: state.objects[index].identity.kind.shapeFound(found), recorded: row[3])
        }
    }
    state.model = try withModel { () throws(ModelError) in try readInstalledModel(connection) }
        .map { ModelChange.Text(format: $0.format, text: $0.text) }
    return state
}

/// Whether there are records to read. Before anything of the companion is read or called.
func companionIsThere(_ connection: Connection) throws(MigrationError) -> Bool {
    try withModel { () throws(ModelError) in try companionIsThere(connection, for: .records) }
}

private func appliedMigration(_ row: [String?]) -> AppliedMigration {
    AppliedMigration(
        version: row[0] ?? "", name: row[1] ?? "", parent: row[2], steps: Int(row[3] ?? "") ?? 0,
        stepsDone: Int(row[4] ?? "") ?? 0, direction: row[5] ?? "up", upChecksum: row[6], downChecksum: row[7],
        downScript: row[8], appliedBy: row[9] ?? "", appliedWith: row[10] ?? "", startedAt: row[11] ?? "",
        milliseconds: row[12].flatMap { Int($0) })
}

private func installedObject(_ row: [String?]) throws(MigrationError) -> InstalledObject {
    guard let kind = ObjectKind.named(row[0] ?? "") else {
        throw .unreadable("installed object \(row[1] ?? "")", JSONError("its kind is \(row[0] ?? "null")"))
    }
    return InstalledObject(
        ObjectIdentity(kind, row[1] ?? ""), relation: row[2], dependsOn: try strings(row[3]), shape: row[4],
        textHash: row[5] ?? "", definition: row[6], grants: try strings(row[7]),
        strayGrants: kind.othersMay == nil ? [] : try strings(row[11]), drop: row[8] ?? "", isBound: row[9] == "t",
        serverMajor: Int(row[10] ?? "") ?? 0)
}

/// The kinds that have a trait, as a JSON array for the queries.
func kinds(_ isAmong: (ObjectKind) -> Bool) -> String {
    JSON.array(ObjectKind.all.filter(isAmong).map { .string($0.name) }).text
}

/// `{"schema":["usage"]}`: what others may do with objects of each kind.
private func othersMay() -> String {
    var kinds = JSONObject()
    for kind in ObjectKind.all {
        kinds.append(kind.name, .array((kind.othersMay ?? []).map { .string($0) }))
    }
    return JSON.object(kinds).text
}
