import Suggestions

/// What a command line asks for.
enum Request: Sendable {
    case run(Invocation)
    /// Help for one command, or for the commands below a path.
    case help([String])
    case version
}

/// Reads the arguments behind the program's name. Options may stand anywhere before `--`.
func parseArguments(_ arguments: [String], _ table: [CommandDefinition]) throws(CommandFailure) -> Request {
    // `fraiseql help db plan` is `fraiseql db plan --help`.
    if arguments.count > 1, arguments.first == "help" {
        return try parseArguments(arguments.dropFirst() + ["--help"], table)
    }
    var words = arguments[...]
    var path: [String] = []
    while let word = words.first, !word.hasPrefix("-"), table.contains(where: { $0.path.starts(with: path + [word]) }) {
        path.append(word)
        words.removeFirst()
        if table.contains(where: { $0.path == path }) { break }
    }
    guard let command = table.first(where: { $0.path == path }) else {
        if let word = words.first, ["--help", "-h", "help"].contains(word) { return .help(path) }
        if words.isEmpty { return .help(path) }
        if path.isEmpty, words.first == "--version" { return .version }
        throw unknownCommand(path, words[words.startIndex], table)
    }
    return try parseInvocation(command, words)
}

private func unknownCommand(_ path: [String], _ word: String, _ table: [CommandDefinition]) -> CommandFailure {
    let candidates = table.filter { $0.path.starts(with: path) }.map { $0.path[path.count] }
    let known = Set(candidates).sorted().joined(separator: ", ")
    let place = path.isEmpty ? "" : " \(path.joined(separator: " "))"
    let suggestion = suggestionSuffix(for: word, among: Set(candidates).sorted())
    return CommandFailure(
        "unknown command \"\(word)\"\(suggestion)\nfraiseql\(place) knows: \(known)", exitCode: .usage)
}

private func parseInvocation(
    _ command: CommandDefinition, _ words: ArraySlice<String>
) throws(CommandFailure) -> Request {
    let known = command.options + OptionDefinition.common
    var invocation = Invocation(command: command, operands: [], options: [:], rest: [])
    var words = words
    while let word = words.popFirst() {
        if word == "--" {
            guard command.takesRest else { throw usage(command, "\"--\" means nothing to this command") }
            invocation.rest = Array(words)
            break
        }
        if word == "-h" { return .help(command.path) }
        guard word.hasPrefix("-") else {
            invocation.operands.append(word)
            continue
        }
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = known.first(where: { "--\($0.name)" == parts[0] }) else {
            throw usage(
                command,
                "unknown option \(parts[0])" + suggestionSuffix(for: parts[0], among: known.map { "--\($0.name)" }))
        }
        if option.name == "help" { return .help(command.path) }
        guard invocation.options[option.name] == nil else { throw usage(command, "--\(option.name) stands twice") }
        if option.value == nil {
            guard parts.count == 1 else { throw usage(command, "--\(option.name) takes no value") }
            invocation.options[option.name] = ""
        } else if parts.count == 2 {
            invocation.options[option.name] = parts[1]
        } else if let value = words.popFirst() {
            invocation.options[option.name] = value
        } else {
            throw usage(command, "--\(option.name) needs a value: --\(option.name) \(option.value ?? "VALUE")")
        }
    }
    try checkOperands(invocation)
    return .run(invocation)
}

private func checkOperands(_ invocation: Invocation) throws(CommandFailure) {
    let command = invocation.command
    let required = command.operands.count { $0.isRequired }
    if invocation.operands.count < required {
        throw usage(command, "missing \(command.operands[invocation.operands.count].name)")
    }
    if invocation.operands.count > command.operands.count, command.operands.last?.isRepeated != true {
        throw usage(command, "too many arguments: \"\(invocation.operands[command.operands.count])\"")
    }
    if command.takesRest, invocation.rest.isEmpty {
        throw usage(command, "nothing stands behind \"--\"")
    }
}

/// Why a command line is wrong, with the way to say it.
func usage(_ command: CommandDefinition, _ message: String) -> CommandFailure {
    CommandFailure(
        "\(message)\nusage: \(usageLine(command))\nfor more: fraiseql \(command.name) --help", exitCode: .usage)
}
