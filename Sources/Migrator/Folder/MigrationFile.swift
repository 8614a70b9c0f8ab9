package import InstallPlanner

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
