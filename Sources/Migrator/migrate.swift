private import CatalogModel
private import CatalogReader
package import Configuration
private import HostSystem
package import InstallPlanner
package import Postgres
private import SchemaMapping

/// The install path, top to bottom: catalog, model, wanted objects, difference to the installed ones.
/// An empty plan means that nothing is to do. Changes nothing.
package func planMigration(
    _ connection: Connection, _ configuration: Configuration
) throws(MigrationError) -> MigrationPlan {
    let state = try readInstalledState(connection)
    return try plan(connection, configuration, state)
}

/// The script that `planMigration`'s result would become, as `fraiseql db plan` shows it.
package func planText(_ plan: MigrationPlan) -> String {
    if plan.isEmpty { return "" }
    let version = nextVersion(after: plan.parent?.version)
    return writeScripts(plan, MigrationHeader(version: version, name: "plan", parent: plan.parent)).up
}

/// Writes the difference as a pair of scripts on top of the chain.
/// - Returns: the path of the new folder; nil when nothing is to do.
package func writeMigration(
    _ connection: Connection, _ configuration: Configuration, name: String
) throws(MigrationError) -> String? {
    let (state, header) = try nextInChain(connection, configuration.migrationsDirectory, name: name)
    let plan = try plan(connection, configuration, state)
    if plan.isEmpty { return nil }
    return try write(writeScripts(plan, header), header, configuration.migrationsDirectory)
}

/// Writes a pair whose last step is empty for hand-written statements on top of the chain.
/// - Returns: the path of the new folder.
package func writeEmptyMigration(
    _ connection: Connection, _ configuration: Configuration, name: String
) throws(MigrationError) -> String {
    let (state, header) = try nextInChain(connection, configuration.migrationsDirectory, name: name)
    return try write(writeEmptyScripts(header, isFirst: !state.isThere), header, configuration.migrationsDirectory)
}

/// Plans and applies in one go, for development: nothing is written to the folder, the way back is kept in the database.
/// - Returns: the version that ran; nil when nothing was to do.
package func apply(
    _ connection: Connection, _ configuration: Configuration, progress: ProgressCallback = { _ in }
) throws(MigrationError) -> String? {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let files = try readMigrationFolder(configuration.migrationsDirectory, connection)
        let state = try adopt(files, try readInstalledState(connection), connection, progress)
        let pending = try chain(files, state.migrations).pending
        if !pending.isEmpty { throw .pending(pending.map(\.folderName)) }
        let plan = try plan(connection, configuration, state)
        if plan.isEmpty { return nil }
        let parent = parent(state)
        let header = MigrationHeader(version: nextVersion(after: parent?.version), name: "apply", parent: parent)
        let (up, down) = writeScripts(plan, header)
        let path = "\(header.version)_apply"
        let file = MigrationFile(
            version: header.version, name: header.name, path: path, upText: up, downText: down,
            up: try parsed(up, path: "\(path)/up.sql"), down: try parsed(down, path: "\(path)/down.sql"),
            upChecksum: try checksum(up, connection), downChecksum: try checksum(down, connection))
        try runUp(file, after: nil, connection, progress)
        return header.version
    }
}

private func plan(
    _ connection: Connection, _ configuration: Configuration, _ state: InstalledState
) throws(MigrationError) -> MigrationPlan {
    let catalog: Catalog
    do throws(CatalogError) {
        catalog = try readCatalog(connection, schemas: configuration.exposedSchemas)
    } catch { throw .catalog(error) }
    let mapping = mapSchema(catalog, configuration, installed: try state.installedModel())
    if mapping.hasErrors { throw .mapping(mapping.findings.filter { $0.severity == .error }) }
    var plan = try planInstall(
        connection, state: state, catalog: catalog, model: mapping.model, role: configuration.grantRole)
    plan.parent = parent(state)
    return plan
}

private func parent(_ state: InstalledState) -> MigrationHeader.Parent? {
    state.head.map { MigrationHeader.Parent(version: $0.version, checksum: $0.upChecksum) }
}

/// The place of a new migration in the chain. Refused while others wait to be applied or are only in the database.
private func nextInChain(
    _ connection: Connection, _ directory: String, name: String
) throws(MigrationError) -> (InstalledState, MigrationHeader) {
    guard !name.isEmpty, name.utf8.allSatisfy(isNameCharacter) else { throw .invalidName(name) }
    let files = try readMigrationFolder(directory, connection)
    let state = try adopt(files, try readInstalledState(connection), connection) { _ in }
    let chain = try chain(files, state.migrations)
    if !chain.pending.isEmpty { throw .pending(chain.pending.map(\.folderName)) }
    if !chain.notInFolder.isEmpty { throw .notInFolder(chain.notInFolder.map(\.folderName)) }
    let parent = parent(state)
    return (state, MigrationHeader(version: nextVersion(after: parent?.version), name: name, parent: parent))
}

private func write(
    _ scripts: (up: String, down: String), _ header: MigrationHeader, _ directory: String
) throws(MigrationError) -> String {
    let path = "\(directory)/\(header.version)_\(header.name)"
    try withFiles { () throws(SystemError) in
        try makeDirectory(path)
        try writeFile("\(path)/down.sql", scripts.down)
        try writeFile("\(path)/up.sql", scripts.up)
    }
    return path
}

private func isNameCharacter(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || byte == UInt8(ascii: "_")
}
