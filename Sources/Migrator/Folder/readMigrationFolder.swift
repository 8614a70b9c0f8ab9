private import HostSystem
import InstallPlanner
import Postgres

/// What the folder of migrations holds. One that cannot be read hides no other.
struct MigrationFolder {
    /// In version order.
    var files: [MigrationFile] = []
    var problems: [Problem] = []
    /// There is no such folder, which holds none therefore; a newly written migration makes it.
    var isMissing = false

    struct Problem {
        /// Of the migration, where the name tells one.
        var version: String?
        var error: MigrationError
    }

    /// For whoever needs all of them.
    func complete() throws(MigrationError) -> [MigrationFile] {
        if let problem = problems.first { throw problem.error }
        return files
    }
}

/// Reads every pair below a folder; a folder that is not there holds none.
/// - Throws: only what ends the whole reading, such as a connection that is lost.
func readMigrationFolder(_ directory: String, _ connection: Connection) throws(MigrationError) -> MigrationFolder {
    var folder = MigrationFolder()
    for entry in try entries(directory, &folder) {
        guard let (version, name) = versionAndName(entry) else { continue }
        do throws(MigrationError) {
            if name == applyName { throw .reservedName(name) }
            if let other = folder.files.last, other.version == version {
                throw .duplicateVersion(other.folderName, entry)
            }
            folder.files.append(try readPair("\(directory)/\(entry)", version, name, connection))
        } catch {
            if case .postgres = error { throw error }
            folder.problems.append(MigrationFolder.Problem(version: version, error: error))
        }
    }
    return folder
}

private func entries(_ directory: String, _ folder: inout MigrationFolder) throws(MigrationError) -> [String] {
    do throws(SystemError) {
        switch try fileKind(directory) {
        case nil: folder.isMissing = true
        case .folder: return try listDirectory(directory)
        case let kind?:
            let error = MigrationError.file(path: directory, .notAFolder(kind, isMigration: false))
            folder.problems.append(MigrationFolder.Problem(version: nil, error: error))
        }
    } catch {
        let error = MigrationError.file(path: directory, .unreadable(error))
        folder.problems.append(MigrationFolder.Problem(version: nil, error: error))
    }
    return []
}

private func readPair(
    _ path: String, _ version: String, _ name: String, _ connection: Connection
) throws(MigrationError) -> MigrationFile {
    let kind: FileKind?
    do throws(SystemError) { kind = try fileKind(path) } catch { throw .file(path: path, .unreadable(error)) }
    if let kind, kind != .folder { throw .file(path: path, .notAFolder(kind, isMigration: true)) }
    let (up, down) = (try readScript("\(path)/up.sql"), try readScript("\(path)/down.sql"))
    let file = try migrationFile(version, name, path: path, up: up, down: down, connection)
    if file.up.steps.count != file.down.steps.count {
        throw .stepCounts(file.folderName, up: file.up.steps.count, down: file.down.steps.count)
    }
    return file
}

/// `20260131120000_name` in its two parts; nil for what is no migration, such as a README.
private func versionAndName(_ entry: String) -> (version: String, name: String)? {
    let version = entry.prefix { $0 != "_" }
    guard version.utf8.count == 14, version.allSatisfy({ $0.isASCII && $0.isNumber }), entry.count > 15 else {
        return nil
    }
    return (String(version), String(entry.dropFirst(15)))
}
