import HostSystem
import JSONText

/// What `upgrade`, `apply` and `downgrade` answer.
func printMigrations(_ invocation: Invocation, _ what: String, _ names: [String]) {
    if invocation.wantsJSON {
        printJSON([what: .array(names.map { .string($0) })])
    } else {
        printLines(names.map { "\(what) \($0)" })
    }
    if names.isEmpty { printMessage("nothing is to do") }
}
