import Configuration
import InstallPlanner
import Postgres

/// The place of a new migration in the chain, under the migration lock: what psql ran is adopted. Refused while others
/// wait to be applied or are only in the database.
func nextInChain(
    _ connection: Connection, _ configuration: Configuration, name: String
) throws(MigrationError) -> (InstalledState, MigrationHeader) {
    try checkMigrationName(name)
    let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
    let state = try adopt(files, try readInstalledState(connection), connection) { _ in }
    let chain = try chain(files, state.migrations)
    if !chain.pending.isEmpty { throw .pending(chain.pending.map(\.folderName)) }
    if let first = chain.notInFolder.first(where: { $0.name == applyName }) {
        throw .madeByApply(first.folderName, keeps: first.parent)
    }
    if !chain.notInFolder.isEmpty { throw .notInFolder(chain.notInFolder.map(\.folderName)) }
    return (state, header(after: state, name: name, configuration))
}

func parent(_ state: InstalledState) -> MigrationHeader.Parent? {
    state.head.map { MigrationHeader.Parent(version: $0.version, checksum: $0.upChecksum) }
}

/// Its version is later than all that there are: a child may be older than its parent, where somebody renamed it.
func header(after state: InstalledState, name: String, _ configuration: Configuration) -> MigrationHeader {
    header(after: parent(state), laterThan: state.migrations.map(\.version).max(), name: name, configuration)
}

func header(
    after parent: MigrationHeader.Parent?, laterThan newest: String? = nil, name: String, _ configuration: Configuration
) -> MigrationHeader {
    MigrationHeader(
        version: nextVersion(after: newest ?? parent?.version), name: name, parent: parent,
        lockTimeout: configuration.lockTimeout)
}

/// What `apply` calls its migrations, which have no files: no folder may have that name.
let applyName = "apply"

/// What a folder's name leaves beside the version: file systems take 255 bytes.
let maximumNameLength = 255 - "20260131120000_".utf8.count

/// - Throws: `invalidName`, `reservedName`.
package func checkMigrationName(_ name: String) throws(MigrationError) {
    guard isMigrationName(name) else { throw .invalidName(name) }
    if name == applyName { throw .reservedName(name) }
}

private func isMigrationName(_ name: String) -> Bool {
    name.utf8.count <= maximumNameLength && name.utf8.allSatisfy(isNameCharacter)
        && name.utf8.contains { $0 != UInt8(ascii: "_") }
}

private func isNameCharacter(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || byte == UInt8(ascii: "_")
}
