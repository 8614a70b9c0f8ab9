import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Support

/// One database with a schema of Tests/Golden/requests, and the path of a request through the compiler onto it.
struct RequestBench {
    let schema: GraphQLSchema
    let connection: Connection

    init(_ name: String, _ schema: GraphQLSchema) throws {
        self.schema = schema
        connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script("set timezone = 'UTC'")
        try connection.script(try readGolden("requests/\(name)/schema.sql"))
    }

    /// The data of the response.
    func data(_ query: String, _ variables: JSONObject = JSONObject()) throws -> JSON {
        let request = try Request(query, variables, in: schema)
        var object = JSONObject()
        for root in request.compiled.roots {
            switch root.answer {
            case .constant(let text): object.append(root.responseKey, try parseJSON(text))
            case .statement(let statement):
                let values = try bindValues(statement.parameters, request.variables, claims: [:])
                object.append(root.responseKey, try reply(connection.query(statement.text, values), statement.form))
            }
        }
        return .object(object)
    }

    /// What a hand-written statement of one row and one column says.
    func json(_ sql: String) throws -> JSON {
        try connection.query(sql).single.map { try parseJSON($0) } ?? .null
    }

    func explain(_ query: String, _ variables: JSONObject = JSONObject()) throws -> String {
        let request = try Request(query, variables, in: schema)
        guard case .statement(let statement)? = request.compiled.roots.first?.answer else { return "" }
        let values = try bindValues(statement.parameters, request.variables, claims: [:])
        let rows = try connection.query("explain (costs off) \(statement.text)", values)
        return (0..<rows.count).map { rows[$0, 0] ?? "" }.joined(separator: "\n")
    }

    private func reply(_ rows: Rows, _ form: Statement.Form) throws -> JSON {
        switch form {
        case .json: return try rows.single.map { try parseJSON($0) } ?? .null
        case .rows(let keys, let encodings):
            let objects = try (0..<rows.count).map { row in
                var text = keys.isEmpty ? "{" : ""
                for column in keys.indices { text += keys[column] + encode(rows[row, column], encodings[column]) }
                return try parseJSON(text + "}")
            }
            return .array(objects)
        }
    }

    private func encode(_ value: String?, _ encoding: Statement.ValueEncoding) -> String {
        guard let value else { return "null" }
        return switch encoding {
        case .raw: value
        case .boolean: value == "t" ? "true" : "false"
        case .string: JSON.string(value).text
        }
    }
}

/// The stages up to the statements.
struct Request {
    let operation: QueryCompiler.Operation
    let variables: Variables
    let plan: Plan
    let compiled: CompiledRequest

    init(_ query: String, _ variables: JSONObject = JSONObject(), in schema: GraphQLSchema) throws {
        operation = try validate(try parse(query), operationName: nil, in: schema)
        self.variables = try coerceVariables(variables, for: operation, in: schema)
        plan = try QueryCompiler.plan(operation, self.variables, in: schema)
        compiled = printStatements(plan)
    }

    var texts: [String] {
        compiled.roots.map { root in
            switch root.answer {
            case .constant(let text): text
            case .statement(let statement): statement.text
            }
        }
    }
}
