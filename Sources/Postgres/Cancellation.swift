private import CLibPQ

/// A request to cancel what a connection has under way. It may be sent from any thread.
package final class Cancellation: @unchecked Sendable {
    private let handle: OpaquePointer
    /// Monotonic nanoseconds.
    let startedAt: UInt64

    init?(of connection: OpaquePointer, startedAt: UInt64) {
        guard let handle = PQgetCancel(connection) else { return nil }
        self.handle = handle
        self.startedAt = startedAt
    }

    deinit { PQfreeCancel(handle) }

    /// Blocks: it takes a connection of its own. The server has passed the cancel on when it returns.
    package func send() {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(handle, &message, Int32(message.count))
    }
}
