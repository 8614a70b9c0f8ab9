private import InstallPlanner
package import Postgres
package import SchemaMapping

/// The API model that is installed, without the records of the migrations; nil before the first one. Needs no more than
/// the sidecar's login has: SELECT on `fraiseql.api_model`. The sidecar reads it for itself, with its version and with
/// other words for what is missing: it depends neither on this module nor on the reader of the catalog, since a program
/// that serves a model needs no catalog.
package func readInstalledModel(_ connection: Connection) throws(MigrationError) -> APIModel? {
    var state = InstalledState()
    guard try rows(connection, "records_are_there").first?[0] == "t" else { return nil }
    if let row = try rows(connection, "api_model").first {
        state.model = ModelChange.Text(format: Int(row[0] ?? "") ?? 0, text: row[1] ?? "")
    }
    return try state.installedModel()
}
