import HostSystem
import Postgres

/// The place of one connection, which comes and goes. Belongs to the loop's thread.
final class ConnectionSlot: @unchecked Sendable {
    let isLane: Bool
    private(set) var connection: PipelineConnection?
    var backoff = Backoff()
    /// Sent to see whether the server answers, and not answered yet.
    var ping: Read?
    /// The last read here of which nobody knew how long it would take: one at a time, alone in its flight.
    private(set) var guest: Read?
    private var watch: Watch?
    private var watchesWrites = false

    init(isLane: Bool) { self.isLane = isLane }

    var hasGuest: Bool { guest.map { !$0.isDone } ?? false }

    /// Whether the server has been at a flight for longer than so many milliseconds.
    func isBusy(forLongerThan milliseconds: Int, now: UInt64) -> Bool {
        connection?.oldestFlight.map { isOver(milliseconds, since: $0, now: now) } ?? false
    }

    /// Whether what the server is at is a guest, who makes way sooner than others.
    var isAtGuest: Bool { guest != nil && connection?.oldest === guest }

    func take(guest read: Read, now: UInt64) -> Bool {
        guard connection?.submit(read, now: now) == true else { return false }
        guest = read
        return true
    }

    /// - Parameter lost: told once, with the reads that had no outcome.
    /// - Returns: false when the socket cannot be watched: no answer would ever be seen.
    func take(
        _ connection: PipelineConnection, on loop: EventLoop, lost: @escaping (PostgresError, [Read]) -> Void
    ) -> Bool {
        let watch = loop.watch(connection.socket, .readable) { [unowned self] events in
            if events.contains(.writable) { self.connection?.flush() }
            if events.contains(.readable) { self.connection?.readable(now: monotonicNanoseconds()) }
            adjustInterest()
        }
        guard watch.isWatching else { return false }
        connection.onLoss = lost
        self.connection = connection
        self.watch = watch
        watchesWrites = false
        backoff.reset()
        return true
    }

    func adjustInterest() {
        guard let connection, connection.wantsWrite != watchesWrites else { return }
        watchesWrites = connection.wantsWrite
        watch?.setInterest(connection.wantsWrite ? [.readable, .writable] : .readable)
    }

    /// Without its connection, which may be on the stack: the caller keeps what it gets until it is not.
    func clear() -> [AnyObject] {
        let parts: [AnyObject?] = [connection, watch]
        watch?.stop()
        watch = nil
        connection = nil
        ping = nil
        guest = nil
        return parts.compactMap { $0 }
    }
}

func isOver(_ milliseconds: Int, since begun: UInt64, now: UInt64) -> Bool {
    now > begun &+ UInt64(max(0, milliseconds)) &* 1_000_000
}

/// Opens a session on a thread of its own, because name resolution blocks, and hands it over on the loop's.
func openSession(
    _ url: String, _ settings: SessionSettings, on loop: EventLoop,
    finished: @escaping @Sendable (Result<Session, PostgresError>) -> Void
) {
    do throws(SystemError) {
        try startThread("connect") {
            let session: Result<Session, PostgresError>
            do throws(PostgresError) { session = .success(try openSession(url, settings)) } catch {
                session = .failure(error)
            }
            loop.post { finished(session) }
        }.detach()
    } catch {
        finished(.failure(PostgresError(sqlState: SQLState.noConnection, message: error.description)))
    }
}
