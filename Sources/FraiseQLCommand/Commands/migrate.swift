import HostSystem
import JSONText
import Migrator

let migrateCommand = CommandDefinition(
    path: ["db", "migrate"],
    summary: "writes the plan as a reviewable migration",
    details: "Writes MIGRATIONS/<timestamp>_NAME/up.sql and down.sql. Read them, commit them, then run "
        + "'fraiseql db upgrade'.",
    operands: [OperandDefinition(name: "NAME", help: "what it is for: lower-case letters, digits and _")],
    options: [OptionDefinition(name: "empty", help: "write an empty pair, for statements of your own")],
    example: "fraiseql db migrate first_api",
    run: { (invocation) throws(CommandFailure) in
        let name = invocation.operands[0]
        try migrating { () throws(MigrationError) in try checkMigrationName(name) }
        let workplace = try openWorkplace(invocation)
        let path = try migrating { () throws(MigrationError) -> String? in
            if invocation.has("empty") {
                return try writeEmptyMigration(workplace.connection, workplace.configuration, name: name)
            }
            return try writeMigration(workplace.connection, workplace.configuration, name: name)
        }
        if invocation.wantsJSON {
            printJSON(["path": path.map { .string($0) } ?? .null])
        } else if let path {
            printLines([path])
        }
        if path == nil { printMessage("nothing is to do: no migration is written") }
        return .done
    })
