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
    let accepted = Dictionary(uniqueKeysWithValues: (builtInScalars + scalarTable).map { ($0.name, $0.accepts) })
    let types = typeTable.map { mapping in
        let form = mapping.output == .text ? "string" : json(accepted[mapping.scalar])
        return "| `\(mapping.postgresType.name)` | `\(mapping.scalar)` | \(form) | \(mapping.operators.rawValue) |"
    }
    let scalars = scalarTable.map { "| `\($0.name)` | \($0.description ?? "") | \($0.accepts.description) |" }
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

        | scalar | meaning | takes |
        |---|---|---|
        \(scalars.joined(separator: "\n"))
        """
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
