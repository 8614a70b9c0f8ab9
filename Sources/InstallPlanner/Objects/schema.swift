import Configuration
import SQLText

/// The schema of the generated objects.
func schemaObject(_ name: String) -> InstallObject {
    let comment: DDL = """
        comment on schema \(identifier: name) is \(literal: generatedSchemaComment);
        """
    return InstallObject(
        ObjectIdentity(.schema, quoteIdentifier(name)),
        create: renderText("create schema \(identifier: name);\n\(comment)"),
        replace: renderText("create schema if not exists \(identifier: name);\n\(comment)"),
        drop: renderText("drop schema if exists \(identifier: name);"))
}
