import Glibc
import HostSystem
import JSONText
import QueryCompiler
import SchemaMapping

/// Our side of the comparison with graphql-core (Tests/Conformance/validation.py). `Conformance verdicts MODEL.json` reads a
/// document per line, as a JSON string, and answers a line for each: the broken rules as a JSON array, `["syntax"]` where
/// it is no GraphQL, or the code of the limit that ended the check (`["LIMIT_EXCEEDED"]`). `Conformance sdl MODEL.json`
/// prints the schema.
@main
enum Verdicts {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let command = arguments.first, let path = arguments.last,
            ["sdl", "verdicts"].contains(command)
        else {
            printMessage("usage: Conformance (sdl | verdicts <DOCUMENTS) MODEL.json")
            exit(64)
        }
        let schema = makeGraphQLSchema(try APIModel(json: try parseJSON(try readTextFile(path))))
        if command == "sdl" {
            print(printSDL(schema))
            return
        }
        while let line = readLine() {
            guard case .string(let text) = try parseJSON(line) else {
                printMessage("every line must be a JSON string")
                exit(65)
            }
            print(JSON.array(verdict(text, in: schema).map { .string($0) }).text)
        }
    }

    static func verdict(_ text: String, in schema: GraphQLSchema) -> [String] {
        let document: Document
        do throws(RequestErrors) {
            document = try parse(text)
        } catch {
            let codes = Set(error.errors.map(\.code))
            return codes == [.parseFailed] ? ["syntax"] : codes.map(\.rawValue).sorted()
        }
        do throws(GraphQLError) {
            return Set(try checkRules(document, in: schema).map(\.rule)).sorted()
        } catch {
            return [error.code.rawValue]
        }
    }
}
