import CatalogModel
import CatalogReader
import Configuration
import InstallPlanner
import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Support

/// A database with the views of its model installed, and its answers to requests.
struct InstalledDatabase {
    let connection: Connection
    let catalog: Catalog
    let model: APIModel
    let schema: GraphQLSchema

    init(
        _ database: TestDatabase, schemas: [String] = ["public"], _ configure: (inout Configuration) -> Void = { _ in }
    ) throws {
        var configuration = Configuration()
        configuration.exposedSchemas = schemas
        configure(&configuration)
        connection = try database.connect()
        // As the sidecar's sessions are set.
        try connection.script(
            "set timezone = 'UTC'; set search_path = ''; set intervalstyle = 'iso_8601'; set jit = off")
        catalog = try readCatalog(connection, schemas: schemas)
        model = mapSchema(catalog, configuration, installed: nil).model
        schema = makeGraphQLSchema(model)
        for object in try wantedObjects(model, catalog: catalog, held: nil)
        where object.identity.kind == .schema || object.identity.kind == .view {
            try connection.script(object.create)
        }
    }

    /// The data of the response, each value of its root fields as the sidecar writes it.
    func data(_ query: String, _ values: JSONObject = JSONObject()) throws -> JSONObject {
        let operation = try validate(try parse(query), operationName: nil, in: schema)
        let variables = try coerceVariables(values, for: operation, in: schema)
        return try answers(to: printStatements(try plan(operation, variables, in: schema)), variables)
    }

    /// The same of a request that is compiled.
    func answers(to request: CompiledRequest, _ variables: Variables) throws -> JSONObject {
        var data = JSONObject()
        for root in request.roots {
            switch root.answer {
            case .constant(let text): data.append(root.responseKey, try parseJSON(text))
            case .statement(let statement):
                let parameters = try bindValues(statement.parameters, variables, claims: [:])
                let rows = try connection.query(statement.text, parameters)
                data.append(root.responseKey, try parseJSON(replyText(rows, statement.form)))
            }
        }
        return data
    }

    /// What a statement written by hand says, in one row and one column.
    func json(_ sql: String) throws -> JSON {
        try connection.query(sql).single.map { try parseJSON($0) } ?? .null
    }
}

private func replyText(_ rows: Rows, _ form: Statement.Form) -> String {
    switch form {
    case .json: return rows.single ?? "null"
    case .rows(let keys, let encodings):
        let objects = (0..<rows.count).map { row in
            keys.indices.map { keys[$0] + valueText(rows[row, $0], encodings[$0]) }.joined() + "}"
        }
        return "[\(objects.joined(separator: ","))]"
    }
}

private func valueText(_ value: String?, _ encoding: Statement.ValueEncoding) -> String {
    guard let value else { return "null" }
    return switch encoding {
    case .raw: value
    case .boolean: value == "t" ? "true" : "false"
    case .string: JSON.string(value).text
    }
}
