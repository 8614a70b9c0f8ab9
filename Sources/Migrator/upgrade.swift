package import Configuration
private import HostSystem
private import InstallPlanner
private import JSONText
package import Postgres
private import SQLFiles

/// Applies the pending migrations of the configured folder, up to and including a version, each step in a transaction of its own.
/// Resumes one that stopped half-way.
/// - Returns: the migrations that ran or went on, in order.
@discardableResult
package func upgrade(
    _ connection: Connection, _ configuration: Configuration, to version: String? = nil,
    progress: ProgressCallback = { _ in }
) throws(MigrationError) -> [String] {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
        let state = try readInstalledState(connection)
        let adopted = try adopt(files, state, connection, progress)
        let chain = try chain(files, adopted.migrations)
        try printAgain(adopted, connection, progress)
        let pending = try upTo(version, chain.pending, files: files)
        for file in pending {
            try refuseUnbound(file, adopted.unbound)
            let applied = adopted.migrations.first { $0.version == file.version }
            try runUp(file, after: applied, connection, patience(configuration), progress)
        }
        return pending.map(\.folderName)
    }
}

private func upTo(
    _ version: String?, _ pending: [MigrationFile], files: [MigrationFile]
) throws(MigrationError) -> [MigrationFile] {
    guard let version else { return pending }
    if let index = pending.firstIndex(where: { $0.version == version || $0.folderName == version }) {
        return Array(pending[...index])
    }
    guard files.contains(where: { $0.version == version || $0.folderName == version }) else {
        throw .unknownVersion(version, known: files.map(\.folderName))
    }
    return []
}

/// Runs the steps of one migration that are not in force yet.
func runUp(
    _ file: MigrationFile, after applied: AppliedMigration?, _ connection: Connection, _ patience: LockPatience,
    _ progress: ProgressCallback
) throws(MigrationError) {
    try checkReliedColumns(file, connection)
    let done = applied?.stepsDone ?? 0
    if let recorded = applied?.upChecksum, recorded != file.upChecksum {
        progress(.editedWhileRunning(migration: file.folderName))
    }
    try refuseDependents(of: file.up.steps.filter { $0.number > done }, connection)
    for step in file.up.steps where step.number > done {
        try runStep(
            step, migration: file.folderName, path: file.upPath, count: file.up.steps.count, connection: connection,
            patience: patience, progress: progress
        ) { (connection) throws(PostgresError) in try record(file, connection) }
    }
}

/// A script that was planned on views that are unbound now would find them missing; one that was planned after `bind`
/// could not make them again does not name them.
private func refuseUnbound(_ file: MigrationFile, _ unbound: [InstalledObject]) throws(MigrationError) {
    let dropped = Set(droppedObjects(file.up.steps.flatMap(\.statements).map(\.text)))
    let missing = unbound.filter { dropped.contains($0.identity) }
    if !missing.isEmpty { throw .unbound(missing.map(\.identity.description)) }
}

/// Definitions that another major printed cannot be compared: from here on those of this one count.
private func printAgain(
    _ state: InstalledState, _ connection: Connection, _ progress: ProgressCallback
) throws(MigrationError) {
    let major = connection.serverVersion / 10000
    guard state.objects.contains(where: { $0.serverMajor != major && $0.identity.kind.isPrinted && $0.isBound }) else {
        return
    }
    _ = try rows(connection, "print_again", [kinds(\.isPrinted)])
    progress(.printedAgain(major: major))
}

/// Completes the row of a migration with what only the tool knows: the checksums and the way back.
private func record(_ file: MigrationFile, _ connection: Connection) throws(PostgresError) {
    try connection.query(
        sqlFile("sql/migrator/complete_migration.sql"),
        [file.version, file.upChecksum, file.downChecksum, file.downText])
}

/// Migrations that psql ran have no checksum yet: they get it from the folder.
func adopt(
    _ files: [MigrationFile], _ state: InstalledState, _ connection: Connection, _ progress: ProgressCallback
) throws(MigrationError) -> InstalledState {
    var state = state
    for (index, migration) in state.migrations.enumerated() where migration.upChecksum == nil {
        guard let file = files.first(where: { $0.version == migration.version }) else { continue }
        try asking { () throws(PostgresError) in try record(file, connection) }
        state.migrations[index].upChecksum = file.upChecksum
        state.migrations[index].downChecksum = file.downChecksum
        state.migrations[index].downScript = file.downText
        progress(.adopted(migration: file.folderName))
    }
    return state
}

/// Refuses a migration whose columns of the user are not as they were when it was written.
func checkReliedColumns(_ file: MigrationFile, _ connection: Connection) throws(MigrationError) {
    guard !file.up.reliesOn.isEmpty else { return }
    let relied = JSON.array(file.up.reliesOn.map(\.json)).text
    try asking { () throws(PostgresError) in
        try connection.query("begin read only")
        try connection.query("set local search_path = ''")
    }
    defer { _ = try? connection.query("rollback") }
    let differences = try rows(connection, "relied_columns", [relied]).map { row in
        let column = "\(row[0] ?? "").\(row[1] ?? "")"
        if row[3] == "f" { return "\(row[0] ?? "") is not there" }
        return row[4].map { "\(column) is \($0), not \(row[2] ?? "")" } ?? "\(column) is not there"
    }
    if !differences.isEmpty {
        var seen: Set<String> = []
        throw .differs(migration: file.folderName, differences.filter { seen.insert($0).inserted })
    }
}
