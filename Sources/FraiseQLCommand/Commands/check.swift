import HostSystem
import JSONText
import SchemaMapping

let checkCommand = CommandDefinition(
    path: ["check"],
    summary: "reports naming clashes, missing keys and indexes, and what is not exposed and why",
    example: "fraiseql check",
    exitCodes: [(.somethingToDo, "there are warnings or errors")],
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let mapping = try mapDatabase(workplace, try readInstalled(workplace))
        if invocation.wantsJSON {
            printJSON(["findings": .array(mapping.findings.map(\.json))])
        } else {
            printLines(mapping.findings.flatMap(\.lines))
        }
        let serious = mapping.findings.count { $0.severity != .notice }
        if mapping.findings.isEmpty { printMessage("nothing is to report") }
        return serious == 0 ? .done : .somethingToDo
    })
