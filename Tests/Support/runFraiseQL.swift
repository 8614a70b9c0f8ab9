package import HostSystem

/// What a command of the tool answered.
package struct CommandResult: Hashable, Sendable {
    package var exitCode: Int32
    /// Standard output.
    package var answer: String
    /// Standard error.
    package var messages: String
}

/// Runs the `fraiseql` of this build in a folder, as a user does.
package func runFraiseQL(
    _ arguments: [String], in folder: String, database: String? = nil
) throws(SystemError) -> CommandResult {
    let number = nextNumber()
    let answer = "\(folder)/answer-\(number)"
    let messages = "\(folder)/messages-\(number)"
    let words = (["\(repositoryRoot)/.build/debug/fraiseql"] + arguments).map(quoteForShell).joined(separator: " ")
    let variable = database.map { "DATABASE_URL=\(quoteForShell($0)) " } ?? "env -u DATABASE_URL "
    let code = run("cd \(quoteForShell(folder)) && \(variable)\(words) >\(answer) 2>\(messages) </dev/null")
    return CommandResult(exitCode: code, answer: try readTextFile(answer), messages: try readTextFile(messages))
}

package func quoteForShell(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
