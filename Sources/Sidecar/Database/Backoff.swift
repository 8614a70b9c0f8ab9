/// Waits between attempts: doubling from a tenth of a second to five, each shortened by a random part, so that many
/// connections that were lost together do not come back together.
package struct Backoff: Sendable {
    private var attempts = 0

    package init() {}

    package mutating func reset() {
        attempts = 0
    }

    /// Milliseconds until the next attempt. `random` lies between 0 and 1.
    package mutating func next(random: Double = Double.random(in: 0...1)) -> UInt64 {
        let ceiling: UInt64 = attempts < 6 ? 100 << UInt64(attempts) : 5000
        attempts += 1
        return ceiling / 2 + UInt64(Double(ceiling / 2) * random)
    }
}
