import HostSystem
package import Postgres

/// Where each read goes among the connections of one event loop. One whose statement was fast before goes where least is
/// waiting. One that was slow when it ran last goes to a lane of its own, one at a time, so that nothing waits behind it.
/// What nobody knows yet is a guest among the ordinary ones: one at a time on a connection, and never on all of them.
/// Belongs to the loop's thread.
package final class ConnectionPool: @unchecked Sendable {
    /// Told when a connection has come or gone, or could not be made.
    package var onChange: ((ConnectionKeeper.Change) -> Void)? {
        get { connections.onChange }
        set { connections.onChange = newValue }
    }

    let connections: ConnectionKeeper
    private let loop: EventLoop
    private let options: Options
    private let rightOfWay: RightOfWay
    private let queueLength: Int
    /// Whether an origin has used more than its share: it is a guest even with what was fast.
    private let isInDebt: (_ origin: Int, _ now: UInt64) -> Bool
    /// Of which nobody knows how long they take; a guest each, in turns.
    private(set) var unknown: FairQueue
    /// For the lane.
    private var slow: FairQueue
    /// The last one in the lane.
    private var laneRead: Read?
    /// Known to be fast, while every connection is stuck, and since when they wait for one that is not.
    private var held: [(read: Read, since: UInt64)] = []
    private var timer: EventLoop.TimerID?

    package init(
        on loop: EventLoop, _ options: Options,
        isInDebt: @escaping (_ origin: Int, _ now: UInt64) -> Bool = { _, _ in false }
    ) {
        self.loop = loop
        self.options = options
        self.isInDebt = isInDebt
        connections = ConnectionKeeper(on: loop, options)
        rightOfWay = RightOfWay(on: loop, connections, options, isInDebt: isInDebt)
        queueLength = options.queueLength ?? options.limits.reads
        unknown = FairQueue(capacity: queueLength)
        slow = FairQueue(capacity: queueLength)
        connections.onLoss = { [weak self] error, reads in self?.replace(reads, after: error) }
        rightOfWay.onCancelled = { [weak self] in self?.makeWay(now: monotonicNanoseconds()) }
    }

    /// Begins to connect; goes on trying until `close`.
    package func open() {
        connections.open()
        timer = loop.every(milliseconds: 100) { [unowned self] in tick() }
    }

    package func close() {
        if let timer { loop.cancel(timer) }
        connections.close()
        let error = PostgresError(sqlState: SQLState.noConnection, message: "the server stops")
        for read in takeQueued() { read.complete(.unavailable(error)) }
        endOfIteration()
    }

    /// Reads that wait or are under way.
    var load: Int { held.count + unknown.count + slow.count + connections.load }

    /// Finds a place for a read, or tells it why there is none.
    /// - Returns: whether it has to wait for its turn. Then it is to be abandoned when nobody waits for it any more.
    @discardableResult
    package func submit(_ read: Read, now: UInt64) -> Bool {
        if read.submittedAt == 0 { read.submittedAt = now }
        read.goesAlone = false
        if read.standing == .proven, !isInDebt(read.origin, now) {
            switch choose(now) {
            case .connection(let connection): if !connection.submit(read, now: now) { read.complete(.overloaded) }
            case .hold where held.count < queueLength: held.append((read, now))
            case .hold: read.complete(.overloaded)
            case .none: read.complete(.unavailable(.noConnection))
            }
            return false
        }
        if !connections.isAvailable {
            read.complete(.unavailable(.noConnection))
            return false
        }
        let isSlow = read.standing == .slow && connections.lane != nil
        let last = isSlow ? slow.append(read) : unknown.append(read)
        last?.complete(.overloaded)
        return !read.isDone
    }

    /// Nobody waits for this read any more. Where reads share a connection it is not cancelled at once, since that could
    /// hit another's: a guest makes way like one that keeps others waiting, and what has proven to be fast goes on.
    package func abandon(_ read: Read) {
        read.isForsaken = true
        if slow.remove(read) || unknown.remove(read) || stopHolding(read) { return read.complete(.expired) }
        if let slot = connections.slots.first(where: { $0.guest === read }) {
            slot.connection?.withdraw(read)
            return
        }
        guard read === laneRead, let slot = connections.slots.last(where: \.isLane),
            let cancellation = slot.connection?.abandon(read, now: monotonicNanoseconds())
        else { return }
        rightOfWay.send(cancellation, slot)
    }

    /// Sends what this iteration of the loop has gathered.
    package func endOfIteration() {
        connections.letGoOfEnded()
        let now = monotonicNanoseconds()
        if !held.isEmpty { placeHeld(now: now) }
        if !slow.isEmpty { fillLane(now: now) }
        if !unknown.isEmpty { letGuestsIn(now: now) }
        // One of those has proven slow meanwhile.
        if !slow.isEmpty { fillLane(now: now) }
        connections.send(now: now)
    }

    /// What waits for the lane leaves it when the first of its statement was fast there: it had only been asked at a bad
    /// moment.
    private func fillLane(now: UInt64) {
        guard let lane = connections.lane else {
            for read in slow.removeAll() { submit(read, now: now) }
            return
        }
        while lane.load == 0, let read = slow.next({ $0 == laneRead?.origin }) {
            read.reconsider()
            if read.standing != .slow {
                submit(read, now: now)
                continue
            }
            laneRead = read
            if !lane.submit(read, now: now) { read.complete(.overloaded) }
        }
    }

    private func letGuestsIn(now: UInt64) {
        while !unknown.isEmpty, let slot = connections.slotForGuest(now: now),
            let read = unknown.next({ origin in connections.slots.contains { $0.guest?.origin == origin } })
        {
            read.reconsider()
            let isKnown =
                read.standing == .slow
                ? connections.lane != nil : read.standing == .proven && !isInDebt(read.origin, now)
            if isKnown {
                submit(read, now: now)
                continue
            }
            read.goesAlone = true
            guard slot.take(guest: read, now: now) else {
                read.complete(.overloaded)
                continue
            }
            let turn = rightOfWay.turn(of: read, waiting, now: now)
            // The tick would come too late.
            if turn < options.evictAfter {
                loop.after(milliseconds: turn + 1) { [weak self] in self?.makeWay(now: monotonicNanoseconds()) }
            }
        }
    }

    private func choose(_ now: UInt64) -> ConnectionKeeper.Choice {
        connections.choose(isLaneWanted: !slow.isEmpty, now: now)
    }

    private var waiting: RightOfWay.Waiting {
        RightOfWay.Waiting(origins: unknown.origins, isHolding: !held.isEmpty)
    }

    private func makeWay(now: UInt64) { rightOfWay.look(waiting, now: now) }

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
            guard case .hold = choose(now) else {
                submit(entry.read, now: now)
                continue
            }
            if isOver(options.holdTimeout, since: entry.since, now: now) {
                entry.read.complete(.overloaded)
            } else {
                held.append(entry)
            }
        }
    }

    /// Reads change nothing, so one that had no answer may run once more elsewhere; a second loss may be its own doing.
    private func replace(_ reads: [Read], after error: PostgresError) {
        let now = monotonicNanoseconds()
        for read in reads {
            if !error.isAnswerTooLarge { read.losses += 1 }
            if error.isTimeout {
                read.complete(.expired)
            } else if connections.isClosed || read.losses > 1 || !connections.isAvailable {
                read.complete(.unavailable(error))
            } else {
                submit(read, now: now)
            }
        }
        if !connections.isAvailable { for read in takeQueued() { read.complete(.unavailable(error)) } }
    }

    private func tick() {
        let milliseconds = UInt64(max(0, options.settings.statementTimeout) + options.lossGrace)
        let now = monotonicNanoseconds()
        if !held.isEmpty { placeHeld(now: now) }
        makeWay(now: now)
        guard now > milliseconds * 1_000_000 else { return }
        let bound = now - milliseconds * 1_000_000
        let late = unknown.removeAll(submittedBefore: bound) + slow.removeAll(submittedBefore: bound)
        for read in late { read.complete(.overloaded) }
        connections.giveUp(whatBeganBefore: bound, after: milliseconds)
    }
}

extension PostgresError {
    fileprivate static let noConnection = PostgresError(sqlState: SQLState.noConnection, message: "no connection")
}
