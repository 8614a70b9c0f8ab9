import HostSystem
import JSONText
import ModelReader
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping

let explainCommand = CommandDefinition(
    path: ["explain"],
    summary: "prints the SQL of a GraphQL query, and PostgreSQL's plan for it",
    details: "Compiles against the installed model, as the sidecar does. The statements are planned, not run.",
    operands: [OperandDefinition(name: "QUERY", help: "the text of the query", isRequired: false)],
    options: [
        OptionDefinition(name: "file", value: "FILE", help: "reads the query from a file, or as - from standard input"),
        OptionDefinition(name: "variables", value: "JSON", help: "values of the query's variables, as a JSON object"),
        OptionDefinition(name: "operation", value: "NAME", help: "the operation, where the query holds several"),
    ],
    example: "fraiseql explain '{ orders(limit: 3) { id } }'",
    run: { (invocation) throws(CommandFailure) in
        let values = try readVariables(invocation)
        let text = try readQuery(invocation)
        let document: Document
        do throws(RequestErrors) { document = try parse(text) } catch {
            let exitCode = tell(error, invocation)
            if let file = invocation.operands.first, file.hasSuffix(".graphql") || fileExists(file) {
                printMessage("QUERY is the text of a query; for that of a file: fraiseql explain --file \(file)")
            }
            return exitCode
        }
        let workplace = try openWorkplace(invocation, needsConfiguration: false)
        guard let model = try readInstalled(workplace) else {
            throw CommandFailure(nothingInstalled)
        }
        let statements: [BoundRoot]
        do throws(RequestErrors) {
            statements = try compile(document, invocation, values, makeGraphQLSchema(model))
        } catch {
            return tell(error, invocation)
        }
        warnAboutDifference(invocation, workplace, model)
        var explained: [ExplainedRoot] = []
        for statement in statements { explained.append(try explain(statement, workplace.connection)) }
        if invocation.wantsJSON {
            printJSON(["roots": .array(explained.map(\.json))])
        } else {
            printAnswer(explained.map(\.text).joined(separator: "\n"))
        }
        return .done
    })

/// A root field with the statement that answers it.
private struct BoundRoot {
    var responseKey: String
    var text: String
    var parameters: [String?]
}

private struct ExplainedRoot {
    var root: BoundRoot
    var plan: [String]

    var text: String {
        var text = "-- \(root.responseKey)\n\(showHidden(root.text));\n"
        for (index, parameter) in root.parameters.enumerated() {
            text += "-- $\(index + 1) = \(escapingHidden(parameter.map { JSON.string($0).text } ?? "null"))\n"
        }
        return text + plan.map { "--   \(printable($0))\n" }.joined()
    }

    var json: JSON {
        [
            "responseKey": .string(root.responseKey), "sql": .string(root.text),
            "parameters": .array(root.parameters.map { $0.map { .string($0) } ?? .null }),
            "plan": .array(plan.map { .string($0) }),
        ]
    }
}

private func compile(
    _ document: Document, _ invocation: Invocation, _ values: JSONObject, _ schema: GraphQLSchema
) throws(RequestErrors) -> [BoundRoot] {
    let operation = try validate(document, operationName: invocation.options["operation"], in: schema)
    let variables = try coerceVariables(values, for: operation, in: schema)
    let request = printStatements(try plan(operation, variables, in: schema))
    var roots: [BoundRoot] = []
    for root in request.roots {
        guard case .statement(let statement) = root.answer else { continue }
        let parameters = try bindValues(statement.parameters, variables, claims: [:])
        roots.append(BoundRoot(responseKey: root.responseKey, text: statement.text, parameters: parameters))
    }
    return roots
}

/// The errors as the sidecar answers them, or as lines.
private func tell(_ refused: RequestErrors, _ invocation: Invocation) -> ExitCode {
    if invocation.wantsJSON {
        var answer = Array(#"{"errors":"#.utf8)
        writeErrors(refused.errors, into: &answer)
        printJSON(text: String(decoding: answer, as: UTF8.self) + "}")
        return .failed
    }
    for error in refused.errors {
        let place = error.locations.first.map { "\($0.line):\($0.column): " } ?? ""
        printMessage("fraiseql: \(place)\(printable(error.message)) [\(error.code.rawValue)]")
    }
    return .failed
}

/// QUERY, or what `--file` names.
private func readQuery(_ invocation: Invocation) throws(CommandFailure) -> String {
    switch (invocation.operands.first, invocation.options["file"]) {
    case (let text?, nil): return text
    case (nil, let path?):
        return try reading { () throws(SystemError) in try readTextFile(path == "-" ? "/dev/stdin" : path) }
    case (nil, nil): throw usage(invocation.command, "missing QUERY, or a file with it as --file FILE")
    case (_?, _?): throw usage(invocation.command, "QUERY and --file both name a query: leave one of them out")
    }
}

private func readVariables(_ invocation: Invocation) throws(CommandFailure) -> JSONObject {
    guard let text = invocation.options["variables"] else { return JSONObject() }
    let value: JSON
    do throws(JSONError) { value = try parseJSON(text) } catch {
        throw CommandFailure(
            "--variables: \(error)\(error.offset.map { rest(of: text, from: $0) } ?? ""); "
                + #"it takes a JSON object, such as '{"id": 1}'"#, exitCode: .usage)
    }
    guard case .object(let object) = value else {
        throw CommandFailure("--variables takes a JSON object", exitCode: .usage)
    }
    return object
}

/// The place of an error, as the text from there on.
private func rest(of text: String, from offset: Int) -> String {
    let rest = String(decoding: text.utf8.dropFirst(offset), as: UTF8.self)
    return ", at `\(printable(String(rest.prefix(30))))`"
}

private func explain(_ root: BoundRoot, _ connection: Connection) throws(CommandFailure) -> ExplainedRoot {
    do throws(PostgresError) {
        let rows = try connection.query(explainStatement(root.text), root.parameters)
        return ExplainedRoot(root: root, plan: (0..<rows.count).map { rows[$0, 0] ?? "" })
    } catch {
        throw CommandFailure("PostgreSQL refuses the statement of \"\(root.responseKey)\": \(error.description)")
    }
}
