package import Configuration
package import InstallPlanner
package import Postgres

/// Applies the pending migrations of the configured folder, up to and including a version, each step in a transaction of its own.
/// Resumes one that stopped half-way.
/// - Parameters:
///   - catchesUp: whether the API of a later migration may be installed in one go where one was written for columns that
///     are no longer so. Changes nothing where all of them fit.
///   - companion: the companion's own objects, those of this release.
/// - Returns: the migrations that ran or went on, in order.
@discardableResult
package func upgrade(
    _ connection: Connection, _ configuration: Configuration, to version: String? = nil, catchesUp: Bool = false,
    companion: [InstallObject] = companionObjects(), progress: ProgressCallback = { _ in }
) throws(MigrationError) -> [String] {
    try withMigrationLock(connection) { () throws(MigrationError) in
        let folder = try readMigrationFolder(configuration.migrationsDirectory, connection)
        let files = try folder.complete()
        let state = try readInstalledState(connection)
        let adopted = try adopt(files, state, connection, progress)
        if let last = adopted.migrations.last, last.isStoppedApply {
            throw .applyStopped(last.folderName, stepsDone: last.stepsDone, steps: last.steps)
        }
        if folder.isMissing { throw .noFolder(configuration.migrationsDirectory) }
        if files.isEmpty && adopted.migrations.isEmpty {
            progress(.nothingWritten(folder: configuration.migrationsDirectory))
        }
        let chain = try chain(files, adopted.migrations)
        try printAgain(adopted, connection, progress)
        let pending = try upTo(version, chain.pending, files: files)
        var group = openGroup(adopted.migrations, chain.pending)
        for (index, file) in pending.enumerated() {
            var applied = adopted.migrations.first { $0.version == file.version }
            var file = file
            if let group, index < group.end {
                file = try caughtUpFile(file, with: group.version, after: applied, configuration)
            } else if let catchUp = try neededCatchUp(
                pending[index...], after: applied, isAllowed: catchesUp, connection)
            {
                progress(.catchingUp(to: catchUp.target.folderName, standsFor: catchUp.standsFor.map(\.folderName)))
                file = try prepareCatchUp(catchUp, connection, configuration, companion, progress)
                group = CaughtUpGroup(version: catchUp.last, end: index + catchUp.standsFor.count)
                applied = nil
            }
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
