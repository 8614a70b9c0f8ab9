import HostSystem
import Postgres

/// Which statement makes way when it keeps others waiting, and after how long. What makes way is cancelled, and runs again
/// where its request sends it. Belongs to the loop's thread.
final class RightOfWay: @unchecked Sendable {
    /// What has no connection yet.
    struct Waiting {
        /// How many addresses wait for the turn of a guest.
        var origins: Int
        /// Whether reads that are known to be fast find every connection stuck.
        var isHolding: Bool
    }

    /// After a cancel that has been sent: the next statement may be one to look at.
    var onCancelled: (() -> Void)?

    private let loop: EventLoop
    private let connections: ConnectionKeeper
    private let options: ConnectionPool.Options
    private let isInDebt: (_ origin: Int, _ now: UInt64) -> Bool

    init(
        on loop: EventLoop, _ connections: ConnectionKeeper, _ options: ConnectionPool.Options,
        isInDebt: @escaping (_ origin: Int, _ now: UInt64) -> Bool
    ) {
        self.loop = loop
        self.connections = connections
        self.options = options
        self.isInDebt = isInDebt
    }

    /// A statement that keeps others waiting for too long makes way for them.
    func look(_ waiting: Waiting, now: UInt64) {
        guard connections.lane != nil else { return }
        let slots = connections.slots
        var blocking = slots.filter { !$0.isLane && keepsOthersWaiting($0, waiting, now: now) }
        // What is held for any connection needs one, and the others may finish what they have begun.
        let isUnknownStuck = waiting.origins > 0 && !slots.contains(where: \.hasGuest)
        if blocking.isEmpty, waiting.isHolding || isUnknownStuck {
            blocking =
                slots.filter { !$0.isLane && $0.isBusy(forLongerThan: options.evictAfter, now: now) }
                .min { oldest($0) < oldest($1) }.map { [$0] } ?? []
        }
        for slot in blocking {
            if slot.isAtGuest, let guest = slot.guest { guest.isCutShort = mayComeBack(guest, waiting, now: now) }
            if let cancellation = slot.connection?.evict(now: now) { send(cancellation, slot) }
        }
    }

    /// Milliseconds that a guest has while others wait to be guests: so many that each address has a turn within
    /// `guestCycle`, and twice as many each time that it was cut short, up to `evictAfter`. One whose address is in debt gets
    /// no longer turns.
    func turn(of guest: Read, _ waiting: Waiting, now: UInt64) -> Int {
        let guests = connections.slots.count(where: \.hasGuest)
        let fair = options.guestCycle * guests / max(1, waiting.origins)
        let turn = min(max(fair, options.leastTurn), options.evictAfter)
        if isInDebt(guest.origin, now) { return min(turn, options.slowAfter) }
        return min(turn << min(guest.turnsCutShort, 16), options.evictAfter)
    }

    /// Whether it had less time than a guest has where there is no crowd: then nobody knows yet that it is slow, and in the
    /// lane it would wait for those that are.
    private func mayComeBack(_ guest: Read, _ waiting: Waiting, now: UInt64) -> Bool {
        !isInDebt(guest.origin, now) && turn(of: guest, waiting, now: now) < options.evictAfter
    }

    private func keepsOthersWaiting(_ slot: ConnectionSlot, _ waiting: Waiting, now: UInt64) -> Bool {
        guard let connection = slot.connection, let read = connection.oldest else { return false }
        let isShared = connection.load > 1
        let isGuest = slot.isAtGuest
        guard isShared || isGuest && (waiting.origins > 0 || waiting.isHolding || read.isForsaken) else { return false }
        // Nobody vouches for a guest, and who is in debt has been waited for already.
        let isShort = isGuest && (isShared || read.isForsaken) || isInDebt(read.origin, now)
        var patience = isShort ? min(options.slowAfter, options.evictAfter) : options.evictAfter
        if isGuest, waiting.origins > 0 { patience = min(patience, turn(of: read, waiting, now: now)) }
        return slot.isBusy(forLongerThan: patience, now: now)
    }

    private func oldest(_ slot: ConnectionSlot) -> UInt64 { slot.connection?.oldestFlight ?? .max }

    /// Sending takes a connection of its own, and time.
    func send(_ cancellation: Cancellation, _ slot: ConnectionSlot) {
        do throws(SystemError) {
            try startThread("cancel") { [self] in
                cancellation.send()
                loop.post { [self] in
                    slot.connection?.finish(cancellation)
                    onCancelled?()
                }
            }.detach()
        } catch { slot.connection?.finish(cancellation) }
    }
}
