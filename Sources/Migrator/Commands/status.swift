import CatalogModel
package import Configuration
private import InstallPlanner
package import Postgres

/// Where the database stands in the chain of migrations.
package struct MigrationStatus: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case applied
        /// Some of the steps are in force: `upgrade` resumes, `downgrade` takes them back.
        case partial
        case pending
    }

    package struct Entry: Hashable, Sendable {
        package var version: String
        package var name: String
        package var state: State
        package var stepsDone: Int
        package var steps: Int
        package var isInFolder: Bool
        /// A file that is not as it was when the migration ran: `up.sql`, `down.sql`.
        package var editedFiles: [String]
        package var appliedBy: String?
        package var appliedWith: String?
        /// ISO 8601, UTC.
        package var startedAt: String?
        package var milliseconds: Int?
        /// True where psql ran it and the next upgrade will record its checksum.
        package var awaitsChecksum: Bool

        /// The last of the migrations that were caught up together with this one; nil for one that ran as it was written.
        package var caughtUpWith: String?

        /// `db apply` wrote no files for it.
        package var isMadeByApply: Bool { name == applyName }
    }

    /// Parents first.
    package var entries: [Entry]
    /// Objects between `unbind` and `bind`.
    package var unbound: [String]
    /// What of the folder cannot be read, and why. `upgrade` would refuse, as with a `problem`.
    package var unreadable: [String]
    /// Two heads, a missing parent; not looked for while something is unreadable, which may be the missing one.
    package var problem: String?
    package var stale: [StaleSubject] = []
    /// Why the installed API cannot be compared with the database: it does not fit the configuration.
    package var staleProblem: String?
    /// Statements that give what the installed API and its migrations need and lack.
    package var missingPrivileges: [String] = []

    /// Whether anything is to do, by `upgrade`, `bind`, a new migration, an administrator, or in the folder.
    package var hasWork: Bool {
        problem != nil || !unreadable.isEmpty || !unbound.isEmpty || !stale.isEmpty || staleProblem != nil
            || !missingPrivileges.isEmpty
            || entries.contains { entry in
                entry.state != .applied || !entry.editedFiles.isEmpty || !entry.isInFolder && !entry.isMadeByApply
            }
    }
}

/// Compares folder, records, catalog and configuration. Changes nothing.
package func status(_ connection: Connection, _ configuration: Configuration) throws(MigrationError) -> MigrationStatus
{
    let folder = try readMigrationFolder(configuration.migrationsDirectory, connection)
    let state = try readInstalledState(connection)
    var status = chainStatus(folder, state)
    if folder.isMissing, !state.isMadeByApply, status.problem == nil {
        status.problem = MigrationError.noFolder(configuration.migrationsDirectory).description
    }
    guard state.isThere else { return status }
    // The chain is told even where the database does not fit the configuration.
    do throws(MigrationError) {
        let model = try state.installedModel()
        let catalog = try catalog(connection, configuration)
        status.missingPrivileges = try lackedPrivileges(model, state, catalog, connection).statements
        status.stale = try staleSubjects(model, state, catalog, configuration, connection)
    } catch {
        switch error {
        case .mapping, .catalog: status.staleProblem = error.description
        default: throw error
        }
    }
    return status
}

/// How folder and records stand to each other.
func chainStatus(_ folder: MigrationFolder, _ state: InstalledState) -> MigrationStatus {
    let files = folder.files
    var entries = state.migrations.map { migration in
        var entry = appliedEntry(migration, files.first { $0.version == migration.version })
        if folder.problems.contains(where: { $0.version == migration.version }) { entry.isInFolder = true }
        return entry
    }
    for file in files where !entries.contains(where: { $0.version == file.version }) {
        entries.append(
            MigrationStatus.Entry(
                version: file.version, name: file.name, state: .pending, stepsDone: 0, steps: file.up.steps.count,
                isInFolder: true, editedFiles: [], awaitsChecksum: false))
    }
    var problem: String?
    if folder.problems.isEmpty {
        do throws(MigrationError) { _ = try chain(files, state.migrations) } catch { problem = error.description }
    }
    return MigrationStatus(
        entries: entries, unbound: state.unbound.map(\.identity.description),
        unreadable: folder.problems.map(\.error.description), problem: problem)
}

private func appliedEntry(_ migration: AppliedMigration, _ file: MigrationFile?) -> MigrationStatus.Entry {
    var edited: [String] = []
    if let file, let checksum = migration.upChecksum, checksum != file.upChecksum { edited.append("up.sql") }
    if let file, let checksum = migration.downChecksum, checksum != file.downChecksum { edited.append("down.sql") }
    return MigrationStatus.Entry(
        version: migration.version, name: migration.name, state: migration.isWhole ? .applied : .partial,
        stepsDone: migration.stepsDone, steps: migration.steps, isInFolder: file != nil, editedFiles: edited,
        appliedBy: migration.appliedBy, appliedWith: migration.appliedWith, startedAt: migration.startedAt,
        milliseconds: migration.milliseconds, awaitsChecksum: migration.upChecksum == nil,
        caughtUpWith: migration.caughtUpWith)
}
