import HostSystem
import JSONText
import Postgres
import QueryCompiler
import SQLText
import Support
import Testing

/// Tests/Golden/requests/<schema>/<case>: a request, its plan, its SQL, and what a real server answers.
struct RequestGoldenTests {
    @Test(arguments: GoldenSchema.all) func theRequestsOfAGoldenSchema(golden: GoldenSchema) throws {
        let made = try golden.makeDatabase()
        let folder = "requests/\(golden.name)"
        let rows = golden.name == "shop" ? "../../examples/shop/data.sql" : "\(folder)/data.sql"
        try made.connect().script(readGolden(rows))
        let database = try InstalledDatabase(made, schemas: golden.exposedSchemas)
        let cases = try listDirectory("\(repositoryRoot)/Tests/Golden/\(folder)").filter { !$0.hasSuffix(".sql") }
        #expect(!cases.isEmpty)
        for name in cases { try check("\(folder)/\(name)", database) }
    }

    /// Each file as far as the request comes: the plan and the statements, unless it is refused before; then the reply
    /// or the error.
    private func check(_ path: String, _ database: InstalledDatabase) throws {
        let query = try readGolden("\(path)/request.graphql")
        let values = try variables(of: query, path)
        do {
            let operation = try validate(try parse(query), operationName: nil, in: database.schema)
            let variables = try coerceVariables(values, for: operation, in: database.schema)
            let plan = try plan(operation, variables, in: database.schema)
            let request = printStatements(plan)
            checkGolden(describePlan(plan), "\(path)/plan.txt")
            checkGolden(request.roots.map { text($0, variables) }.joined(separator: "\n"), "\(path)/statement.sql")
            let reply = JSON.object(try database.answers(to: request, variables))
            checkGolden(reply.prettyText(), "\(path)/reply.json")
        } catch let error as RequestErrors {
            var bytes: [UInt8] = []
            writeErrors(error.errors, into: &bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            checkGolden(try parseJSON(text).prettyText(), "\(path)/error.json")
        }
    }

    /// A request that declares variables has a file of them; one that declares none has no such file.
    private func variables(of query: String, _ path: String) throws -> JSONObject {
        let document = try? parse(query)
        guard document?.operations.contains(where: { !$0.variables.isEmpty }) ?? false else { return JSONObject() }
        guard case .object(let values) = try parseJSON(try readGolden("\(path)/variables.json")) else {
            Issue.record("\(path)/variables.json is no object")
            return JSONObject()
        }
        return values
    }

    /// The statement of a root field, and its parameters as comments.
    private func text(_ root: CompiledRequest.Root, _ variables: Variables) -> String {
        switch root.answer {
        case .constant(let text): return "-- \(root.responseKey): \(text)\n"
        case .statement(let statement):
            let parameters: String
            if let values = try? bindValues(statement.parameters, variables, claims: [:]) {
                parameters = values.enumerated().map { index, value in
                    "-- $\(index + 1) = \(value.map(quoteLiteral) ?? "null")\n"
                }.joined()
            } else {
                parameters = "-- not sent: a parameter is refused\n"
            }
            return "-- \(root.responseKey)\n\(parameters)\(statement.text);\n"
        }
    }
}
