import Migrator

let upgradeCommand = CommandDefinition(
    path: ["db", "upgrade"],
    summary: "applies the pending migrations",
    details: "Each step runs in a transaction of its own together with its record, so a broken run resumes where it "
        + "stopped.",
    operands: [
        OperandDefinition(name: "VERSION", help: "the last one to apply (default: all)", isRequired: false)
    ],
    options: [
        OptionDefinition(
            name: "catch-up",
            help:
                "where migrations were written for columns that are no longer so: install the API of the last one that "
                + "fits in one go, and record those before it")
    ],
    example: "fraiseql db upgrade",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let applied = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try upgrade(
                workplace.connection, workplace.configuration, to: invocation.operands.first,
                catchesUp: invocation.has("catch-up"), progress: progress.tell)
        }
        printMigrations(invocation, "applied", applied)
        return .done
    })
