/// A command of the tool: what it is called, what it takes, and the function that runs it. `commandTable` lists them.
struct CommandDefinition: Sendable {
    /// `["db", "plan"]`.
    var path: [String]
    var summary: String
    /// Paragraphs for `--help`, below the summary.
    var details: String = ""
    var operands: [OperandDefinition] = []
    var options: [OptionDefinition] = []
    /// Whether what follows `--` is handed on untouched.
    var takesRest = false
    /// A command line that works, for `--help`.
    var example: String
    /// What exit codes mean here, beyond 0, 1 and 64.
    var exitCodes: [(code: ExitCode, meaning: String)] = []
    var run: @Sendable (Invocation) throws(CommandFailure) -> ExitCode

    var name: String { path.joined(separator: " ") }
}

/// A positional argument.
struct OperandDefinition: Sendable {
    var name: String
    var help: String
    var isRequired = true
    var isRepeated = false
}

/// An option, written `--name` or `--name VALUE`.
struct OptionDefinition: Sendable {
    var name: String
    /// What the value is called in the help; nil for an option without a value.
    var value: String?
    var help: String

    /// Taken by every command.
    static let common: [OptionDefinition] = [
        OptionDefinition(name: "config", value: "FILE", help: "the configuration (default: ./fraiseql.toml)"),
        OptionDefinition(
            name: "database-url", value: "URL",
            help: "the database, before DATABASE_URL and the configuration's [database] url"),
        OptionDefinition(name: "json", help: "write the answer as JSON"),
        OptionDefinition(name: "help", help: "show this help"),
    ]
}

/// A command line that was understood.
struct Invocation: Sendable {
    var command: CommandDefinition
    var operands: [String]
    /// Values by option name; an option without a value has an empty one.
    var options: [String: String]
    /// What stood behind `--`.
    var rest: [String]

    func has(_ option: String) -> Bool { options[option] != nil }
    var wantsJSON: Bool { has("json") }
}

enum ExitCode: Int32, Sendable {
    case done = 0
    case failed = 1
    /// A plan that is not empty, pending migrations, drift, findings.
    case somethingToDo = 2
    /// `EX_USAGE` of sysexits.h.
    case usage = 64
}

/// Why a command ended without its answer: lines for standard error.
struct CommandFailure: Error, Sendable {
    var message: String
    var exitCode: ExitCode = .failed

    init(_ message: String, exitCode: ExitCode = .failed) {
        self.message = message
        self.exitCode = exitCode
    }
}
