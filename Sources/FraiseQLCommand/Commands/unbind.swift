import HostSystem
import JSONText
import Migrator
import SQLText

let unbindCommand = CommandDefinition(
    path: ["db", "unbind"],
    summary: "drops the generated views on tables that are about to change",
    details: "Views pin their columns; until 'fraiseql db bind' the sidecar answers requests on them with 503.",
    operands: [tablesToUnbind],
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
            tellUnbound(objects) { printLines([$0]) }
        }
        return .done
    })

/// Of `unbind` and `around`.
func tellUnbound(_ objects: [String], _ print: (String) -> Void) {
    for object in objects { print("unbound \(printable(object))") }
    if objects.isEmpty { printMessage("nothing is to unbind: no generated view on these tables is bound") }
}

let tablesToUnbind = OperandDefinition(
    name: "TABLE", help: "the table as SQL writes it, such as public.orders (default: all)", isRequired: false,
    isRepeated: true)
