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
            "migrations are pending, unfinished, edited or in conflict, objects are unbound, or the API is stale"
        )
    ],
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let status = try migrating { () throws(MigrationError) -> MigrationStatus in
            try Migrator.status(workplace.connection, directory: workplace.configuration.migrationsDirectory)
        }
        let staleness = try readStaleness(workplace)
        if invocation.wantsJSON {
            printJSON(statusJSON(status, staleness))
        } else {
            printLines(statusLines(status) + staleness.lines)
        }
        return status.hasWork || !staleness.lines.isEmpty ? .somethingToDo : .done
    })

/// How the installed API differs from the database and the configuration.
private struct Staleness {
    var entities: [StaleEntity] = []
    /// Why it cannot be compared.
    var problem: String?

    var lines: [String] {
        // What is wrong with the configuration has a line for each error.
        let problems = problem?.split(separator: "\n").map { "problem: \($0)" } ?? []
        return entities.map { "stale: \($0)" } + problems
            + (entities.isEmpty ? [] : ["'fraiseql db plan' shows what brings the API up to date"])
    }
}

/// The chain is told even where the database does not fit the configuration.
private func readStaleness(_ workplace: Workplace) throws(CommandFailure) -> Staleness {
    do throws(MigrationError) {
        return Staleness(entities: try staleEntities(workplace.connection, workplace.configuration))
    } catch {
        switch error {
        case .mapping, .catalog: return Staleness(problem: error.description)
        default: return try migrating { () throws(MigrationError) in throw error }
        }
    }
}

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
        if !entry.editedFiles.isEmpty { line += ", edited since: \(entry.editedFiles.joined(separator: ", "))" }
        return line
    }
    if lines.isEmpty { lines = ["no migrations"] }
    if !status.unbound.isEmpty { lines.append("unbound: \(status.unbound.joined(separator: ", "))") }
    lines += (status.unreadable + [status.problem].compactMap(\.self)).map { "problem: \($0)" }
    return lines
}

private func statusJSON(_ status: MigrationStatus, _ staleness: Staleness) -> JSON {
    [
        "migrations": .array(
            status.entries.map { entry in
                [
                    "version": .string(entry.version), "name": .string(entry.name),
                    "state": .string(entry.state.rawValue), "stepsDone": JSON(entry.stepsDone),
                    "steps": JSON(entry.steps), "isInFolder": .bool(entry.isInFolder),
                    "isMadeByApply": .bool(entry.isMadeByApply),
                    "editedFiles": .array(entry.editedFiles.map { .string($0) }), "appliedBy": JSON(entry.appliedBy),
                    "appliedWith": JSON(entry.appliedWith), "startedAt": JSON(entry.startedAt),
                    "milliseconds": entry.milliseconds.map { JSON($0) } ?? .null,
                ]
            }),
        "unbound": .array(status.unbound.map { .string($0) }),
        "unreadable": .array(status.unreadable.map { .string($0) }), "problem": JSON(status.problem),
        "stale": .array(
            staleness.entities.map { entity in
                [
                    "subject": .string(entity.difference.subject),
                    "changes": .array(entity.difference.changes.map { .string($0) }),
                    "commands": .array(
                        entity.commands.map { command in
                            [
                                "command": .string(command.command), "login": .string(command.login),
                                "at": .string(command.time),
                            ]
                        }),
                ]
            }),
        "staleProblem": JSON(staleness.problem), "hasWork": .bool(status.hasWork || !staleness.lines.isEmpty),
    ]
}
