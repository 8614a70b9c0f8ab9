import CatalogModel
import Configuration
import InstallPlanner
private import JSONText
private import ModelReader
import Postgres
private import SQLText
import SchemaMapping

/// What `upgrade` installs where migrations were written for columns that are no longer so
/// (docs/decisions/0015-catching-up.md).
struct CatchUp {
    /// The one whose API is installed: the last that fits the database.
    var target: MigrationFile { standsFor[targetIndex] }
    var targetIndex: Int
    /// Those that are recorded with it, the first that waits to the last before the next generated one. Steps of a
    /// person's among them run.
    var standsFor: [MigrationFile]
    /// The model of the target, or of the last before it that changed the model; nil for the installed one.
    var model: MigrationFile? { standsFor[...targetIndex].last { $0.up.recordedModel != nil } }
    /// The version of the last of those.
    var last: String { standsFor.last?.version ?? target.version }
}

/// Pending migrations for which one before them has installed the API: those before `end`.
struct CaughtUpGroup {
    /// The last of them.
    var version: String
    var end: Int
}

/// The group that a former run has begun: the order is that of the chain, whatever the versions.
func openGroup(_ migrations: [AppliedMigration], _ pending: [MigrationFile]) -> CaughtUpGroup? {
    guard let caughtUp = migrations.last(where: { $0.isWhole || $0.hasCaughtUp })?.caughtUp,
        let index = pending.firstIndex(where: { $0.version == caughtUp.with })
    else { return nil }
    return CaughtUpGroup(version: caughtUp.with, end: index + 1)
}

/// nil where the first of the pending migrations runs as it is written.
/// - Parameters:
///   - applied: what is in force of the first of them. Where a run that caught up has stopped in it, the next one goes on
///     without being allowed to.
/// - Throws: `differs`, `differsHalfway` where it does not fit and may not, or cannot, be caught up.
func neededCatchUp(
    _ pending: ArraySlice<MigrationFile>, after applied: AppliedMigration?, isAllowed: Bool, _ connection: Connection
) throws(MigrationError) -> CatchUp? {
    guard let first = pending.first else { return nil }
    let differences = try reliedDifferences(first, connection)
    let isResumed = applied?.caughtUpWith != nil
    if differences.isEmpty && !isResumed { return nil }
    let catchUp = try lastFitting(pending, connection)
    if let catchUp, isAllowed || isResumed { return catchUp }
    if catchUp == nil, !differences.isEmpty, let done = applied?.stepsDone, done > 0 {
        throw .differsHalfway(migration: first.folderName, differences, stepsDone: done)
    }
    throw .differs(
        migration: first.folderName, differences, stepsDone: applied?.stepsDone ?? 0,
        fitting: catchUp?.target.folderName, waiting: pending.map(\.folderName))
}

private func lastFitting(
    _ pending: ArraySlice<MigrationFile>, _ connection: Connection
) throws(MigrationError) -> CatchUp? {
    for index in pending.indices.reversed() where pending[index].up.isGenerated {
        guard try reliedDifferences(pending[index], connection).isEmpty else { continue }
        // A step that changes the companion stands in whatever was written first after a release.
        let end = pending[(index + 1)...].firstIndex(where: \.up.isGenerated) ?? pending.endIndex
        return CatchUp(targetIndex: index - pending.startIndex, standsFor: Array(pending[..<end]))
    }
    return nil
}

/// The first of the migrations as it runs then. What is in force of it has no steps in common with that and is taken
/// back.
/// - Throws: `ownStepsInForce` where that would undo steps of a person's; `script` where one of the migrations has a
///   statement that would be left out.
func prepareCatchUp(
    _ catchUp: CatchUp, _ connection: Connection, _ configuration: Configuration, _ companion: [InstallObject],
    _ progress: ProgressCallback
) throws(MigrationError) -> MigrationFile {
    let first = catchUp.standsFor[0]
    for file in catchUp.standsFor {
        do throws(ScriptError) { try refuseForeignStatements(file.up) } catch {
            throw .script(path: file.upPath, error)
        }
    }
    var state = try readInstalledState(connection)
    if let last = state.migrations.last, last.version == first.version {
        let own = ownStepsInForce(first, last)
        if !own.isEmpty { throw .ownStepsInForce(first.folderName, own, keeps: last.parent) }
        try undo([last], [first], isAll: false, connection, configuration, progress)
        state = try readInstalledState(connection)
    }
    let model = try modelToInstall(catchUp, state, connection)
    // The configuration may have left out a schema since.
    var configuration = configuration
    let schemas = Set(model.entities.map(\.relation.schema)).subtracting(configuration.exposedSchemas)
    configuration.exposedSchemas += schemas.sorted()
    let plan = try plan(
        model, try catalog(connection, configuration), connection, configuration, state, companion)
    var file = try caughtUpFile(first, with: catchUp.last, installing: plan, configuration)
    file.plannedFor = catchUp.target.folderName
    return file
}

/// The titles of steps of a person's that have run.
private func ownStepsInForce(_ file: MigrationFile, _ applied: AppliedMigration) -> [String] {
    let own = file.up.steps.filter(\.isOwn)
    if let caughtUp = applied.caughtUp {
        return own.prefix(max(0, applied.stepsDone - caughtUp.generatedSteps)).map(\.title)
    }
    return own.filter { $0.number <= applied.stepsDone }.map(\.title)
}

/// As it is recorded, with the checksums of its files and another way back.
/// - Parameters:
///   - version: the last of those that are caught up together.
///   - applied: what is in force of it, the API among that. Its own steps go on.
///   - plan: nil where one before it has installed the API.
func caughtUpFile(
    _ file: MigrationFile, with version: String, after applied: AppliedMigration? = nil,
    installing plan: MigrationPlan? = nil, _ configuration: Configuration
) throws(MigrationError) -> MigrationFile {
    let header = MigrationHeader(
        version: file.version, name: file.name,
        parent: file.up.parent.map { MigrationHeader.Parent(version: $0, checksum: nil) },
        lockTimeout: configuration.lockTimeout)
    if let applied, let caughtUp = applied.caughtUp, let text = applied.downScript {
        let generated = caughtUp.generatedSteps
        var file = file
        file.up.steps = ownSteps(file.up, header, after: generated, of: applied.steps)
        if file.up.steps.count != applied.steps - generated {
            throw .ownStepsChanged(file.folderName, now: file.up.steps.count, recorded: applied.steps - generated)
        }
        file.downText = text
        return file
    }
    let scripts: CaughtUpScripts
    do throws(ScriptError) {
        scripts = try writeCaughtUp(file.up, file.down, header, installing: plan, with: version)
    } catch { throw .script(path: file.upPath, error) }
    var file = file
    file.plannedSteps = scripts.generatedSteps
    (file.up, file.down, file.downText) = (scripts.up, scripts.down, scripts.downText)
    return file
}

private func modelToInstall(
    _ catchUp: CatchUp, _ state: InstalledState, _ connection: Connection
) throws(MigrationError) -> APIModel {
    guard let file = catchUp.model, let query = file.up.recordedModel else {
        guard let model = try state.installedModel() else { throw .nothingInstalled }
        return model
    }
    let rows = try asking { () throws(PostgresError) in
        try connection.query("begin read only")
        defer { _ = try? connection.query("rollback") }
        try connection.query("set local search_path = ''")
        return try connection.query(query)
    }
    return try withModel { () throws(ModelError) in
        try parseModel(rows[0, 1] ?? "", format: rows[0, 0].flatMap { Int($0) } ?? 0)
    }
}
