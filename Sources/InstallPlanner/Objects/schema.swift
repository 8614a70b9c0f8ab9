import SQLText

/// The schema of the generated objects.
func schemaObject(_ name: String) -> InstallObject {
    let comment: DDL = """
        comment on schema \(identifier: name) is \(literal: "The API that FraiseQL generates: one view per entity.");
        """
    return InstallObject(
        ObjectIdentity(.schema, quoteIdentifier(name)),
        create: renderText("create schema \(identifier: name);\n\(comment)"), replace: renderText(comment),
        drop: renderText("drop schema \(identifier: name);"))
}
