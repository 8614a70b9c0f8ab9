import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Support
import Synchronization

/// One database with a schema of Tests/Golden/requests, and the path of a request through the compiler onto it.
struct RequestBench {
    let schema: GraphQLSchema
    let connection: Connection

    /// A connection to a database that tests read only: made once for all of them.
    init(_ name: String, _ schema: GraphQLSchema) throws {
        let database = try databases.withLock { databases in
            if let database = databases[name] { return database }
            let database = try makeDatabase(name)
            databases[name] = database
            return database
        }
        self.schema = schema
        connection = try connect(database)
    }

    /// A connection to a database of its own, to be written.
    init(writing name: String, _ schema: GraphQLSchema) throws {
        self.schema = schema
        connection = try connect(makeDatabase(name))
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

private let databases = Mutex<[String: TestDatabase]>([:])

private func makeDatabase(_ name: String) throws -> TestDatabase {
    let database = try PrivateCluster.shared.makeDatabase()
    try database.connect().script(try readGolden("requests/\(name)/schema.sql"))
    return database
}

private func connect(_ database: TestDatabase) throws -> Connection {
    let connection = try database.connect()
    // As the sidecar's sessions are set.
    try connection.script("set timezone = 'UTC'; set search_path = ''; set intervalstyle = 'iso_8601'; set jit = off")
    return connection
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

/// A JSON object from its text.
func object(_ text: String) throws -> JSONObject {
    if case .object(let object) = try parseJSON(text) { object } else { JSONObject() }
}
