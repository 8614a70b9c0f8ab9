package import Postgres
private import SQLFiles

/// Takes on a role that may read the model, for the rest of the session: where the login has its rights by `set role` only
/// (NOINHERIT), and a look at the model ended as `forbidden`. False when the login may not have that role, or it is not there.
package func becomeModelReader(_ role: String, _ connection: Connection) throws(PostgresError) -> Bool {
    do throws(PostgresError) {
        try connection.query(sqlFile("sql/model/setting.sql"), ["role", role])
        return true
    } catch {
        if error.isForbidden || error.sqlState == SQLState.invalidParameterValue { return false }
        throw error
    }
}
