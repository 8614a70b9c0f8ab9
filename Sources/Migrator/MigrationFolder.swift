private import HostSystem
package import InstallPlanner
import Postgres

/// A pair of scripts in the folder of migrations: `20260131120000_name/{up,down}.sql`.
package struct MigrationFile: Hashable, Sendable {
    package var version: String
    package var name: String
    /// Of the pair's own folder.
    package var path: String
    package var upText: String
    package var downText: String
    package var up: MigrationScript
    package var down: MigrationScript
    /// Hexadecimal SHA-256.
    package var upChecksum: String
    package var downChecksum: String

    package var folderName: String { "\(version)_\(name)" }
    package var upPath: String { "\(path)/up.sql" }
    package var downPath: String { "\(path)/down.sql" }
}

/// Reads every pair below a folder, in version order; a folder that is not there holds none.
func readMigrationFolder(_ directory: String, _ connection: Connection) throws(MigrationError) -> [MigrationFile] {
    guard fileExists(directory) else { return [] }
    var files: [MigrationFile] = []
    for entry in try withFiles({ () throws(SystemError) in try listDirectory(directory) }) {
        guard let (version, name) = versionAndName(entry) else { continue }
        if name == applyName { throw .reservedName(name) }
        if let other = files.last, other.version == version { throw .duplicateVersion(other.folderName, entry) }
        files.append(try readPair("\(directory)/\(entry)", version, name, connection))
    }
    return files
}

private func readPair(
    _ path: String, _ version: String, _ name: String, _ connection: Connection
) throws(MigrationError) -> MigrationFile {
    let upText = try withFiles { () throws(SystemError) in try readTextFile("\(path)/up.sql") }
    let downText = try withFiles { () throws(SystemError) in try readTextFile("\(path)/down.sql") }
    let file = MigrationFile(
        version: version, name: name, path: path, upText: upText, downText: downText,
        up: try parsed(upText, path: "\(path)/up.sql"), down: try parsed(downText, path: "\(path)/down.sql"),
        upChecksum: try checksum(upText, connection), downChecksum: try checksum(downText, connection))
    if file.up.steps.count != file.down.steps.count {
        throw .stepCounts(file.folderName, up: file.up.steps.count, down: file.down.steps.count)
    }
    return file
}

func parsed(_ text: String, path: String) throws(MigrationError) -> MigrationScript {
    do throws(ScriptError) { return try parseScript(text) } catch { throw .script(path: path, error) }
}

/// Hexadecimal SHA-256 of the UTF-8 text; PostgreSQL computes it.
func checksum(_ text: String, _ connection: Connection) throws(MigrationError) -> String {
    try rows(connection, "checksum", [text]).first?[0] ?? ""
}

/// `20260131120000_name` in its two parts; nil for what is no migration, such as a README.
private func versionAndName(_ entry: String) -> (version: String, name: String)? {
    let version = entry.prefix { $0 != "_" }
    guard version.utf8.count == 14, version.allSatisfy({ $0.isASCII && $0.isNumber }), entry.count > 15 else {
        return nil
    }
    return (String(version), String(entry.dropFirst(15)))
}
