private import CatalogModel
private import CatalogReader
package import Configuration
private import HostSystem
package import InstallPlanner
private import JSONText
package import Postgres
private import SchemaMapping

/// The install path, top to bottom: catalog, model, wanted objects, difference to the installed ones.
/// An empty plan means that nothing is to do. Changes nothing. `pending` names the migrations of the folder that wait to be
/// applied: what they do is part of the plan.
/// - Parameter companion: the companion's own objects, those of this release.
package func planMigration(
    _ connection: Connection, _ configuration: Configuration, companion: [InstallObject] = companionObjects()
) throws(MigrationError) -> MigrationPlan {
    let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
    let state = try readInstalledState(connection)
    var plan = try plan(connection, configuration, state, companion)
    plan.pending = try chain(files, state.migrations).pending.map(\.folderName)
    return plan
}

/// The script that `planMigration`'s result would become, as `fraiseql db plan` shows it.
package func planText(_ plan: MigrationPlan, _ configuration: Configuration) -> String {
    if plan.isEmpty { return "" }
    return writeScripts(plan, header(after: plan.parent, name: "plan", configuration)).up
}

/// Writes the difference as a pair of scripts on top of the chain.
/// - Returns: the path of the new folder; nil when nothing is to do.
package func writeMigration(
    _ connection: Connection, _ configuration: Configuration, name: String,
    companion: [InstallObject] = companionObjects()
) throws(MigrationError) -> String? {
    let (state, header) = try nextInChain(connection, configuration, name: name)
    let plan = try plan(connection, configuration, state, companion)
    if plan.isEmpty { return nil }
    return try write(writeScripts(plan, header), header, configuration.migrationsDirectory)
}

/// Writes a pair whose last step is empty for hand-written statements on top of the chain.
/// - Returns: the path of the new folder.
package func writeEmptyMigration(
    _ connection: Connection, _ configuration: Configuration, name: String,
    companion: [InstallObject] = companionObjects()
) throws(MigrationError) -> String {
    let (state, header) = try nextInChain(connection, configuration, name: name)
    let scripts = writeEmptyScripts(header, companion: companion, installed: state.objects)
    return try write(scripts, header, configuration.migrationsDirectory)
}

/// Plans and applies in one go, for development: nothing is written to the folder, the way back is kept in the database.
/// - Returns: the version that ran; nil when nothing was to do.
package func apply(
    _ connection: Connection, _ configuration: Configuration, companion: [InstallObject] = companionObjects(),
    progress: ProgressCallback = { _ in }
) throws(MigrationError) -> String? {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
        let state = try adopt(files, try readInstalledState(connection), connection, progress)
        let pending = try chain(files, state.migrations).pending
        if !pending.isEmpty { throw .pending(pending.map(\.folderName)) }
        let plan = try plan(connection, configuration, state, companion)
        if plan.isEmpty { return nil }
        let header = header(after: parent(state), name: applyName, configuration)
        let (up, down) = writeScripts(plan, header)
        let path = "\(header.version)_\(header.name)"
        let file = MigrationFile(
            version: header.version, name: header.name, path: path, upText: up, downText: down,
            up: try parsed(up, path: "\(path)/up.sql"), down: try parsed(down, path: "\(path)/down.sql"),
            upChecksum: try checksum(up, connection), downChecksum: try checksum(down, connection))
        try runUp(file, after: nil, connection, patience(configuration), progress)
        return header.version
    }
}

private func plan(
    _ connection: Connection, _ configuration: Configuration, _ state: InstalledState, _ companion: [InstallObject]
) throws(MigrationError) -> MigrationPlan {
    if !state.isThere, try !rows(connection, "schema_contents", ["fraiseql"]).isEmpty { throw .companionSchemaTaken }
    let catalog = try catalog(connection, configuration)
    let mapping = mapSchema(catalog, configuration, installed: try state.installedModel())
    if mapping.hasErrors { throw .mapping(mapping.findings.filter { $0.severity == .error }) }
    let model = mapping.model
    let held = try configuration.grantRole.map { (role) throws(MigrationError) in
        try heldPrivileges(of: role, model: model, state: state, connection)
    }
    let makesSchema = try makesSchema(model.apiSchema, state: state, connection)
    let wanted: [InstallObject]
    do throws(PlanError) {
        wanted = try wantedObjects(
            model, catalog: catalog, held: held, makesSchema: makesSchema, companion: companion)
    } catch { throw .plan(error) }
    let groups = difference(wanted: wanted, installed: state.objects)
    return MigrationPlan(
        groups: groups, model: modelChange(from: state.model, to: model),
        reliesOn: reliedColumns(model, catalog: catalog).filter { !$0.columns.isEmpty }, parent: parent(state))
}

private func catalog(_ connection: Connection, _ configuration: Configuration) throws(MigrationError) -> Catalog {
    do throws(CatalogError) {
        return try readCatalog(connection, schemas: configuration.exposedSchemas)
    } catch { throw .catalog(error) }
}

/// nil where the installed model is the same.
private func modelChange(from former: ModelChange.Text?, to model: APIModel) -> ModelChange? {
    let new = ModelChange.Text(format: APIModel.currentFormat, text: model.json.prettyText(width: 120))
    let isSame = former.map { trimmed($0.text) == trimmed(new.text) && $0.format == new.format } ?? false
    return isSame ? nil : ModelChange(new: new, former: former)
}

private func trimmed(_ text: String) -> Substring {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
}

private func parent(_ state: InstalledState) -> MigrationHeader.Parent? {
    state.head.map { MigrationHeader.Parent(version: $0.version, checksum: $0.upChecksum) }
}

/// What `apply` calls its migrations, which have no files: no folder may have that name.
let applyName = "apply"

private func header(
    after parent: MigrationHeader.Parent?, name: String, _ configuration: Configuration
) -> MigrationHeader {
    MigrationHeader(
        version: nextVersion(after: parent?.version), name: name, parent: parent, lockTimeout: configuration.lockTimeout
    )
}

/// The place of a new migration in the chain. Refused while others wait to be applied or are only in the database.
private func nextInChain(
    _ connection: Connection, _ configuration: Configuration, name: String
) throws(MigrationError) -> (InstalledState, MigrationHeader) {
    guard isMigrationName(name) else { throw .invalidName(name) }
    if name == applyName { throw .reservedName(name) }
    let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
    let state = try adopt(files, try readInstalledState(connection), connection) { _ in }
    let chain = try chain(files, state.migrations)
    if !chain.pending.isEmpty { throw .pending(chain.pending.map(\.folderName)) }
    if let first = chain.notInFolder.first(where: { $0.name == applyName }) {
        throw .madeByApply(first.folderName, keeps: first.parent)
    }
    if !chain.notInFolder.isEmpty { throw .notInFolder(chain.notInFolder.map(\.folderName)) }
    return (state, header(after: parent(state), name: name, configuration))
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

/// What a folder's name leaves beside the version: file systems take 255 bytes.
let maximumNameLength = 255 - "20260131120000_".utf8.count

private func isMigrationName(_ name: String) -> Bool {
    name.utf8.count <= maximumNameLength && name.utf8.allSatisfy(isNameCharacter)
        && name.utf8.contains { $0 != UInt8(ascii: "_") }
}

private func isNameCharacter(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || byte == UInt8(ascii: "_")
}
