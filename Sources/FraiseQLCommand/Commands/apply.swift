import Migrator

let applyCommand = CommandDefinition(
    path: ["db", "apply"],
    summary: "plans and applies in one go, for development",
    details: "Writes no files; the way back is kept in the database.",
    example: "fraiseql db apply",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let version = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try apply(workplace.connection, workplace.configuration, progress: progress.tell)
        }
        printMigrations(invocation, "applied", version.map { ["\($0)_apply"] } ?? [])
        return .done
    })
