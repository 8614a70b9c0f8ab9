private import Glibc

/// What the operator can tell a running server.
package enum OperatorSignal: Hashable, Sendable {
    /// SIGTERM or SIGINT.
    case stop
    /// SIGHUP.
    case reload
}

/// A reader that goes away, such as `head`, is an error of the write (EPIPE) from now on and ends nothing.
package func outliveReaders() {
    signal(SIGPIPE, SIG_IGN)
}

/// Keeps SIGTERM, SIGINT and SIGHUP for `waitForOperatorSignal`, and outlives readers. Before the first thread starts,
/// since threads inherit this.
package func holdOperatorSignals() {
    outliveReaders()
    var signals = operatorSignals()
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}

/// Waits for the next of the held signals.
package func waitForOperatorSignal() -> OperatorSignal {
    var signals = operatorSignals()
    var received: Int32 = 0
    while sigwait(&signals, &received) != 0 {}
    return received == SIGHUP ? .reload : .stop
}

/// What SIGTERM from outside would do.
package func stopThisProcess() {
    kill(getpid(), SIGTERM)
}

/// From now on a signal ends the process at once, for an operator who does not want to wait any longer.
package func releaseOperatorSignals() {
    var signals = operatorSignals()
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}

/// Raises the number of files and sockets that the process may open to what the system allows.
package func raiseFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

private func operatorSignals() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, signal) }
    return signals
}
