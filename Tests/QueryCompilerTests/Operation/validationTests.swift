import HostSystem
import QueryCompiler
import SchemaMapping
import Support
import Testing

/// The cases of Tests/Golden/validation: documents, each before a line `#!` that names the rules it breaks.
/// Tests/Conformance/validation.py gives the same cases to graphql-core; `VALIDATION_CASES` names a further
/// file, `VALIDATION_SCHEMA` where to write the schema (see there).
@Suite struct ValidationTests {
    struct Case: CustomTestStringConvertible {
        var document: String
        var rules: [String]

        var testDescription: String { document }
    }

    static func cases(_ text: String) -> [Case] {
        var cases: [Case] = []
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("#! ") else {
                lines.append(line)
                continue
            }
            let rules = line.dropFirst(3).split(separator: ",").map { String($0.drop { $0 == " " }) }
            let document = lines.drop { $0.isEmpty }.joined(separator: "\n")
            cases.append(Case(document: document, rules: rules == ["valid"] ? [] : rules))
            lines = []
        }
        return cases
    }

    static func check(_ text: String) {
        let cases = cases(text)
        #expect(!cases.isEmpty)
        for validationCase in cases {
            let found = brokenRules(validationCase.document)
            #expect(found == validationCase.rules, "\(validationCase.document)")
        }
    }

    static func brokenRules(_ text: String) -> [String] {
        do throws(RequestErrors) {
            let document = try parse(text)
            do throws(GraphQLError) {
                return Set(try checkRules(document, in: blog).map(\.rule)).sorted()
            } catch {
                return [error.code.rawValue]
            }
        } catch {
            return error.errors.first?.code == .parseFailed ? ["syntax"] : error.errors.map(\.code.rawValue)
        }
    }

    @Test(arguments: ["directives", "fields", "filters", "fragments", "operations", "values"])
    func breaksTheRulesThatItSays(file: String) throws {
        Self.check(try readGolden("validation/\(file).graphql"))
    }

    /// Of a document with several faults, judges may name others: here only the verdict counts.
    @Test func agreesWithFurtherCases() throws {
        guard let path = environmentVariable("VALIDATION_CASES") else { return }
        for further in Self.cases(try readTextFile(path)) {
            let found = Self.brokenRules(further.document).filter { $0 != "FiltersSaySomething" }
            #expect(found.isEmpty == further.rules.isEmpty, "\(further.document): \(found), \(further.rules)")
        }
    }

    /// What the judge needs: the schema as SDL, and the answer to the usual introspection query.
    @Test func theSchemaCanBeJudged() throws {
        let introspection = try introspectionJSON(usualIntrospectionQuery, in: blog)
        #expect(introspection.contains("\"PostFilter\""))
        guard let path = environmentVariable("VALIDATION_SCHEMA") else { return }
        try writeFile("\(path).graphql", printSDL(blog))
        try writeFile("\(path).json", introspection)
    }
}
