private import Glibc

/// Finds a program as `runProcess` will: on PATH where its name holds no slash.
/// - Throws: ENOENT where it is nowhere, EACCES where it may not be executed.
package func findProgram(_ name: String) throws(SystemError) {
    var places = [name]
    if !name.contains("/") {
        // An empty part means the folder that the process is in.
        places = (environmentVariable("PATH") ?? "/bin:/usr/bin").split(
            separator: ":", omittingEmptySubsequences: false
        )
        .map { $0.isEmpty ? name : "\($0)/\(name)" }
    }
    var code = ENOENT
    for place in places {
        guard let kind = try? fileKind(place) else { continue }
        if kind == .file && access(place, X_OK) == 0 { return }
        code = EACCES
    }
    throw SystemError("run", name, code: name.isEmpty ? EINVAL : code)
}

/// Runs a program, found on PATH, with this process's standard streams, and waits for it. A reader of its output that
/// goes away ends it, as it would in a shell.
/// - Returns: its exit code; 128 and the signal's number when a signal ended it, as shells say it.
package func runProcess(_ arguments: [String]) throws(SystemError) -> Int32 {
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    guard let program = words[0] else { throw SystemError("run", "", code: EINVAL) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let code = posix_spawnp(&process, program, nil, &attributes, words, environ)
    guard code == 0 else { throw SystemError("run", arguments.first ?? "", code: code) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
        guard errno == EINTR else { throw SystemError("wait for", arguments[0], code: errno) }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
}
