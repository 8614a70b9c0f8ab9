import SQLText
import SchemaMapping
import Support
import Testing

/// docs/types.md is the type table as people read it.
@Suite struct TypesDocumentTests {
    @Test func theDocumentSaysWhatTheTableSays() {
        checkGolden(typesDocument(), "../../docs/types.md")
    }
}

private func typesDocument() -> String {
    let types = typeTable.map { mapping in
        let form = mapping.output == .text ? "string" : json(mapping.scalar)
        return "| `\(mapping.postgresType.name)` | `\(mapping.scalar)` | \(form) | \(mapping.operators.rawValue) |"
    }
    let scalars = scalarTable.map { "| `\($0.name)` | \($0.description ?? "") |" }
    let groups = OperatorGroup.allCases.map { group in
        "- **\(group.rawValue)**: " + group.operators.map { "`\($0.name)`" }.joined(separator: " ")
    }
    let operators = OperatorGroup.text.operators.map { "| `\($0.name)` | \($0.description) |" }
    return """
        # Types

        Made from `Sources/SchemaMapping/TypeTable.swift` by a test; `RECORD_GOLDEN=1 make test` rewrites it.

        | PostgreSQL | GraphQL | in JSON | operators |
        |---|---|---|---|
        \(types.joined(separator: "\n"))

        Beside them: an enum is a GraphQL enum (equality); a domain is its base type; an array is a list (`eq`, `neq`,
        `isNull`); a composite is `JSON` (nullOnly); `citext` is `String` (text) and `ltree` is `LTree` (comparison),
        with the operators of their extension. Any other type is `TextForm`, a string as PostgreSQL prints it (nullOnly).
        Special floats (`NaN`, `Infinity`) leave as strings, since JSON has no numbers for them.

        ## Operators

        \(groups.joined(separator: "\n"))

        | operator | matches rows whose value |
        |---|---|
        \(operators.joined(separator: "\n"))

        ## Scalars

        | scalar | meaning |
        |---|---|
        \(scalars.joined(separator: "\n"))
        """
}

private func json(_ scalar: String) -> String {
    switch scalar {
    case "Int", "Float": "number"
    case "Boolean": "boolean"
    case "JSON": "any"
    default: "string"
    }
}
