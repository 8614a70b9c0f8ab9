import Migrator

let downgradeCommand = CommandDefinition(
    path: ["db", "downgrade"],
    summary: "takes migrations back",
    details: "'base' removes everything that FraiseQL installed and leaves the database as it was.",
    operands: [
        OperandDefinition(
            name: "VERSION", help: "the one that stays in force, or 'base' (default: take the last one back)",
            isRequired: false)
    ],
    example: "fraiseql db downgrade base",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let target = invocation.operands.first.map { $0 == "base" ? DowngradeTarget.base : .version($0) }
        let undone = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try downgrade(workplace.connection, workplace.configuration, to: target, progress: progress.tell)
        }
        printMigrations(invocation, "undone", undone)
        return .done
    })
