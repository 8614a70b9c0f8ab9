import SQLText

/// The schema of the generated objects.
func schemaObject(_ name: String) -> InstallObject {
    let create: DDL = """
        create schema \(identifier: name);
        comment on schema \(identifier: name) is \(literal: "The API that FraiseQL generates: one view per entity.");
        """
    return InstallObject(
        ObjectIdentity(.schema, quoteIdentifier(name)), create: renderText(create),
        drop: renderText("drop schema \(identifier: name);"))
}
