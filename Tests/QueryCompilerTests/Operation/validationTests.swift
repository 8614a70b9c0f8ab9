import JSONText
import QueryCompiler
import SchemaMapping
import Support
import Testing

/// The cases of Tests/Golden/validation: documents, each before a line `#!` that names the rules it breaks.
/// `make conformance` gives the same cases, and mutants of them, to graphql-core.
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

    /// What the judge takes the cases' schema from.
    @Test func theSchemaCanBeJudged() throws {
        #expect(try introspectionJSON(usualIntrospectionQuery, in: blog).contains("\"PostFilter\""))
        checkGolden(blog.model.json.prettyText(width: 120), "validation/schema.json")
    }
}
