import Configuration
import SQLText

extension ObjectKind {
    package static let schema = ObjectKind(
        name: "schema", keyword: "schema", createInPlace: "create schema if not exists", othersMay: ["usage"])
}

/// The schema of the generated objects.
func schemaObject(_ name: String) -> InstallObject {
    let comment: DDL = """
        comment on schema \(identifier: name) is \(literal: generatedSchemaComment);
        """
    return InstallObject(
        ObjectIdentity(.schema, quoteIdentifier(name)),
        create: renderText("create schema \(identifier: name);\n\(comment)"))
}
