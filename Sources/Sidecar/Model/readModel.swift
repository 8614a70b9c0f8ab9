import JSONText
package import Postgres
import SQLFiles
import SchemaMapping

/// Why there is no model.
package enum ModelTrouble: Error {
    /// Nothing that this program can serve is installed; what to do.
    case absent(String)
    case database(PostgresError)
}

/// Reads the installed model.
package func readModel(_ connection: Connection) throws(ModelTrouble) -> ModelSnapshot {
    let rows = try ask(connection, "sql/model/installed.sql")
    guard rows.count == 1, let format = rows[0, 0], let text = rows[0, 1], let version = rows[0, 2] else {
        throw .absent("no API is installed in this database; run `fraiseql db upgrade`")
    }
    guard format == String(APIModel.currentFormat) else {
        throw .absent(
            "the installed API has format \(format), this program reads \(APIModel.currentFormat); "
                + "run `fraiseql db migrate` and `fraiseql db upgrade` with the same version of fraiseql")
    }
    do throws(JSONError) {
        let model = try APIModel(json: try parseJSON(text))
        return ModelSnapshot(schema: makeGraphQLSchema(model), version: version)
    } catch {
        throw .absent("the installed API cannot be read: \(error)")
    }
}

/// The version of the installed model; nil when there is none.
package func readModelVersion(_ connection: Connection) throws(ModelTrouble) -> String? {
    let rows = try ask(connection, "sql/model/version.sql")
    return rows.count == 1 ? rows[0, 0] : nil
}

private func ask(_ connection: Connection, _ file: String) throws(ModelTrouble) -> Rows {
    do throws(PostgresError) { return try connection.query(sqlFile(file)) } catch {
        // The schema, the table or the right to read it is missing; the session is as good as before.
        if error.isUndefinedObject {
            throw .absent("no API is installed in this database; run `fraiseql db upgrade`")
        }
        if error.isForbidden {
            throw .absent("this login may not read fraiseql.api_model: see docs/least-privilege.md")
        }
        throw .database(error)
    }
}
