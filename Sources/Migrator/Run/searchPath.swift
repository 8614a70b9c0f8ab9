package import Postgres

/// The tool's own statements see pg_catalog alone: whoever may create objects in a schema of the path could put a
/// function or an operator before a built-in one, and have it run with the rights of the migrating role.
package func pinSearchPath(_ connection: Connection) throws(PostgresError) {
    try connection.query("set search_path = ''")
}

/// What psql would use for this role and database: for statements and names that a person wrote.
/// - Returns: the path until now, for `useSearchPath`.
func useDefaultSearchPath(_ connection: Connection) -> String {
    let former = (try? connection.query("show search_path"))?.single ?? "\"\""
    _ = try? connection.query("set search_path to default")
    return former
}

/// A path as `show search_path` prints it.
func useSearchPath(_ path: String, _ connection: Connection) {
    _ = try? connection.query("set search_path = \(path)")
}
