import JSONText
import Postgres
private import SQLFiles

/// The rows of a file of `sql/migrator/`, which runs on an empty search path: no function or operator in `public` is
/// taken for one of PostgreSQL's. Where a transaction is open, its beginning has seen to that.
/// - Parameter keepsPath: true where names mean what they mean to the session.
func rows(
    _ connection: Connection, _ file: String, _ parameters: [String?] = [], keepsPath: Bool = false
) throws(MigrationError) -> [[String?]] {
    let rows = try asking { () throws(PostgresError) in
        if keepsPath || connection.isInTransaction {
            return try connection.query(sqlFile("sql/migrator/\(file).sql"), parameters)
        }
        do throws(PostgresError) {
            try connection.script("begin; set local search_path = ''")
            let rows = try connection.query(sqlFile("sql/migrator/\(file).sql"), parameters)
            try connection.query("commit")
            return rows
        } catch {
            _ = try? connection.query("rollback")
            throw error
        }
    }
    return (0..<rows.count).map { row in (0..<rows.columnCount).map { rows[row, $0] } }
}

func strings(_ json: String?) throws(MigrationError) -> [String] {
    do throws(JSONError) {
        return try JSONReader(try parseJSON(json ?? "[]")).array { (item) throws(JSONError) in try item.string() }
    } catch { throw .unreadable("a list in fraiseql.installed_object", error) }
}
