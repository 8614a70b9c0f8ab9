import HostSystem
import JSONText
import Migrator
import SQLText
import SchemaMapping

let aroundCommand = CommandDefinition(
    path: ["db", "around"],
    summary: "unbinds, runs a command such as your migration tool, and binds again",
    details:
        "Binds also when the command fails, gives again what the API role was granted on tables that the command made "
        + "anew, and says what of the API is stale then. The command has the environment of this one: where "
        + "DATABASE_URL there is the owner of the tables, name the migrating role with --database-url. Ends with 1 when the "
        + "command failed, and with 2 when a view could not be bound or a privilege is missing.",
    operands: [tablesToUnbind],
    takesRest: true,
    example: "fraiseql db around -- psql \"$DATABASE_URL\" -f 0042_widen_totals.sql",
    run: { (invocation) throws(CommandFailure) in
        // Before a view is dropped for it.
        try reading { () throws(SystemError) in try findProgram(invocation.rest.first ?? "") }
        let workplace = try openWorkplace(invocation)
        var trouble: SystemError?
        let outcome = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try around(
                workplace.connection, workplace.configuration, relations: invocation.operands, progress: progress.tell
            ) { unbound in
                progress.clear()
                // The command owns standard output.
                if !invocation.wantsJSON { tellUnbound(unbound) { printMessage($0) } }
                do throws(SystemError) { return try runProcess(invocation.rest) } catch {
                    trouble = error
                    return 127
                }
            }
        }
        printBinding(invocation, outcome.binding) { printMessage(String($0.dropLast())) }
        tellStale(outcome)
        if let trouble { throw CommandFailure(trouble.description) }
        if outcome.exitCode != 0 { throw CommandFailure("\(invocation.rest[0]) ended with \(outcome.exitCode)") }
        return outcome.binding.isWhole ? .done : .somethingToDo
    })

/// The views fit their tables again, and the API that is served does not say so before the next migration.
private func tellStale(_ outcome: AroundResult) {
    for difference in outcome.stale { printMessage("stale: \(printable(difference.description))") }
    if !outcome.stale.isEmpty && outcome.binding.failed.isEmpty {
        printMessage("run 'fraiseql db migrate NAME' and 'fraiseql db upgrade' to bring the API up to date")
    }
}
