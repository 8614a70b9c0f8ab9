private import Glibc
package import HostSystem

/// A command of the shell that runs beside the test, with its standard output and error in a file.
package final class RunningProcess {
    package let outputPath: String
    private var process: pid_t = 0
    private var exitCode: Int32?

    package init(_ command: String, in folder: String) throws(SystemError) {
        outputPath = "\(folder)/output-\(nextNumber())"
        // It is there before the shell comes to it.
        try writeFile(outputPath, "")
        let line = "cd \(quoteForShell(folder)) && exec \(command) >\(quoteForShell(outputPath)) 2>&1 </dev/null"
        let arguments = ["/bin/sh", "-c", line]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        let code = posix_spawn(&process, "/bin/sh", nil, nil, words, environ)
        guard code == 0 else { throw SystemError("run", command, code: code) }
    }

    /// A test that fails leaves no process behind.
    deinit {
        if exitCode == nil {
            kill(process, SIGKILL)
            _ = waitForExit()
        }
    }

    /// What it has written so far.
    package func output() throws(SystemError) -> String { try readTextFile(outputPath) }

    package enum Signal { case terminate, hangUp }

    package func send(_ signal: Signal) {
        kill(process, signal == .terminate ? SIGTERM : SIGHUP)
    }

    package var hasExited: Bool {
        var status: Int32 = 0
        if exitCode == nil, waitpid(process, &status, WNOHANG) == process { exitCode = code(status) }
        return exitCode != nil
    }

    /// Its exit code; 128 and the signal's number when a signal ended it, as shells say it.
    package func waitForExit() -> Int32 {
        if let exitCode { return exitCode }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        exitCode = code(status)
        return code(status)
    }

    private func code(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
