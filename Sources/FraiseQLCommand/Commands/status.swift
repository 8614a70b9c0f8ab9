import Configuration
import JSONText
import Migrator
import SchemaMapping

let statusCommand = CommandDefinition(
    path: ["db", "status"],
    summary: "shows where the database stands in the chain of migrations, and what of the API is stale",
    example: "fraiseql db status",
    exitCodes: [
        (
            .somethingToDo,
            "migrations are pending, unfinished, edited, missing or in conflict, objects are unbound, privileges are missing, or the API is stale"
        )
    ],
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let status = try migrating { () throws(MigrationError) -> MigrationStatus in
            try Migrator.status(workplace.connection, workplace.configuration)
        }
        if invocation.wantsJSON {
            printJSON(statusJSON(status))
        } else {
            printLines(statusLines(status))
        }
        return status.hasWork ? .somethingToDo : .done
    })

private func statusLines(_ status: MigrationStatus) -> [String] {
    var lines = status.entries.map { entry in
        var line = "\(entry.version)_\(entry.name)  \(entry.state.rawValue), \(entry.stepsDone) of \(entry.steps) steps"
        if let user = entry.appliedBy, let program = entry.appliedWith, let start = entry.startedAt {
            line += ", \(start) by \(user) with \(program)"
        }
        if let milliseconds = entry.milliseconds { line += ", \(milliseconds) ms" }
        if entry.isMadeByApply {
            line += ", made by 'fraiseql db apply', which writes no files"
        } else if !entry.isInFolder {
            line += ", not in the folder"
        }
        if let version = entry.caughtUpWith { line += ", caught up with \(version)" }
        if !entry.editedFiles.isEmpty { line += ", edited since: \(entry.editedFiles.joined(separator: ", "))" }
        return line
    }
    if lines.isEmpty { lines = ["no migrations: 'fraiseql db migrate NAME' writes the first"] }
    if !status.unbound.isEmpty {
        lines.append(
            "unbound: \(status.unbound.joined(separator: ", ")): 'fraiseql db bind' makes them again, or, where columns "
                + "below them are gone, the next migration")
    }
    lines += (status.unreadable + [status.problem].compactMap(\.self)).map { "problem: \($0)" }
    lines += status.missingPrivileges.map { "missing privilege: run `\($0)`" }
    lines += status.stale.map { "stale: \($0)" }
    // What is wrong with the configuration has a line for each error.
    lines += (status.staleProblem?.split(separator: "\n") ?? []).map { "problem: \($0)" }
    if !status.stale.isEmpty { lines.append("'fraiseql db plan' shows what brings the API up to date") }
    return lines
}

private func statusJSON(_ status: MigrationStatus) -> JSON {
    [
        "migrations": .array(
            status.entries.map { entry in
                [
                    "version": .string(entry.version), "name": .string(entry.name),
                    "state": .string(entry.state.rawValue), "stepsDone": JSON(entry.stepsDone),
                    "steps": JSON(entry.steps), "isInFolder": .bool(entry.isInFolder),
                    "isMadeByApply": .bool(entry.isMadeByApply), "caughtUpWith": JSON(entry.caughtUpWith),
                    "editedFiles": .array(entry.editedFiles.map { .string($0) }), "appliedBy": JSON(entry.appliedBy),
                    "appliedWith": JSON(entry.appliedWith), "startedAt": JSON(entry.startedAt),
                    "milliseconds": entry.milliseconds.map { JSON($0) } ?? .null,
                ]
            }),
        "unbound": .array(status.unbound.map { .string($0) }),
        "unreadable": .array(status.unreadable.map { .string($0) }), "problem": JSON(status.problem),
        "stale": .array(
            status.stale.map { subject in
                [
                    "subject": .string(subject.difference.subject),
                    "changes": .array(subject.difference.changes.map { .string($0) }),
                    "commands": .array(
                        subject.commands.map { command in
                            [
                                "command": .string(command.command), "login": .string(command.login),
                                "at": .string(command.time),
                            ]
                        }),
                ]
            }),
        "staleProblem": JSON(status.staleProblem),
        "missingPrivileges": .array(status.missingPrivileges.map { .string($0) }),
        "hasWork": .bool(status.hasWork),
    ]
}
