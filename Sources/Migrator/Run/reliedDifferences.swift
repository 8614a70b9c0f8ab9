private import InstallPlanner
private import JSONText
import Postgres

/// How the columns of the user differ from those that a migration was written for; empty where it fits.
func reliedDifferences(_ file: MigrationFile, _ connection: Connection) throws(MigrationError) -> [String] {
    guard !file.up.reliesOn.isEmpty else { return [] }
    let relied = JSON.array(file.up.reliesOn.map(\.json)).text
    let differences = try rows(connection, "relied_columns", [relied]).map { row in
        let column = "\(row[0] ?? "").\(row[1] ?? "")"
        if row[3] == "f" { return "\(row[0] ?? "") is not there" }
        return row[4].map { "\(column) is \($0), not \(row[2] ?? "")" } ?? "\(column) is not there"
    }
    var seen: Set<String> = []
    return differences.filter { seen.insert($0).inserted }
}
