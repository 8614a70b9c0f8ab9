import HostSystem
import SQLText
import SchemaMapping
import Support
import Testing

/// The part of docs/graphql-api.md between the marks is the tables of types, scalars and operators as people read them.
@Suite struct APIDocumentTests {
    @Test func theDocumentSaysWhatTheTablesSay() throws {
        let document = try readTextFile("\(repositoryRoot)/docs/graphql-api.md")
        let begin = try #require(document.firstRange(of: "make test rewrites it. -->\n"))
        let end = try #require(document.firstRange(of: "<!-- The end of what is made. -->"))
        let tables = "\n" + [types(), operators(), scalars()].joined(separator: "\n\n") + "\n\n"
        checkGolden(
            document[..<begin.upperBound] + tables + document[end.lowerBound...], "../../docs/graphql-api.md")
    }
}

private func types() -> String {
    let accepted = Dictionary(uniqueKeysWithValues: (builtInScalars + scalarTable).map { ($0.name, $0.accepts) })
    let extensions = extensionTypes.values.sorted { $0.postgresType.name < $1.postgresType.name }
    let rows = (typeTable + extensions).map { mapping in
        let form = mapping.output == .text ? "string" : json(accepted[mapping.scalar])
        return "| `\(mapping.postgresType.name)` | `\(mapping.scalar)` | \(form) | \(mapping.operators.rawValue) |"
    }
    return """
        ## Types

        | PostgreSQL | GraphQL | in JSON | operators |
        |---|---|---|---|
        \(rows.joined(separator: "\n"))

        Beside them: an enum is a GraphQL enum (comparison, in the order of its labels); a domain is its base type; an array is
        a list; a composite is `JSON` (nullOnly). `citext` and `ltree` have the operators of their extension, in whatever schema
        it lives. Any other type is `TextForm`, a string as PostgreSQL prints it (nullOnly).
        """
}

private func operators() -> String {
    let equality = Set(OperatorGroup.equality.operators.map(\.name))
    let comparison = Set(OperatorGroup.comparison.operators.map(\.name))
    var sections: [String] = []
    for group in OperatorGroup.allCases {
        let names = Set(group.operators.map(\.name))
        let base: (name: String, names: Set<String>)? =
            if group != .comparison, names.isSuperset(of: comparison) {
                ("comparison", comparison)
            } else if group
                != .equality, names.isSuperset(of: equality)
            { ("equality", equality) } else { nil }
        let own = group.operators.filter { base?.names.contains($0.name) != true }
        sections.append(
            "### \(group.rawValue)\n\n" + (base.map { "What \($0.name) has, and:\n\n" } ?? "") + table(own))
    }
    sections.append("### Lists\n\nOf arrays, unless their elements are nullOnly or search:\n\n")
    sections[sections.count - 1] += table(OperatorGroup.equality.listOperators)
    sections.append("### Paths of JSON\n\n`JSONPathFilter`, with the steps in `at`:\n\n" + table(jsonPathOperators))
    return "## Operators\n\n" + sections.joined(separator: "\n\n")
}

private func table(_ operators: [FilterOperator]) -> String {
    "| operator | takes | matches rows whose value |\n|---|---|---|\n"
        + operators.map { "| `\($0.name)` | \(words($0.operand)) | \($0.description) |" }.joined(separator: "\n")
}

private func words(_ operand: FilterOperator.Operand) -> String {
    switch operand {
    case .value: "a value"
    case .list: "a list of values"
    case .element: "an element"
    case .bound: "a value that the range may hold"
    case .boolean: "`Boolean`"
    case .text, .pattern: "`String`"
    case .texts, .patterns: "`[String!]`"
    case .filter(let type): "the operators of `\(type.graphQLName)`"
    case .input(let name): "`\(name)`"
    }
}

private func scalars() -> String {
    let rows = scalarTable.map { "| `\($0.name)` | \($0.description ?? "") | \($0.accepts.description) |" }
    return "## Scalars\n\n| scalar | meaning | takes |\n|---|---|---|\n" + rows.joined(separator: "\n")
}

/// What a scalar is in JSON where PostgreSQL writes it as it likes.
private func json(_ input: ScalarDefinition.Input?) -> String {
    switch input {
    case .int32, .double: "number"
    case .boolean: "boolean"
    case .any: "any"
    default: "string"
    }
}
