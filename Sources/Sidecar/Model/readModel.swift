import ModelReader
package import Postgres
package import SchemaMapping

/// Why there is no model.
package enum ModelTrouble: Error {
    /// Nothing that this program can serve is installed; what to do.
    case absent(String)
    /// This session may not read it; what to do.
    case forbidden(String)
    case database(PostgresError)
}

/// Reads the installed model as a schema to serve.
package func readModel(
    _ connection: Connection, disclosure: SchemaDisclosure = SchemaDisclosure()
) throws(ModelTrouble) -> ModelSnapshot {
    try lookingAtModel { () throws(ModelError) in
        guard let installed = try readInstalledModel(connection) else { return nil }
        let schema = makeGraphQLSchema(try installed.parse(), disclosure: disclosure)
        return ModelSnapshot(schema: schema, version: installed.version)
    }
}

/// The version of the installed model.
package func readModelVersion(_ connection: Connection) throws(ModelTrouble) -> String {
    try lookingAtModel { () throws(ModelError) in try readInstalledModelVersion(connection) }
}

private func lookingAtModel<Found>(_ look: () throws(ModelError) -> Found?) throws(ModelTrouble) -> Found {
    do throws(ModelError) {
        if let found = try look() { return found }
    } catch {
        switch error {
        case .postgres(let lost): throw .database(lost)
        case .forbidden: throw .forbidden(error.description)
        default: throw .absent(error.description)
        }
    }
    throw .absent(nothingInstalled)
}
