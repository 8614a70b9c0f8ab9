import Configuration
import HostSystem
import JSONText
import Migrator

let verifyCommand = CommandDefinition(
    path: ["db", "verify"],
    summary: "finds what was changed or dropped by hand since the migrations ran, also below the views",
    example: "fraiseql db verify --json",
    exitCodes: [(.somethingToDo, "something drifted")],
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let drift = try migrating { () throws(MigrationError) in
            try verify(workplace.connection, workplace.configuration)
        }
        if invocation.wantsJSON {
            printJSON(["drift": .array(drift.map { .string($0.description) })])
        } else {
            printLines(drift.map(\.description))
        }
        if drift.isEmpty { printMessage("nothing drifted") }
        return drift.isEmpty ? .done : .somethingToDo
    })
