import HostSystem
package import Postgres

/// The connections of one event loop as they come and go: opened, watched, missed, made anew. Belongs to the loop's thread.
package final class ConnectionKeeper: @unchecked Sendable {
    package enum Change {
        case connected
        case lost(PostgresError)
        case refused(PostgresError)
    }

    /// Told when a connection has come or gone, or could not be made.
    var onChange: ((Change) -> Void)?
    /// Told when one has gone, with the reads that it owed an outcome.
    var onLoss: ((PostgresError, [Read]) -> Void)?

    let slots: [ConnectionSlot]
    private(set) var isClosed = false
    private let loop: EventLoop
    let options: ConnectionPool.Options
    /// Ended connections, kept until none of their code is on the stack.
    private var ended: [AnyObject] = []
    private var hasHeardFromServer = false

    init(on loop: EventLoop, _ options: ConnectionPool.Options) {
        self.loop = loop
        self.options = options
        let count = max(1, options.connections)
        slots = (0..<count).map { ConnectionSlot(isLane: count > 1 && $0 == count - 1) }
    }

    /// The first connection is what a start waits for, so the others do not compete with it.
    func open() { connect(slots[0]) }

    func close() {
        isClosed = true
        for slot in slots { slot.connection?.lose() }
    }

    /// Sends what this iteration of the loop has gathered.
    func send(now: UInt64) {
        for slot in slots {
            guard let connection = slot.connection else { continue }
            connection.send(now: now)
            slot.adjustInterest()
        }
    }

    /// At the end of an iteration, when none of their code is on the stack.
    func letGoOfEnded() { ended.removeAll(keepingCapacity: true) }

    /// Reads that wait or are under way on a connection.
    var load: Int { slots.reduce(0) { $0 + ($1.connection?.load ?? 0) } }

    /// Whether a read would find a connection.
    var isAvailable: Bool { slots.contains { $0.connection != nil } }

    var count: Int { slots.count { $0.connection != nil } }

    /// Where slow statements run.
    var lane: PipelineConnection? { slots.last { $0.isLane }?.connection }

    /// Whether some connection for ordinary reads owes no answer that the server should have given or ended by now.
    var isAnswering: Bool {
        let now = monotonicNanoseconds()
        return slots.contains { slot in
            guard !slot.isLane, slot.connection != nil, slot.ping == nil else { return false }
            return !slot.isBusy(forLongerThan: options.settings.statementTimeout, now: now)
        }
    }

    /// Somebody else got no answer from the server: each connection for ordinary reads is to show that it gets one.
    /// Without traffic nothing else would tell that the server hangs.
    func doubt() {
        let now = monotonicNanoseconds()
        for slot in slots where !slot.isLane && slot.ping == nil {
            let ping = Read.ping { [weak slot] ping in
                if slot?.ping === ping { slot?.ping = nil }
            }
            if slot.connection?.submit(ping, now: now) == true { slot.ping = ping }
        }
    }

    /// The server ends slow statements; one that is still under way since before a time means that the server or the
    /// network no longer answers. Reads that could not be sent since then have waited enough.
    func giveUp(whatBeganBefore time: UInt64, after milliseconds: UInt64) {
        for slot in slots {
            guard let connection = slot.connection else { continue }
            connection.expireWaiting(submittedBefore: time)
            if let oldest = connection.oldestFlight, oldest < time {
                connection.lose(
                    PostgresError(sqlState: SQLState.queryCanceled, message: "no answer after \(milliseconds) ms"))
            }
        }
    }

    private func connect(_ slot: ConnectionSlot) {
        openSession(options.url, options.settings, on: loop) { [self] in finishConnecting(slot, $0) }
    }

    private func finishConnecting(_ slot: ConnectionSlot, _ session: Result<Session, PostgresError>) {
        if isClosed { return }
        if !hasHeardFromServer {
            hasHeardFromServer = true
            for slot in slots.dropFirst() { connect(slot) }
        }
        switch session {
        case .success(let session):
            var limits = options.limits
            if slot.isLane { (limits.batch, limits.batches, limits.reads) = (1, 1, min(limits.reads, 64)) }
            guard let connection = PipelineConnection(session, limits: limits) else { return }
            let isWatched = slot.take(connection, on: loop) { [unowned self, unowned slot] error, reads in
                lose(slot, error, reads)
            }
            guard isWatched else {
                onChange?(
                    .refused(PostgresError(sqlState: SQLState.noConnection, message: "its socket cannot be watched")))
                return connectLater(slot)
            }
            onChange?(.connected)
        case .failure(let error):
            onChange?(.refused(error))
            connectLater(slot)
        }
    }

    private func connectLater(_ slot: ConnectionSlot) {
        loop.after(milliseconds: Int(slot.backoff.next())) { [weak self, weak slot] in
            guard let self, let slot, !isClosed else { return }
            connect(slot)
        }
    }

    private func lose(_ slot: ConnectionSlot, _ error: PostgresError, _ reads: [Read]) {
        ended += slot.clear()
        if !isClosed {
            onChange?(.lost(error))
            connectLater(slot)
        }
        onLoss?(error, reads)
    }
}
