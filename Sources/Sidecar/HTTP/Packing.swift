import CNetwork
import HostSystem

/// The answers of one loop that are too large to be compressed at once. They are compressed in the order in which they came:
/// a slice of the first one at the end of each iteration, so that the loop's other requests go on. Belongs to the loop's
/// thread.
final class Packing {
    struct Answer {
        let exchange: HTTPExchange
        let status: Int
        var timings: StageTimings
        let extraHeaders: String
        /// All of the body; the taker's to deallocate.
        let body: UnsafeRawBufferPointer
    }

    /// In bytes: at most a millisecond of work.
    static let slice = 256 << 10

    /// In bytes: what bodies may hold while they wait. One finds room always.
    var limit = 64 << 20
    private(set) var heldBytes = 0
    let compressor = Compressor()
    private var waiting: [Answer] = []
    /// How much of the first one is compressed.
    private var done = 0

    deinit {
        for answer in waiting { answer.body.deallocate() }
    }

    var isIdle: Bool { waiting.isEmpty }

    /// Whether a body of this size finds room.
    func takes(_ size: Int) -> Bool { heldBytes == 0 || heldBytes + size <= limit }

    func add(_ answer: Answer) {
        waiting.append(answer)
        heldBytes += answer.body.count
    }

    /// One slice. An answer that is done is lent to `send`, with its gzip, or nil where that would be no smaller.
    func step(_ send: (Answer, cnet_bytes?) -> Void) {
        guard !waiting.isEmpty else { return }
        guard waiting[0].exchange.isWaiting else { return drop() }
        let begun = monotonicNanoseconds()
        let body = waiting[0].body
        if done == 0 { compressor.begin(limit: body.count) }
        let end = min(done + Self.slice, body.count)
        compressor.add(UnsafeRawBufferPointer(rebasing: body[done..<end]))
        done = end
        let packed = done == body.count ? compressor.end() : nil
        waiting[0].timings.compression += monotonicNanoseconds() &- begun
        guard done == body.count else { return }
        send(waiting[0], packed)
        drop()
    }

    private func drop() {
        let answer = waiting.removeFirst()
        heldBytes -= answer.body.count
        answer.body.deallocate()
        compressor.clear()
        done = 0
    }
}
