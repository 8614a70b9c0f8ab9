private import InstallPlanner
private import JSONText
import Postgres

/// Refuses a migration whose columns of the user are not as they were when it was written.
func checkReliedColumns(_ file: MigrationFile, _ connection: Connection) throws(MigrationError) {
    guard !file.up.reliesOn.isEmpty else { return }
    let relied = JSON.array(file.up.reliesOn.map(\.json)).text
    try asking { () throws(PostgresError) in
        try connection.query("begin read only")
        try connection.query("set local search_path = ''")
    }
    defer { _ = try? connection.query("rollback") }
    let differences = try rows(connection, "relied_columns", [relied]).map { row in
        let column = "\(row[0] ?? "").\(row[1] ?? "")"
        if row[3] == "f" { return "\(row[0] ?? "") is not there" }
        return row[4].map { "\(column) is \($0), not \(row[2] ?? "")" } ?? "\(column) is not there"
    }
    if !differences.isEmpty {
        var seen: Set<String> = []
        throw .differs(migration: file.folderName, differences.filter { seen.insert($0).inserted })
    }
}
