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
    /// The first steps, where they are planned as it runs, and what of.
    var plannedSteps = 0
    var plannedFor = ""

    package var folderName: String { "\(version)_\(name)" }
    package var upPath: String { "\(path)/up.sql" }
    package var downPath: String { "\(path)/down.sql" }

    /// Where a step of the way up stands, for errors.
    func upPath(step: Int) -> String { step <= plannedSteps ? "the plan of \(plannedFor)" : upPath }
}

/// A pair from its texts.
/// - Parameter path: of its folder, for errors.
func migrationFile(
    _ version: String, _ name: String, path: String, up: String, down: String, _ connection: Connection
) throws(MigrationError) -> MigrationFile {
    MigrationFile(
        version: version, name: name, path: path, upText: up, downText: down,
        up: try parsed(up, path: "\(path)/up.sql"), down: try parsed(down, path: "\(path)/down.sql"),
        upChecksum: try checksum(up, connection), downChecksum: try checksum(down, connection))
}

func parsed(_ text: String, path: String) throws(MigrationError) -> MigrationScript {
    do throws(ScriptError) { return try parseScript(text) } catch { throw .script(path: path, error) }
}

/// Hexadecimal SHA-256 of the UTF-8 text; PostgreSQL computes it.
func checksum(_ text: String, _ connection: Connection) throws(MigrationError) -> String {
    try rows(connection, "checksum", [text]).first?[0] ?? ""
}
