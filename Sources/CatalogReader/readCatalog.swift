package import CatalogModel
import JSONText
package import Postgres
private import SQLFiles
import SQLText

/// Reads what the schemas hold, in one snapshot: a read-only transaction with an empty search path, so that
/// `format_type` and `pg_get_expr` qualify every name. A schema that is not there holds nothing; `checkMentions` says so.
/// Neither does a role that is not there. The connection must not be in a transaction.
/// - Parameter roles: those that the configuration names.
package func readCatalog(
    _ connection: Connection, schemas: [String], roles: [String] = []
) throws(CatalogError) -> Catalog {
    if let system = schemas.first(where: isSystemSchema) { throw .systemSchema(system) }
    return try inSnapshot(connection) { (connection) throws(CatalogError) in
        let reader = CatalogQueries(connection: connection, parameter: arrayText(schemas))
        let found = try reader.values("schemas") { (json) throws(JSONError) in try CatalogSchema(json) }
        var catalog = Catalog(
            serverVersion: connection.serverVersion, schemas: found, relations: try reader.relations(),
            types: try reader.values("types") { (json) throws(JSONError) in try CatalogType(json) },
            functions: try reader.values("functions") { (json) throws(JSONError) in try CatalogFunction(json) })
        if found.count < Set(schemas).count { catalog.existingSchemas = try names(connection, "schema_names") }
        if !roles.isEmpty { catalog.existingRoles = try names(connection, "role_names_without", [arrayText(roles)]) }
        try checkNames(catalog)
        return catalog
    }
}

/// Refuses names that a dictionary of Swift strings would take for one.
private func checkNames(_ catalog: Catalog) throws(CatalogError) {
    func check(_ names: [String], in place: String) throws(CatalogError) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted { throw .sameName(name, in: place) }
    }
    try check(catalog.schemas.map(\.name), in: "the database")
    try check(catalog.relations.map(\.name.description), in: "the tables and views")
    try check(catalog.types.map(\.name.description), in: "the types")
    try check(catalog.functions.map(\.signature), in: "the functions")
    for relation in catalog.relations { try check(relation.columns.map(\.name), in: relation.name.description) }
}

/// The schemas of the database in name order, without those of PostgreSQL.
package func readSchemaNames(_ connection: Connection) throws(CatalogError) -> [String] {
    try inSnapshot(connection) { (connection) throws(CatalogError) in try names(connection, "schema_names") }
}

private func names(
    _ connection: Connection, _ query: String, _ parameters: [String?] = []
) throws(CatalogError) -> [String] {
    let rows = try queryCatalog(connection, query, parameters)
    return (0..<rows.count).map { rows[$0, 0] ?? "" }
}

private func isSystemSchema(_ name: String) -> Bool {
    name.hasPrefix("pg_") || name == "information_schema"
}

private func inSnapshot<Result>(
    _ connection: Connection, _ body: (Connection) throws(CatalogError) -> Result
) throws(CatalogError) -> Result {
    if connection.isInTransaction { throw .transactionOpen }
    do throws(PostgresError) {
        try connection.query("begin isolation level repeatable read, read only")
        try connection.query("set local search_path = ''")
        // Overestimated rows make it compile for a second what then runs in five milliseconds.
        try connection.query("set local jit = off")
    } catch { throw .postgres(error) }
    do throws(CatalogError) {
        let result = try body(connection)
        do throws(PostgresError) { try connection.query("commit") } catch { throw .postgres(error) }
        return result
    } catch {
        // The first error is the one to tell; a connection that cannot roll back is lost anyway.
        _ = try? connection.query("rollback")
        throw error
    }
}

func queryCatalog(
    _ connection: Connection, _ name: String, _ parameters: [String?]
) throws(CatalogError) -> Rows {
    do throws(PostgresError) {
        return try connection.query(sqlFile("sql/catalog/\(name).sql"), parameters)
    } catch { throw .postgres(error) }
}

/// The queries of sql/catalog/. Their rows end with a JSON object in the form of `Catalog.json`; the oids before it join
/// them, since names may differ in ways that Swift strings do not (Unicode normalisation).
private struct CatalogQueries {
    let connection: Connection
    let parameter: String

    func relations() throws(CatalogError) -> [CatalogRelation] {
        let relations = try grouped("relations") { (json) throws(JSONError) in try CatalogRelation(json) }
        let columns = try grouped("columns") { (json) throws(JSONError) in try CatalogColumn(json) }.byOID
        let keys = try grouped("keys") { (json) throws(JSONError) in
            (isPrimary: try json.bool("primary"), key: try CatalogKey(json))
        }.byOID
        let foreignKeys = try grouped("foreign_keys") { (json) throws(JSONError) in try CatalogForeignKey(json) }.byOID
        let indexes = try grouped("indexes") { (json) throws(JSONError) in try CatalogIndex(json) }.byOID
        return relations.inOrder.map { oid, found in
            var relation = found
            relation.columns = columns[oid] ?? []
            relation.primaryKey = keys[oid]?.first { $0.isPrimary }?.key
            relation.uniqueKeys = keys[oid]?.filter { !$0.isPrimary }.map(\.key) ?? []
            relation.foreignKeys = foreignKeys[oid] ?? []
            relation.indexes = indexes[oid] ?? []
            return relation
        }
    }

    func values<Value>(_ name: String, _ read: (JSONReader) throws(JSONError) -> Value) throws(CatalogError) -> [Value]
    {
        try rows(name, column: 0, read).map(\.value)
    }

    private func grouped<Value>(
        _ name: String, _ read: (JSONReader) throws(JSONError) -> Value
    ) throws(CatalogError) -> (inOrder: [(oid: String, value: Value)], byOID: [String: [Value]]) {
        let rows = try rows(name, column: 1, read)
        return (rows, Dictionary(grouping: rows, by: \.oid).mapValues { $0.map(\.value) })
    }

    private func rows<Value>(
        _ name: String, column: Int, _ read: (JSONReader) throws(JSONError) -> Value
    ) throws(CatalogError) -> [(oid: String, value: Value)] {
        let rows = try queryCatalog(connection, name, [parameter])
        var result: [(oid: String, value: Value)] = []
        result.reserveCapacity(rows.count)
        let parser = JSONParser()
        do throws(JSONError) {
            for row in 0..<rows.count {
                let json = try parser.parse(rows[row, column] ?? "null")
                result.append((rows[row, 0] ?? "", try read(JSONReader(json))))
            }
        } catch { throw .unreadable(file: "sql/catalog/\(name).sql", error) }
        return result
    }
}
