import HostSystem
import JSONText
import Migrator
import SQLText

let bindCommand = CommandDefinition(
    path: ["db", "bind"],
    summary: "makes unbound views again",
    details:
        "Gives again what the API role was granted on tables that were made anew meanwhile. Ends with 1 when a view "
        + "could not be bound, or a privilege is missing.",
    example: "fraiseql db bind",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let result = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try bind(workplace.connection, workplace.configuration, progress: progress.tell)
        }
        printBinding(invocation, result, printAnswer)
        if result.isEmpty { printMessage("nothing is to bind: nothing is unbound") }
        return result.isWhole ? .done : .failed
    })

/// Of `bind` and `around`.
func printBinding(_ invocation: Invocation, _ result: BindResult, _ print: (String) -> Void) {
    if invocation.wantsJSON {
        let failed = result.failed.map { ["object": .string($0.object), "reason": .string($0.reason)] as JSON }
        let json: JSON = [
            "bound": .array(result.bound.map { .string($0) }), "failed": .array(failed),
            "granted": .array(result.granted.map { .string($0) }),
            "missingPrivileges": .array(result.missingPrivileges.map { .string($0) }),
        ]
        print(json.prettyText() + "\n")
    } else if !result.bound.isEmpty || !result.granted.isEmpty {
        let lines = result.bound.map { "bound \($0)" } + result.granted.map { "granted again: \($0)" }
        print(lines.map { "\(printable($0))\n" }.joined())
    }
    for statement in result.missingPrivileges {
        let reason = result.reasons[statement].map { ": \(printable($0))" } ?? ""
        printMessage("missing privilege: run `\(printable(statement))`\(reason)")
    }
    for failure in result.failed {
        printMessage("\(printable(failure.object)) does not fit its table any more: \(printable(failure.reason))")
    }
    if !result.failed.isEmpty {
        printMessage("run 'fraiseql db migrate NAME' and 'fraiseql db upgrade' to make these from the new columns")
    }
}
