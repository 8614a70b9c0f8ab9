import HostSystem
import InstallPlanner
import JSONText
import Migrator

let planCommand = CommandDefinition(
    path: ["db", "plan"],
    summary: "prints the SQL that would bring the database to the configuration",
    details: "Reads the database and changes nothing. Standard output holds the SQL and nothing else.",
    example: "fraiseql db plan > plan.sql",
    exitCodes: [(.somethingToDo, "the plan is not empty")],
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let plan = try migrating { () throws(MigrationError) in
            try planMigration(workplace.connection, workplace.configuration)
        }
        let text = planText(plan, workplace.configuration)
        if invocation.wantsJSON {
            printJSON([
                "empty": .bool(plan.isEmpty), "steps": JSON(plan.stepCount), "sql": .string(text),
                "pending": .array(plan.pending.map { .string($0) }),
            ])
        } else {
            printAnswer(text)
        }
        if !plan.pending.isEmpty {
            printMessage(
                "migrations wait to be applied: \(plan.pending.joined(separator: ", ")); this plan is against the database "
                    + "without them: run 'fraiseql db upgrade' first")
        }
        if plan.isEmpty { printMessage("nothing is to do") }
        return plan.isEmpty ? .done : .somethingToDo
    })
