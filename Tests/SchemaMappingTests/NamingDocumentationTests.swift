import HostSystem
import SchemaMapping
import Support
import Testing

/// docs/naming.md says what the code reserves, no more and no less.
struct NamingDocumentationTests {
    @Test func everyReservedNameIsDocumented() throws {
        let document = try readTextFile("\(repositoryRoot)/docs/naming.md")
        func names(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
        func behind(_ made: (String) -> [String]) -> String {
            "the same with \(names(made("X").map { String($0.dropFirst()) })) behind it"
        }
        let rows = [
            ("types", "\(names(GeneratedNames.sharedTypes)), and the [scalars](graphql-api.md#scalars)"),
            ("with a scalar", behind(GeneratedNames.ofScalar)), ("with a type", behind(GeneratedNames.ofType)),
            ("with an enum", behind(GeneratedNames.ofEnumeration)), ("with a list", behind(GeneratedNames.ofList)),
            ("root fields", names(GeneratedNames.reservedRootFields)),
            ("fields of every type", names(GeneratedNames.reservedFields)),
            ("arguments of a function that returns a set of rows", names(GeneratedNames.listArguments)),
        ]
        let table = rows.map { "| \($0) | \($1) |" }.joined(separator: "\n")
        #expect(
            document.contains("| reserved | names |\n|---|---|\n\(table)\n\n"), "docs/naming.md should say:\n\(table)")
    }

    @Test func everyFindingIsDocumented() throws {
        let document = try readTextFile("\(repositoryRoot)/docs/naming.md")
        let lines = document.split(separator: "\n").drop { $0 != "## Findings" }.filter { $0.hasPrefix("| `") }
        let codes = lines.flatMap { line in
            line.split(separator: "|")[0].split(separator: "`").filter { !$0.contains(" ") && !$0.contains(",") }
                .map(String.init)
        }
        #expect(codes.sorted() == Finding.Code.allCases.map(\.rawValue).sorted())
    }
}
