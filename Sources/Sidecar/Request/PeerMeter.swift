import HostSystem
import QueryCompiler

/// What clients may take from others of a loop's time: for compiling operations that are not cached, which cost a hundred
/// times what others do, and for statements that had to make way because others waited. Each peer has a share of the time;
/// who has spent more compiles nothing new and is nobody's equal at the connections until it is paid. Belongs to the loop's
/// thread.
///
/// The table has a fixed size: no number of addresses fills it, and two that meet in one place share what it allows. The
/// hash is seeded anew in each process, so nobody chooses whom to meet.
package final class PeerMeter {
    package struct Options: Sendable {
        /// Of the time of a loop: one part in so many.
        package var share: UInt64 = 4
        /// In milliseconds, on credit.
        package var burst = 1_000

        package init() {}
    }

    private let share: UInt64
    private let credit: UInt64
    /// Monotonic nanoseconds by which what was spent is paid, at the rate of the share.
    private var paidAt = [UInt64](repeating: 0, count: 1024)

    package init(_ options: Options = Options()) {
        share = max(1, options.share)
        credit = UInt64(max(0, options.burst)) * 1_000_000
    }

    package func allows(_ peer: PeerNetwork, now: UInt64) -> Bool {
        !isInDebt(origin(of: peer), now: now)
    }

    /// A number for each peer, for those that are to take turns; those let in by the operator share one.
    func origin(of peer: PeerNetwork?) -> Int { peer.map(place) ?? -1 }

    func isInDebt(_ origin: Int, now: UInt64) -> Bool {
        origin >= 0 && paidAt[origin] > now &+ credit &* share
    }

    package func charge(_ peer: PeerNetwork, nanoseconds: UInt64, now: UInt64) {
        let place = place(peer)
        paidAt[place] = max(paidAt[place], now) &+ nanoseconds &* share
    }

    /// Compiles at a peer's expense; nil is one that the operator has let in, and free.
    func run<Value>(
        for peer: PeerNetwork?, _ compile: () throws(RequestErrors) -> Value
    ) throws(RequestErrors) -> Value {
        guard let peer else { return try compile() }
        let begun = monotonicNanoseconds()
        guard allows(peer, now: begun) else { throw RequestErrors([.tooManyNewOperations]) }
        defer {
            let now = monotonicNanoseconds()
            charge(peer, nanoseconds: now &- begun, now: now)
        }
        return try compile()
    }

    private func place(_ peer: PeerNetwork) -> Int {
        var hasher = Hasher()
        hasher.combine(peer)
        return Int(UInt(bitPattern: hasher.finalize()) % UInt(paidAt.count))
    }
}

extension GraphQLError {
    fileprivate static let tooManyNewOperations = GraphQLError(
        "Your address has used its share of the time for new operations, on compiling them or on slow ones that others waited "
            + "for: give values as variables, so that the text stays the same, or try again.", .overloaded)
}
