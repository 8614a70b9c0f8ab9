import Configuration
import HostSystem
import JSONText
import Migrator

let upgradeCommand = CommandDefinition(
    path: ["db", "upgrade"],
    summary: "applies the pending migrations",
    details: "Each step runs in a transaction of its own together with its record, so a broken run resumes where it "
        + "stopped.",
    operands: [
        OperandDefinition(name: "VERSION", help: "the last one to apply (default: all)", isRequired: false)
    ],
    example: "fraiseql db upgrade",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let applied = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try upgrade(
                workplace.connection, workplace.configuration, to: invocation.operands.first, progress: progress.tell)
        }
        printMigrations(invocation, "applied", applied)
        return .done
    })

let downgradeCommand = CommandDefinition(
    path: ["db", "downgrade"],
    summary: "takes migrations back",
    details: "'base' removes everything that FraiseQL installed and leaves the database as it was.",
    operands: [
        OperandDefinition(
            name: "VERSION", help: "the one that stays in force, or 'base' (default: take the last one back)",
            isRequired: false)
    ],
    example: "fraiseql db downgrade base",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let target = invocation.operands.first.map { $0 == "base" ? DowngradeTarget.base : .version($0) }
        let undone = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try downgrade(workplace.connection, workplace.configuration, to: target, progress: progress.tell)
        }
        printMigrations(invocation, "undone", undone)
        return .done
    })

let applyCommand = CommandDefinition(
    path: ["db", "apply"],
    summary: "plans and applies in one go, for development",
    details: "Writes no files; the way back is kept in the database.",
    example: "fraiseql db apply",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let version = try migratingWithProgress(invocation) { (progress) throws(MigrationError) in
            try apply(workplace.connection, workplace.configuration, progress: progress.tell)
        }
        printMigrations(invocation, "applied", version.map { ["\($0)_apply"] } ?? [])
        return .done
    })

private func printMigrations(_ invocation: Invocation, _ what: String, _ names: [String]) {
    if invocation.wantsJSON {
        printJSON([what: .array(names.map { .string($0) })])
    } else {
        printLines(names.map { "\(what) \($0)" })
    }
    if names.isEmpty { printMessage("nothing is to do") }
}
