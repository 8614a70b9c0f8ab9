/// Tells the operator why callers are refused, by kind: the first at once, those that follow together, so that nobody fills
/// the log with bad tokens. Belongs to the loop's thread.
final class RefusalTally {
    private static let pause = 10_000
    /// Kinds are few; names of claims in them are the configuration's.
    private var counts: [String: Int] = [:]
    private var isWaiting = false
    private unowned let loop: EventLoop
    private let log: Log

    init(_ loop: EventLoop, _ log: Log) {
        self.loop = loop
        self.log = log
    }

    func count(_ refusal: IdentityRefusal) {
        counts[refusal.kind, default: 0] += 1
        if !isWaiting { tell() }
    }

    private func tell() {
        isWaiting = !counts.isEmpty
        guard isWaiting else { return }
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
            log.observe(.identityRefused(reason: kind, count: count))
        }
        counts.removeAll(keepingCapacity: true)
        loop.after(milliseconds: Self.pause) { [weak self] in self?.tell() }
    }
}
