/// `fraiseql db downgrade VERSION [options]`.
func usageLine(_ command: CommandDefinition) -> String {
    var line = "fraiseql \(command.name)"
    for operand in command.operands {
        let name = operand.isRepeated ? "\(operand.name)..." : operand.name
        line += operand.isRequired ? " \(name)" : " [\(name)]"
    }
    return line + " [options]" + (command.takesRest ? " -- COMMAND..." : "")
}

/// The help of one command.
func commandHelp(_ command: CommandDefinition) -> String {
    var text = "\(command.summary)\n\nusage: \(usageLine(command))\n"
    if !command.details.isEmpty { text += "\n\(command.details)\n" }
    if !command.operands.isEmpty { text += "\n" + columns(command.operands.map { ($0.name, $0.help) }) }
    text += "\noptions:\n"
    text += columns(
        (command.options + OptionDefinition.common).map { option in
            ("--\(option.name)" + (option.value.map { " \($0)" } ?? ""), option.help)
        })
    let codes = [(ExitCode.done, "done"), (.failed, "failed")] + command.exitCodes + [(.usage, "wrong usage")]
    text += "\nexit codes: " + codes.map { "\($0.0.rawValue) \($0.1)" }.joined(separator: ", ") + "\n"
    return text + "\nexample:\n  \(command.example)\n"
}

/// The commands below a path, with their summaries; of all when the path is empty.
func overviewHelp(_ path: [String], _ table: [CommandDefinition]) -> String {
    var text = "FraiseQL serves an existing PostgreSQL database as GraphQL, from SQL that it installs by migrations.\n"
    text += "\nusage: fraiseql \(path.isEmpty ? "COMMAND" : path.joined(separator: " ") + " COMMAND") [options]\n\n"
    text += columns(table.filter { $0.path.starts(with: path) }.map { ($0.name, $0.summary) })
    return text + "\nfor one command: fraiseql COMMAND --help\n"
}

private func columns(_ rows: [(left: String, right: String)]) -> String {
    let width = (rows.map(\.left.count).max() ?? 0) + 2
    return rows.map { row in
        "  \(row.left)\(String(repeating: " ", count: width - row.left.count))\(row.right)\n"
    }.joined()
}
