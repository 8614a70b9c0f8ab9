import HostSystem
import JSONText
import Migrator
import SQLText

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

/// Of `bind` and `around`.
func printBinding(_ invocation: Invocation, _ result: BindResult, _ print: (String) -> Void) {
    if invocation.wantsJSON {
        let failed = result.failed.map { ["object": .string($0.object), "reason": .string($0.reason)] as JSON }
        let json: JSON = ["bound": .array(result.bound.map { .string($0) }), "failed": .array(failed)]
        print(json.prettyText() + "\n")
    } else if !result.bound.isEmpty {
        print(result.bound.map { "bound \(printable($0))\n" }.joined())
    }
    for failure in result.failed {
        printMessage("\(printable(failure.object)) does not fit its table any more: \(printable(failure.reason))")
    }
    if !result.failed.isEmpty {
        printMessage("run 'fraiseql db migrate NAME' and 'fraiseql db upgrade' to make these from the new columns")
    }
}
