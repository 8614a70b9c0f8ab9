package import Postgres
private import SQLFiles

/// What is about to be done with the companion, the schema `fraiseql`.
package enum CompanionUse: Sendable {
    /// Its records are read, and its functions called, with the rights of the session.
    case records
    /// The API model is read, and nothing is called.
    case model
}

/// Whether the companion is installed. Looks at nothing but the catalog: whoever may create schemas could have made one
/// of that name, with views and functions that run with the rights of whoever reads it.
/// - Throws: `foreignOwner` when what is there belongs to a role that is not to be trusted for this use.
package func companionIsThere(_ connection: Connection, for use: CompanionUse) throws(ModelError) -> Bool {
    let rows = try owners("fraiseql", connection)
    var isThere = false
    for row in 0..<rows.count {
        let (relation, isTrusted, isInert) = (rows[row, 1], rows[row, 3] == "t", rows[row, 4] == "t")
        let isSchema = row == 0
        switch use {
        case .records:
            if !isTrusted { throw .foreignOwner(object: rows[row, 0] ?? "", owner: rows[row, 2] ?? "") }
            isThere = isThere || relation == "migration"
        case .model where isSchema || relation == "api_model":
            if !isTrusted && !isInert {
                throw .foreignOwner(object: rows[row, 0] ?? "", owner: rows[row, 2] ?? "")
            }
            isThere = isThere || relation == "api_model"
        case .model: break
        }
    }
    return isThere
}

/// Refuses a schema that belongs to a role that is not to be trusted: its owner may drop what is made in it and put views
/// and functions of its own in their place. A schema that is not there is nobody's.
package func refuseForeignOwner(ofSchema schema: String, _ connection: Connection) throws(ModelError) {
    let rows = try owners(schema, connection)
    guard rows.count > 0, rows[0, 3] != "t" else { return }
    throw .foreignOwner(object: rows[0, 0] ?? "", owner: rows[0, 2] ?? "")
}

private func owners(_ schema: String, _ connection: Connection) throws(ModelError) -> Rows {
    try asking { () throws(PostgresError) in try connection.query(sqlFile("sql/model/owners.sql"), [schema]) }
}

func asking<Result>(_ body: () throws(PostgresError) -> Result) throws(ModelError) -> Result {
    do throws(PostgresError) { return try body() } catch {
        throw error.isForbidden ? .forbidden : .postgres(error)
    }
}
