import Glibc
import HostSystem

/// The executable: arguments in, exit code out.
@main enum FraiseQLCommand {
    static func main() {
        // Half of a migration's steps because somebody read ten lines of its progress would help nobody.
        outliveReaders()
        // Without exit handlers: OpenSSL's take its tables away from a thread that may still be connecting to PostgreSQL,
        // which then crashes. Nothing here needs them, since answers and messages are written unbuffered.
        _exit(runCommandLine(Array(CommandLine.arguments.dropFirst())).rawValue)
    }
}

private func runCommandLine(_ arguments: [String]) -> ExitCode {
    let exitCode = answer(arguments)
    // Whoever reads the file next would take a part for the whole.
    guard let failure = unwrittenAnswer() else { return exitCode }
    printMessage("fraiseql: the answer is not whole: \(failure)")
    return .failed
}

private func answer(_ arguments: [String]) -> ExitCode {
    do throws(CommandFailure) {
        switch try parseArguments(arguments, commandTable) {
        case .run(let invocation): return try invocation.command.run(invocation)
        case .version: printVersion(asJSON: false)
        case .help(let path):
            let command = commandTable.first { $0.path == path }
            printAnswer(command.map(commandHelp) ?? overviewHelp(path, commandTable))
        }
        return .done
    } catch {
        printMessage("fraiseql: \(error.message)")
        return error.exitCode
    }
}
