import CGzip
import CNetwork

/// gzip for the answers of one loop, one after the other. Belongs to the loop's thread.
final class Compressor {
    /// In bytes: a smaller body fits a packet or two as it is.
    static let leastSize = 2048
    /// A larger one would hold the loop's other requests up, for 4 ms by each MiB: it is compressed in slices (`Packing`).
    static let mostAtOnce = 1 << 20
    /// The fastest; docs/decisions/0013-compressed-answers.md has what each level costs.
    private static let level: Int32 = 1
    /// An output buffer that grew beyond this is given back.
    static let keptCapacity = 65536

    private let native: OpaquePointer
    private var output = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    /// In bytes: how large the output may be.
    private var limit = 0

    init() {
        guard let native = cgzip_new(Self.level) else { preconditionFailure("out of memory") }
        self.native = native
    }

    deinit {
        cgzip_free(native)
        output.deallocate()
    }

    /// The pieces as one gzip member, which stays until `clear` or the next one.
    func compress(_ pieces: UnsafeBufferPointer<cnet_bytes>) -> cnet_bytes? {
        let bound = cgzip_bound(native, pieces.reduce(0) { $0 + $1.length })
        begin(capacity: bound, limit: bound)
        for piece in pieces { add(UnsafeRawBufferPointer(start: piece.start, count: piece.length)) }
        return end()
    }

    /// Begins a gzip member of at most `limit` bytes. The output grows from its capacity on.
    func begin(capacity: Int = Compressor.keptCapacity, limit: Int) {
        let capacity = min(capacity, limit)
        self.limit = limit
        if output.count < capacity {
            output.deallocate()
            output = .allocate(byteCount: capacity, alignment: 1)
        }
        cgzip_begin(native, output.baseAddress, min(output.count, limit))
    }

    func add(_ bytes: UnsafeRawBufferPointer) {
        var taken = 0
        repeat {
            taken += cgzip_add(native, bytes.baseAddress.map { $0 + taken }, bytes.count - taken)
        } while taken < bytes.count && grow()
    }

    /// The member, which stays until `clear` or the next one; nil where it is larger than it may be.
    func end() -> cnet_bytes? {
        var size = cgzip_end(native)
        while size == 0, grow() { size = cgzip_end(native) }
        return size == 0 ? nil : cnet_bytes(start: output.baseAddress, length: size)
    }

    /// False when it may not be larger.
    private func grow() -> Bool {
        guard output.count < limit else { return false }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: min(2 * output.count, limit), alignment: 1)
        larger.copyMemory(from: UnsafeRawBufferPointer(output))
        output.deallocate()
        output = larger
        cgzip_extend(native, output.baseAddress, output.count)
        return true
    }

    /// In bytes, of the output.
    var capacity: Int { output.count }

    func clear() {
        if output.count <= Self.keptCapacity { return }
        output.deallocate()
        output = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }
}
