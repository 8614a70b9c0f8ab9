import HostSystem
package import Postgres

/// The connections of one event loop. A read whose statement was fast before goes where least is waiting. One that was
/// slow when it ran last goes to a lane of its own, one at a time, so that nothing waits behind it. What nobody knows yet is
/// a guest among the ordinary ones: one at a time on a connection, and never on all of them. Belongs to the loop's thread.
package final class ConnectionPool: @unchecked Sendable {
    /// Told when a connection has come or gone, or could not be made.
    package var onChange: ((Change) -> Void)?

    package enum Change {
        case connected
        case lost(PostgresError)
        case refused(PostgresError)
    }

    /// Whether an origin has used more than its share: it is a guest even with what was fast.
    package var isInDebt: (_ origin: Int, _ now: UInt64) -> Bool = { _, _ in false }

    private let loop: EventLoop
    private let options: Options
    private let queueLength: Int
    private let slots: [ConnectionSlot]
    /// Of which nobody knows how long they take; a guest each, in turns.
    private(set) var unknown: FairQueue
    /// For the lane.
    private var slow: FairQueue
    /// The last one in the lane.
    private var laneRead: Read?
    /// Known to be fast, while every connection is stuck, and since when they wait for one that is not.
    private var held: [(read: Read, since: UInt64)] = []
    /// Ended connections, kept until none of their code is on the stack.
    private var ended: [AnyObject] = []
    private var timer: EventLoop.TimerID?
    private var isClosed = false
    private var hasHeardFromServer = false

    package init(on loop: EventLoop, _ options: Options) {
        self.loop = loop
        self.options = options
        let count = max(1, options.connections)
        slots = (0..<count).map { ConnectionSlot(isLane: count > 1 && $0 == count - 1) }
        queueLength = options.queueLength ?? options.limits.reads
        unknown = FairQueue(capacity: queueLength)
        slow = FairQueue(capacity: queueLength)
    }

    /// Begins to connect; goes on trying until `close`. The first connection is what a start waits for, so the others
    /// do not compete with it.
    package func open() {
        connect(slots[0])
        timer = loop.every(milliseconds: 100) { [unowned self] in tick() }
    }

    package func close() {
        isClosed = true
        if let timer { loop.cancel(timer) }
        for slot in slots { slot.connection?.lose() }
        let error = PostgresError(sqlState: SQLState.noConnection, message: "the server stops")
        for read in takeQueued() { read.complete(.unavailable(error)) }
        endOfIteration()
    }

    /// Reads that wait or are under way.
    var load: Int {
        slots.reduce(held.count + unknown.count + slow.count) { $0 + ($1.connection?.load ?? 0) }
    }

    /// Whether a read would find a connection.
    package var isAvailable: Bool { slots.contains { $0.connection != nil } }

    var connectionCount: Int { slots.count { $0.connection != nil } }

    private var lane: PipelineConnection? { slots.last { $0.isLane }?.connection }

    /// Whether some connection for ordinary reads owes no answer that the server should have given or ended by now.
    package var isAnswering: Bool {
        let now = monotonicNanoseconds()
        return slots.contains { slot in
            guard !slot.isLane, let connection = slot.connection, slot.ping == nil else { return false }
            return !isOlder(connection.oldestFlight, than: options.settings.statementTimeout, now: now)
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

    /// Finds a place for a read, or tells it why there is none.
    package func submit(_ read: Read) { place(read, now: monotonicNanoseconds()) }

    private func place(_ read: Read, now: UInt64) {
        if read.submittedAt == 0 { read.submittedAt = now }
        read.goesAlone = false
        if read.standing == .proven, !isInDebt(read.origin, now) {
            switch choose(now: now) {
            case .connection(let connection): if !connection.submit(read, now: now) { read.complete(.overloaded) }
            case .hold where held.count < queueLength: held.append((read, now))
            case .hold: read.complete(.overloaded)
            case .none: read.complete(.unavailable(.noConnection))
            }
            return
        }
        if !isAvailable { return read.complete(.unavailable(.noConnection)) }
        let isSlow = read.standing == .slow && lane != nil
        let last = isSlow ? slow.append(read) : unknown.append(read)
        last?.complete(.overloaded)
    }

    /// Nobody waits for this read any more. Where reads share a connection it is not cancelled at once, since that could
    /// hit another's: a guest makes way like one that keeps others waiting, and what has proven to be fast goes on.
    package func abandon(_ read: Read) {
        read.isForsaken = true
        if slow.remove(read) || unknown.remove(read) || stopHolding(read) { return read.complete(.expired) }
        if let slot = slots.first(where: { $0.guest === read }) {
            slot.connection?.withdraw(read)
            return
        }
        guard read === laneRead, let slot = slots.last(where: \.isLane),
            let cancellation = slot.connection?.abandon(read, now: monotonicNanoseconds())
        else { return }
        send(cancellation, slot)
    }

    /// Sending takes a connection of its own, and time.
    private func send(_ cancellation: Cancellation, _ slot: ConnectionSlot) {
        do throws(SystemError) {
            try startThread("cancel") { [self] in
                cancellation.send()
                loop.post { [self] in
                    slot.connection?.finish(cancellation)
                    makeWay(now: monotonicNanoseconds())
                }
            }.detach()
        } catch { slot.connection?.finish(cancellation) }
    }

    /// A statement that keeps others waiting for too long makes way for them, and runs again in the lane.
    private func makeWay(now: UInt64) {
        guard lane != nil else { return }
        var blocking = slots.filter { !$0.isLane && keepsOthersWaiting($0, now: now) }
        // What is held for any connection needs one, and the others may finish what they have begun.
        let isUnknownStuck = !unknown.isEmpty && !slots.contains(where: \.hasGuest)
        if blocking.isEmpty, !held.isEmpty || isUnknownStuck {
            blocking =
                slots.filter {
                    !$0.isLane && isOlder($0.connection?.oldestFlight, than: options.evictAfter, now: now)
                }.min { oldest($0) < oldest($1) }.map { [$0] } ?? []
        }
        for slot in blocking {
            if let cancellation = slot.connection?.evict(now: now) { send(cancellation, slot) }
        }
    }

    private func keepsOthersWaiting(_ slot: ConnectionSlot, now: UInt64) -> Bool {
        guard let connection = slot.connection, let read = connection.oldest else { return false }
        let isShared = connection.load > 1
        let isGuest = slot.isAtGuest
        guard isShared || isGuest && (!unknown.isEmpty || !held.isEmpty || read.isForsaken) else { return false }
        // Nobody vouches for a guest, and who is in debt has been waited for already.
        let isShort = isGuest && (isShared || read.isForsaken) || isInDebt(read.origin, now)
        return isOlder(
            connection.oldestFlight, than: isShort ? min(options.slowAfter, options.evictAfter) : options.evictAfter,
            now: now)
    }

    private func oldest(_ slot: ConnectionSlot) -> UInt64 { slot.connection?.oldestFlight ?? .max }

    /// Sends what this iteration of the loop has gathered.
    package func endOfIteration() {
        ended.removeAll(keepingCapacity: true)
        let now = monotonicNanoseconds()
        if !held.isEmpty { placeHeld(now: now) }
        if !slow.isEmpty { fillLane(now: now) }
        if !unknown.isEmpty { letGuestsIn(now: now) }
        // One of those has proven slow meanwhile.
        if !slow.isEmpty { fillLane(now: now) }
        for slot in slots {
            guard let connection = slot.connection else { continue }
            connection.send(now: now)
            slot.adjustInterest()
        }
    }

    /// What waits for the lane leaves it when the first of its statement was fast there: it had only been asked at a bad
    /// moment.
    private func fillLane(now: UInt64) {
        guard let lane else {
            for read in slow.removeAll() { place(read, now: now) }
            return
        }
        while lane.load == 0, let read = slow.next({ $0 == laneRead?.origin }) {
            read.reconsider()
            if read.standing != .slow {
                place(read, now: now)
                continue
            }
            laneRead = read
            if !lane.submit(read, now: now) { read.complete(.overloaded) }
        }
    }

    private func letGuestsIn(now: UInt64) {
        while !unknown.isEmpty, let slot = slotForGuest(now: now),
            let read = unknown.next({ origin in slots.contains { $0.guest?.origin == origin } })
        {
            read.reconsider()
            let isKnown = read.standing == .slow ? lane != nil : read.standing == .proven && !isInDebt(read.origin, now)
            if isKnown {
                place(read, now: now)
            } else {
                read.goesAlone = true
                if !slot.take(guest: read, now: now) { read.complete(.overloaded) }
            }
        }
    }

    /// One of the ordinary connections stays free of guests, if there are two.
    private func slotForGuest(now: UInt64) -> ConnectionSlot? {
        let ordinary = slots.lazy.filter { !$0.isLane && $0.connection != nil }
        if ordinary.isEmpty { return slots.last.flatMap { $0.connection?.load == 0 ? $0 : nil } }
        guard ordinary.count(where: \.hasGuest) < max(1, ordinary.count - 1) else { return nil }
        return ordinary.filter { [self] in
            !$0.hasGuest && !isOlder($0.connection?.oldestFlight, than: options.stuckAfter, now: now)
        }.min { $0.connection?.load ?? 0 < $1.connection?.load ?? 0 }
    }

    private enum Choice {
        case connection(PipelineConnection)
        /// All connections for ordinary reads are stuck.
        case hold
        case none
    }

    /// The connection for a read that is known to be fast.
    private func choose(now: UInt64) -> Choice {
        var isStuck = false
        var best: PipelineConnection?
        var bestLoad = Int.max
        for slot in slots where !slot.isLane {
            guard let connection = slot.connection else { continue }
            // What is behind a slow statement would wait for it: the other one is faster, however long. A guest may be one.
            var load = connection.load
            if load > 0, isOlder(connection.oldestFlight, than: options.slowAfter, now: now) {
                if isOlder(connection.oldestFlight, than: options.stuckAfter, now: now) {
                    isStuck = true
                    continue
                }
                load += options.limits.reads
            } else if slot.hasGuest {
                load += options.limits.batch
            }
            if load < bestLoad {
                best = connection
                bestLoad = load
            }
        }
        if let best { return .connection(best) }
        if let lane, !isStuck || lane.load == 0 && slow.isEmpty { return .connection(lane) }
        return isStuck ? .hold : .none
    }

    private func isOlder(_ flight: UInt64?, than milliseconds: Int, now: UInt64) -> Bool {
        guard let flight else { return false }
        return now > flight &+ UInt64(max(0, milliseconds)) &* 1_000_000
    }

    private func takeQueued() -> [Read] {
        defer { held = [] }
        return unknown.removeAll() + slow.removeAll() + held.map(\.read)
    }

    private func stopHolding(_ read: Read) -> Bool {
        guard let place = held.firstIndex(where: { $0.read === read }) else { return false }
        held.remove(at: place)
        return true
    }

    /// Gives what is held to a connection that moves again, and ends what was held for too long.
    private func placeHeld(now: UInt64) {
        let waiting = held
        held = []
        for entry in waiting {
            guard case .hold = choose(now: now) else {
                place(entry.read, now: now)
                continue
            }
            if isOlder(entry.since, than: options.holdTimeout, now: now) {
                entry.read.complete(.overloaded)
            } else {
                held.append(entry)
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

    /// Reads change nothing, so one that had no answer may run once more elsewhere; a second loss may be its own doing.
    private func lose(_ slot: ConnectionSlot, _ error: PostgresError, _ reads: [Read]) {
        ended += slot.clear()
        if !isClosed {
            onChange?(.lost(error))
            connectLater(slot)
        }
        let now = monotonicNanoseconds()
        for read in reads {
            if !error.isAnswerTooLarge { read.losses += 1 }
            if error.isTimeout {
                read.complete(.expired)
            } else if isClosed || read.losses > 1 || !isAvailable {
                read.complete(.unavailable(error))
            } else {
                place(read, now: now)
            }
        }
        if !isAvailable { for read in takeQueued() { read.complete(.unavailable(error)) } }
    }

    /// The server ends slow statements; one that is still under way `lossGrace` later means that the server or the network
    /// no longer answers. Reads that could not be sent for as long have waited enough.
    private func tick() {
        let bound = UInt64(max(0, options.settings.statementTimeout) + options.lossGrace) * 1_000_000
        let now = monotonicNanoseconds()
        if !held.isEmpty { placeHeld(now: now) }
        makeWay(now: now)
        guard now > bound else { return }
        let late = unknown.removeAll(submittedBefore: now - bound) + slow.removeAll(submittedBefore: now - bound)
        for read in late { read.complete(.overloaded) }
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

extension PostgresError {
    fileprivate static let noConnection = PostgresError(sqlState: SQLState.noConnection, message: "no connection")
}
