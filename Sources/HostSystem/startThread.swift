private import Glibc

/// A running thread of the operating system, to be joined or detached.
package struct RunningThread: @unchecked Sendable {
    fileprivate let thread: pthread_t

    package func join() { pthread_join(thread, nil) }
    package func detach() { pthread_detach(thread) }
}

/// Starts a thread with a name of at most 15 bytes, as `top -H` shows it.
package func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) -> RunningThread {
    let start = Unmanaged.passRetained(ThreadBody(name, body))
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, runThread, start.toOpaque())
    guard status == 0 else {
        start.release()
        throw SystemError("pthread_create", name, code: status)
    }
    return RunningThread(thread: thread)
}

/// Processors that are online.
package func processorCount() -> Int {
    max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

private final class ThreadBody: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

/// A plain function, because a closure literal may be bound to an actor, which the new thread is not.
private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue()
    nameThread(start.name)
    start.body()
    return nil
}

/// The thread's name through /proc, since `pthread_setname_np` is not in Swift's Glibc.
private func nameThread(_ name: String) {
    let path = "/proc/thread-self/comm"
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    try? writeAll(Array(name.utf8.prefix(15)), to: descriptor, path: path)
    close(descriptor)
}
