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
        let text = planText(plan)
        if invocation.wantsJSON {
            printJSON(["empty": .bool(plan.isEmpty), "steps": JSON(plan.stepCount), "sql": .string(text)])
        } else {
            printAnswer(text)
        }
        if plan.isEmpty { printMessage("nothing is to do") }
        return plan.isEmpty ? .done : .somethingToDo
    })
