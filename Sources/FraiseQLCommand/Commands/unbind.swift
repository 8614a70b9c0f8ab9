import HostSystem
import JSONText
import Migrator

private let tables = OperandDefinition(
    name: "TABLE", help: "the table as SQL writes it, such as public.orders (default: all)", isRequired: false,
    isRepeated: true)

let unbindCommand = CommandDefinition(
    path: ["db", "unbind"],
    summary: "drops the generated views on tables that are about to change",
    details: "Views pin their columns; until 'fraiseql db bind' the sidecar answers requests on them with 503.",
    operands: [tables],
    example: "fraiseql db unbind public.orders",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let objects = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try unbind(
                workplace.connection, workplace.configuration, relations: invocation.operands, progress: progress.tell)
        }
        if invocation.wantsJSON {
            printJSON(["unbound": .array(objects.map { .string($0) })])
        } else {
            printLines(objects.map { "unbound \($0)" })
        }
        return .done
    })

let bindCommand = CommandDefinition(
    path: ["db", "bind"],
    summary: "makes unbound views again",
    example: "fraiseql db bind",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let result = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try bind(workplace.connection, workplace.configuration, progress: progress.tell)
        }
        printBinding(invocation, result, printAnswer)
        return result.failed.isEmpty ? .done : .failed
    })

let aroundCommand = CommandDefinition(
    path: ["db", "around"],
    summary: "unbinds, runs a command such as your migration tool, and binds again",
    details: "Binds also when the command fails. Ends with 1 when the command failed or a view could not be bound.",
    operands: [tables],
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

private func printBinding(_ invocation: Invocation, _ result: BindResult, _ print: (String) -> Void) {
    if invocation.wantsJSON {
        let failed = result.failed.map { ["object": .string($0.object), "reason": .string($0.reason)] as JSON }
        let json: JSON = ["bound": .array(result.bound.map { .string($0) }), "failed": .array(failed)]
        print(json.prettyText() + "\n")
    } else if !result.bound.isEmpty {
        print(result.bound.map { "bound \($0)\n" }.joined())
    }
    for failure in result.failed {
        printMessage("\(failure.object) does not fit its table any more: \(failure.reason)")
    }
    if !result.failed.isEmpty {
        printMessage("run 'fraiseql db migrate NAME' and 'fraiseql db upgrade' to make these from the new columns")
    }
}
