import Glibc
import HostSystem
import JSONText
import QueryCompiler
import SchemaMapping

/// `compile-bench MODEL.json [QUERY.graphql...]`: milliseconds to make a schema of a model, and microseconds of each stage
/// that an operation runs through once, the median of many runs. `bench/run` calls it on the model that it has installed.
@main
enum CompileBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let modelPath = arguments.first else {
            printMessage("usage: compile-bench MODEL.json [QUERY.graphql...]")
            exit(64)
        }
        let text = try readTextFile(modelPath)
        let begun = monotonicNanoseconds()
        let json = try parseJSON(text)
        let parsed = monotonicNanoseconds()
        let model = try APIModel(json: json)
        let read = monotonicNanoseconds()
        let schema = makeGraphQLSchema(model)
        let made = monotonicNanoseconds()
        print(
            "model of \(model.entities.count) entities: JSON \(milliseconds(parsed - begun)) ms, model "
                + "\(milliseconds(read - parsed)) ms, schema \(milliseconds(made - read)) ms")
        if arguments.count == 1 { return }
        print("operation    fields  bytes  parse us  validate us  plan us  print us  all us")
        for path in arguments.dropFirst() {
            let text = try readTextFile(path)
            let times = try (0..<2_000).map { _ in try time(text, schema) }
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let fields = countFields(try validate(try parse(text), operationName: nil, in: schema).selections)
            let stages = (0..<4).map { stage in median(times.map { $0[stage] }) }
            let cells = (stages + [median(times.map { $0.reduce(0, +) })]).map { pad(tenths($0), 9) }
            print(pad(name, -12), pad("\(fields)", 6), pad("\(text.utf8.count)", 6), cells.joined(separator: " "))
        }
    }

    /// Nanoseconds of parsing, validating, planning and printing.
    static func time(_ text: String, _ schema: GraphQLSchema) throws -> [UInt64] {
        let begun = monotonicNanoseconds()
        let document = try parse(text)
        let parsed = monotonicNanoseconds()
        let operation = try validate(document, operationName: nil, in: schema)
        let validated = monotonicNanoseconds()
        let variables = Variables()
        let plan = try plan(operation, variables, in: schema)
        let planned = monotonicNanoseconds()
        let compiled = printStatements(plan)
        let printed = monotonicNanoseconds()
        precondition(!compiled.roots.isEmpty)
        return [parsed - begun, validated - parsed, planned - validated, printed - planned]
    }

    static func median(_ values: [UInt64]) -> UInt64 { values.sorted()[values.count / 2] }

    /// Microseconds with one digit.
    static func tenths(_ nanoseconds: UInt64) -> String { "\(nanoseconds / 1000).\(nanoseconds / 100 % 10)" }

    static func milliseconds(_ nanoseconds: UInt64) -> String { tenths(nanoseconds / 1000) }

    static func countFields(_ selections: [SelectedField]) -> Int {
        selections.reduce(0) { $0 + 1 + countFields($1.selections) }
    }

    static func pad(_ text: String, _ width: Int) -> String {
        let space = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + space : space + text
    }
}
