import Glibc
import HostSystem

/// The executable: arguments in, exit code out.
@main enum FraiseQLCommand {
    static func main() {
        exit(runCommandLine(Array(CommandLine.arguments.dropFirst())).rawValue)
    }
}

private func runCommandLine(_ arguments: [String]) -> ExitCode {
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
