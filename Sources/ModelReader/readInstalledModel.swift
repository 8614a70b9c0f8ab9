private import JSONText
package import Postgres
private import SQLFiles
package import SchemaMapping

/// The API model as the migrations stored it.
package struct InstalledModel: Hashable, Sendable {
    package var format: Int
    /// JSON in that format.
    package var text: String
    /// Changes whenever the model is written.
    package var version: String

    package func parse() throws(ModelError) -> APIModel { try parseModel(text, format: format) }
}

/// A model from the text that is stored of it.
package func parseModel(_ text: String, format: Int) throws(ModelError) -> APIModel {
    guard APIModel.readableFormats.contains(format) else { throw .otherFormat(format) }
    do throws(JSONError) { return try APIModel(json: try parseJSON(text)) } catch { throw .unreadable(error) }
}

/// Reads the model that is installed; nil before the first migration. Needs no more than the sidecar's login has: SELECT
/// on `fraiseql.api_model`.
package func readInstalledModel(_ connection: Connection) throws(ModelError) -> InstalledModel? {
    guard try companionIsThere(connection, for: .model) else { return nil }
    let rows = try ask(connection, "sql/model/installed.sql")
    guard let rows, rows.count == 1, let format = rows[0, 0].flatMap({ Int($0) }), let text = rows[0, 1],
        let version = rows[0, 2]
    else { return nil }
    return InstalledModel(format: format, text: text, version: version)
}

/// The version of the installed model; nil where there is none. For whoever has read that model already.
package func readInstalledModelVersion(_ connection: Connection) throws(ModelError) -> String? {
    guard try companionIsThere(connection, for: .model) else { return nil }
    let rows = try ask(connection, "sql/model/version.sql")
    return rows?.count == 1 ? rows?[0, 0] : nil
}

/// nil where the table has gone meanwhile; the session is as good as before.
func ask(_ connection: Connection, _ file: String) throws(ModelError) -> Rows? {
    let settings = try asking { () throws(PostgresError) in try connection.query(sqlFile("sql/model/inert.sql")) }
    // In a transaction that has failed it cannot be done, and need not be: its end undoes the settings.
    defer {
        for row in 0..<settings.count {
            _ = try? connection.query(sqlFile("sql/model/setting.sql"), [settings[row, 0], settings[row, 1]])
        }
    }
    do throws(ModelError) {
        return try asking { () throws(PostgresError) in try connection.query(sqlFile(file)) }
    } catch {
        if case .postgres(let cause) = error, cause.isUndefinedObject { return nil }
        throw error
    }
}
