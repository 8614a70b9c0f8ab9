import HostSystem
import JSONText
import Migrator

let aroundCommand = CommandDefinition(
    path: ["db", "around"],
    summary: "unbinds, runs a command such as your migration tool, and binds again",
    details: "Binds also when the command fails. Ends with 1 when the command failed or a view could not be bound.",
    operands: [tablesToUnbind],
    takesRest: true,
    example: "fraiseql db around -- psql -f 0042_widen_totals.sql",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        var trouble: SystemError?
        let outcome = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try around(
                workplace.connection, workplace.configuration, relations: invocation.operands, progress: progress.tell
            ) {
                progress.clear()
                do throws(SystemError) { return try runProcess(invocation.rest) } catch {
                    trouble = error
                    return 127
                }
            }
        }
        // The command owns standard output.
        printBinding(invocation, outcome.binding) { printMessage(String($0.dropLast())) }
        if let trouble { throw CommandFailure(trouble.description) }
        if outcome.exitCode != 0 { throw CommandFailure("\(invocation.rest[0]) ended with \(outcome.exitCode)") }
        return outcome.binding.failed.isEmpty ? .done : .failed
    })
