import HostSystem
package import Postgres

/// The connections of one event loop. A read goes where least is waiting; one that was slow when it ran last goes to a
/// lane of its own, one at a time, so that nothing waits behind it. One that proves slow while others wait is sent there
/// too. Belongs to the loop's thread.
package final class ConnectionPool: @unchecked Sendable {
    package struct Options: Sendable {
        package var url: String
        package var settings: SessionSettings
        package var limits: PipelineConnection.Limits
        /// From two on, the last one is the lane of slow reads.
        package var connections: Int
        /// In milliseconds: a flight that has been under way for longer, while others wait, makes way for them. Longer than
        /// a migration holds its locks, unless its `lock_timeout` is raised.
        package var evictAfter = 600
        /// In milliseconds: a connection whose oldest flight has been under way for longer is given no more.
        package var stuckAfter = 1_000
        /// In milliseconds: how long a read waits for one that is not.
        package var holdTimeout = 500
        /// In milliseconds after the statement timeout: a connection that still owes an answer then is given up.
        package var lossGrace = 5_000

        package init(
            url: String, connections: Int, settings: SessionSettings, limits: PipelineConnection.Limits
        ) {
            self.url = url
            self.connections = connections
            self.settings = settings
            self.limits = limits
        }
    }

    private final class Slot {
        let isLane: Bool
        var connection: PipelineConnection?
        var watch: Watch?
        var watchesWrites = false
        var backoff = Backoff()
        /// Sent to see whether the server answers, and not answered yet.
        var ping: Read?

        init(isLane: Bool) { self.isLane = isLane }
    }

    /// Told when a connection has come or gone, or could not be made.
    package var onChange: ((Change) -> Void)?

    package enum Change {
        case connected
        case lost(PostgresError)
        case refused(PostgresError)
    }

    private let loop: EventLoop
    private let options: Options
    private let slots: [Slot]
    /// Reads for which every connection is stuck or the lane is full, the oldest first.
    private var held: [Read] = []
    /// Ended connections, kept until none of their code is on the stack.
    private var ended: [(PipelineConnection, Watch?)] = []
    private var timer: EventLoop.TimerID?
    private var isClosed = false
    private var hasHeardFromServer = false

    package init(on loop: EventLoop, _ options: Options) {
        self.loop = loop
        self.options = options
        let count = max(1, options.connections)
        slots = (0..<count).map { Slot(isLane: count > 1 && $0 == count - 1) }
    }

    /// Begins to connect; goes on trying until `close`. The first connection is what a start waits for, so the others
    /// do not compete with it.
    package func open() {
        connect(slots[0])
        timer = loop.every(milliseconds: 250) { [unowned self] in tick() }
    }

    package func close() {
        isClosed = true
        if let timer { loop.cancel(timer) }
        for slot in slots { slot.connection?.lose() }
        let error = PostgresError(sqlState: SQLState.noConnection, message: "the server stops")
        for read in takeHeld() { read.complete(.unavailable(error)) }
        endOfIteration()
    }

    /// Reads that wait or are under way.
    var load: Int { slots.reduce(held.count) { $0 + ($1.connection?.load ?? 0) } }

    /// Whether a read would find a connection.
    package var isAvailable: Bool { connectionCount > 0 }

    var connectionCount: Int { slots.count { $0.connection != nil } }

    /// Whether some connection for ordinary reads owes no answer that the server should have given or ended by now.
    package var isAnswering: Bool {
        let now = monotonicNanoseconds()
        let deadline = UInt64(max(0, options.settings.statementTimeout)) * 1_000_000
        return slots.contains { slot in
            guard !slot.isLane, let connection = slot.connection, slot.ping == nil else { return false }
            return !isOlder(connection.oldestFlight, than: deadline, now: now)
        }
    }

    /// Somebody else got no answer from the server: each connection for ordinary reads is to show that it gets one.
    /// Without traffic nothing else would tell that the server hangs.
    package func doubt() {
        let now = monotonicNanoseconds()
        for slot in slots where !slot.isLane && slot.ping == nil {
            let ping = Read.ping { [weak slot] ping in
                if slot?.ping === ping { slot?.ping = nil }
            }
            if slot.connection?.submit(ping, now: now) == true { slot.ping = ping }
        }
    }

    /// Hands a read to a connection, or tells why none takes it. False when all queues are full.
    package func submit(_ read: Read, isSlow: Bool) -> Bool {
        let now = monotonicNanoseconds()
        switch choose(isSlow: isSlow, now: now) {
        case .connection(let connection): return connection.submit(read, now: now) || isSlow && hold(read, now: now)
        case .hold: return hold(read, now: now)
        case .none:
            read.complete(.unavailable(PostgresError(sqlState: SQLState.noConnection, message: "no connection")))
            return true
        }
    }

    /// Nobody waits for this read any more. Shared connections go on with it, since a cancel could hit another's.
    package func abandon(_ read: Read) {
        if let place = held.firstIndex(where: { $0 === read }) {
            held.remove(at: place)
            return read.complete(.expired)
        }
        guard let place = slots.lastIndex(where: { $0.isLane }), let connection = slots[place].connection,
            let cancellation = connection.abandon(read, now: monotonicNanoseconds())
        else { return }
        send(cancellation, place)
    }

    /// Sending takes a connection of its own, and time.
    private func send(_ cancellation: Cancellation, _ place: Int) {
        do throws(SystemError) {
            try startThread("cancel") { [self] in
                cancellation.send()
                loop.post { [self] in
                    slots[place].connection?.finish(cancellation)
                    makeWay(now: monotonicNanoseconds())
                }
            }.detach()
        } catch { slots[place].connection?.finish(cancellation) }
    }

    /// A statement that keeps others waiting for too long makes way for them, and runs again in the lane.
    private func makeWay(now: UInt64) {
        guard slots.last?.isLane == true, slots.last?.connection != nil else { return }
        let evictAfter = UInt64(max(0, options.evictAfter)) * 1_000_000
        let late = slots.indices.filter {
            !slots[$0].isLane && isOlder(slots[$0].connection?.oldestFlight, than: evictAfter, now: now)
        }
        var blocking = late.filter { (slots[$0].connection?.load ?? 0) > 1 }
        // What is held for any connection needs one, and the others may finish what they have begun.
        if blocking.isEmpty, held.contains(where: { $0.isStillSlow?() != true }) {
            blocking = late.min { oldest(slots[$0]) < oldest(slots[$1]) }.map { [$0] } ?? []
        }
        for place in blocking {
            if let cancellation = slots[place].connection?.evict(now: now) { send(cancellation, place) }
        }
    }

    private func oldest(_ slot: Slot) -> UInt64 { slot.connection?.oldestFlight ?? .max }

    /// Sends what this iteration of the loop has gathered.
    package func endOfIteration() {
        ended.removeAll(keepingCapacity: true)
        let now = monotonicNanoseconds()
        if !held.isEmpty { placeHeld(now: now) }
        for slot in slots {
            guard let connection = slot.connection else { continue }
            connection.send(now: now)
            adjustInterest(slot)
        }
    }

    private enum Choice {
        case connection(PipelineConnection)
        /// All connections for ordinary reads are stuck.
        case hold
        case none
    }

    private func choose(isSlow: Bool, now: UInt64) -> Choice {
        let lane = slots.last { $0.isLane }?.connection
        if isSlow, let lane { return .connection(lane) }
        let stuckAfter = UInt64(max(0, options.stuckAfter)) * 1_000_000
        var isStuck = false
        var best: PipelineConnection?
        var bestLoad = Int.max
        for slot in slots where !slot.isLane {
            guard let connection = slot.connection else { continue }
            // What is behind a statement of a tenth of a second would wait for it: the other one is faster, however long.
            var load = connection.load
            if load > 0, isOlder(connection.oldestFlight, than: 100_000_000, now: now) {
                if isOlder(connection.oldestFlight, than: stuckAfter, now: now) {
                    isStuck = true
                    continue
                }
                load += options.limits.reads
            }
            if load < bestLoad {
                best = connection
                bestLoad = load
            }
        }
        if let best { return .connection(best) }
        if let lane, !isStuck || lane.load == 0 { return .connection(lane) }
        return isStuck ? .hold : .none
    }

    private func isOlder(_ flight: UInt64?, than nanoseconds: UInt64, now: UInt64) -> Bool {
        guard let flight else { return false }
        return now > flight &+ nanoseconds
    }

    /// False when as many are held as one connection would take.
    private func hold(_ read: Read, now: UInt64) -> Bool {
        guard held.count < options.limits.reads else { return false }
        if read.submittedAt == 0 { read.submittedAt = now }
        held.append(read)
        return true
    }

    private func takeHeld() -> [Read] {
        defer { held = [] }
        return held
    }

    /// Gives what is held to a connection that moves again, and ends what was held for too long. What waits for the lane
    /// leaves it when the first of its statement was fast there: it had only been asked at a bad moment.
    private func placeHeld(now: UInt64) {
        let patience = UInt64(max(0, options.holdTimeout)) * 1_000_000
        for read in takeHeld() {
            let isSlow = read.isStillSlow?() ?? false
            let mayWait = now <= read.submittedAt &+ patience
            switch choose(isSlow: isSlow, now: now) {
            case .connection(let connection) where connection.submit(read, now: now): break
            case .connection where isSlow && mayWait: held.append(read)
            case .hold where mayWait: held.append(read)
            case .connection, .hold: read.complete(.overloaded)
            case .none:
                read.complete(.unavailable(PostgresError(sqlState: SQLState.noConnection, message: "no connection")))
            }
        }
    }

    /// A read whose connection was lost goes to another one.
    private func placeAgain(_ read: Read, isSlow: Bool, now: UInt64) -> Bool {
        switch choose(isSlow: isSlow, now: now) {
        case .connection(let connection): connection.submit(read, now: now)
        case .hold: hold(read, now: now)
        case .none: false
        }
    }

    private func connect(_ slot: Slot) {
        let (loop, options) = (loop, options)
        let place = slots.firstIndex { $0 === slot } ?? 0
        do throws(SystemError) {
            try startThread("connect") { [self] in
                let session: Result<Session, PostgresError>
                do throws(PostgresError) { session = .success(try openSession(options.url, options.settings)) } catch {
                    session = .failure(error)
                }
                loop.post { [self] in finishConnecting(place, session) }
            }.detach()
        } catch {
            onChange?(.refused(PostgresError(sqlState: SQLState.noConnection, message: error.description)))
            connectLater(slot)
        }
    }

    private func finishConnecting(_ place: Int, _ session: Result<Session, PostgresError>) {
        if isClosed { return }
        if !hasHeardFromServer {
            hasHeardFromServer = true
            for slot in slots.dropFirst() { connect(slot) }
        }
        let slot = slots[place]
        switch session {
        case .success(let session):
            var limits = options.limits
            if slot.isLane { (limits.batch, limits.batches, limits.reads) = (1, 1, min(limits.reads, 64)) }
            guard let connection = PipelineConnection(session, limits: limits) else { return }
            let watch = loop.watch(connection.socket, .readable) { [unowned self, unowned slot] events in
                if events.contains(.writable) { slot.connection?.flush() }
                if events.contains(.readable) { slot.connection?.readable(now: monotonicNanoseconds()) }
                adjustInterest(slot)
            }
            // Without it no answer would ever be seen.
            guard watch.isWatching else {
                onChange?(
                    .refused(PostgresError(sqlState: SQLState.noConnection, message: "its socket cannot be watched")))
                return connectLater(slot)
            }
            connection.onLoss = { [unowned self, unowned slot] error, reads in lose(slot, error, reads) }
            slot.connection = connection
            slot.watch = watch
            slot.watchesWrites = false
            slot.backoff.reset()
            onChange?(.connected)
        case .failure(let error):
            onChange?(.refused(error))
            connectLater(slot)
        }
    }

    private func connectLater(_ slot: Slot) {
        loop.after(milliseconds: Int(slot.backoff.next())) { [weak self, weak slot] in
            guard let self, let slot, !isClosed else { return }
            connect(slot)
        }
    }

    private func adjustInterest(_ slot: Slot) {
        guard let connection = slot.connection, connection.wantsWrite != slot.watchesWrites else { return }
        slot.watchesWrites = connection.wantsWrite
        slot.watch?.setInterest(connection.wantsWrite ? [.readable, .writable] : .readable)
    }

    /// Reads change nothing, so one that had no answer may run once more elsewhere; a second loss may be its own doing.
    private func lose(_ slot: Slot, _ error: PostgresError, _ reads: [Read]) {
        if let connection = slot.connection { ended.append((connection, slot.watch)) }
        slot.watch?.stop()
        slot.watch = nil
        slot.connection = nil
        slot.ping = nil
        if !isClosed {
            onChange?(.lost(error))
            connectLater(slot)
        }
        let now = monotonicNanoseconds()
        for read in reads {
            if !error.isAnswerTooLarge { read.losses += 1 }
            if error.isTimeout {
                read.complete(.expired)
            } else if isClosed || read.losses > 1 || !placeAgain(read, isSlow: slot.isLane, now: now) {
                read.complete(.unavailable(error))
            }
        }
    }

    /// The server ends slow statements; one that is still under way `lossGrace` later means that the server or the network
    /// no longer answers. Reads that could not be sent for as long have waited enough.
    private func tick() {
        let bound = UInt64(max(0, options.settings.statementTimeout) + options.lossGrace) * 1_000_000
        let now = monotonicNanoseconds()
        if !held.isEmpty { placeHeld(now: now) }
        makeWay(now: now)
        guard now > bound else { return }
        for slot in slots {
            guard let connection = slot.connection else { continue }
            connection.expireWaiting(submittedBefore: now - bound)
            if let oldest = connection.oldestFlight, oldest < now - bound {
                connection.lose(
                    PostgresError(sqlState: SQLState.queryCanceled, message: "no answer after \(bound / 1_000_000) ms"))
            }
        }
    }
}
