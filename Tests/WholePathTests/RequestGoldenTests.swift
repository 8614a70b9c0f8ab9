import HostSystem
import JSONText
import Postgres
import QueryCompiler
import SQLText
import Support
import Testing

/// Tests/Golden/requests/<schema>/<case>: a request, its plan, its SQL, and what a real server answers.
struct RequestGoldenTests {
    @Test func shop() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        let folder = "\(repositoryRoot)/examples/shop"
        try check(
            "shop", made, scripts: [try readTextFile("\(folder)/schema.sql"), try readTextFile("\(folder)/data.sql")])
    }

    @Test func hostileNames() throws {
        try check(
            "hostile_names", try PrivateCluster.shared.makeDatabase(),
            scripts: [
                try readGolden("schemas/hostile_names/tables.sql"), try readGolden("requests/hostile_names/data.sql"),
            ],
            schemas: ["public", "Odd \"Schema\""])
    }

    @Test func edgeTypes() throws {
        try check(
            "edge_types", try PrivateCluster.shared.makeDatabase(),
            scripts: [try readGolden("schemas/edge_types/tables.sql"), try readGolden("requests/edge_types/data.sql")])
    }

    private func check(
        _ schema: String, _ made: TestDatabase, scripts: [String], schemas: [String] = ["public"]
    ) throws {
        for script in scripts { try made.connect().script(script) }
        let database = try InstalledDatabase(made, schemas: schemas)
        let folder = "requests/\(schema)"
        let cases = try listDirectory("\(repositoryRoot)/Tests/Golden/\(folder)").filter { !$0.hasSuffix(".sql") }
            .sorted()
        #expect(!cases.isEmpty)
        for name in cases { try check("\(folder)/\(name)", database) }
    }

    private func check(_ path: String, _ database: InstalledDatabase) throws {
        let query = try readGolden("\(path)/request.graphql")
        var values = JSONObject()
        if fileExists("\(repositoryRoot)/Tests/Golden/\(path)/variables.json"),
            case .object(let object) = try parseJSON(try readGolden("\(path)/variables.json"))
        {
            values = object
        }
        do {
            let operation = try validate(try parse(query), operationName: nil, in: database.schema)
            let variables = try coerceVariables(values, for: operation, in: database.schema)
            let plan = try plan(operation, variables, in: database.schema)
            let request = printStatements(plan)
            checkGolden(describePlan(plan), "\(path)/plan.txt")
            checkGolden(
                try request.roots.map { try text($0, variables) }.joined(separator: "\n"), "\(path)/statement.sql")
            checkGolden(JSON.object(try database.data(query, values)).prettyText(), "\(path)/reply.json")
        } catch let error as RequestErrors {
            var bytes: [UInt8] = []
            writeErrors(error.errors, into: &bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            checkGolden(try parseJSON(text).prettyText(), "\(path)/error.json")
        }
    }

    /// The statement of a root field, and its parameters as comments.
    private func text(_ root: CompiledRequest.Root, _ variables: Variables) throws -> String {
        switch root.answer {
        case .constant(let text): return "-- \(root.responseKey): \(text)\n"
        case .statement(let statement):
            let values = try bindValues(statement.parameters, variables, claims: [:])
            let parameters = values.enumerated().map { index, value in
                "-- $\(index + 1) = \(value.map(quoteLiteral) ?? "null")\n"
            }
            return "-- \(root.responseKey)\n\(parameters.joined())\(statement.text);\n"
        }
    }
}
