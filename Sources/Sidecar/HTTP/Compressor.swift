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
    private static let keptCapacity = 65536

    private let native: OpaquePointer
    private var output = UnsafeMutableRawBufferPointer(start: nil, count: 0)

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
        begin(capacity: cgzip_bound(native, pieces.reduce(0) { $0 + $1.length }))
        for piece in pieces { cgzip_add(native, piece.start, piece.length) }
        return end()
    }

    /// Begins a gzip member of at most so many bytes.
    func begin(capacity: Int) {
        if output.count < capacity {
            output.deallocate()
            output = .allocate(byteCount: capacity, alignment: 1)
        }
        cgzip_begin(native, output.baseAddress, capacity)
    }

    func add(_ bytes: UnsafeRawBufferPointer) { cgzip_add(native, bytes.baseAddress, bytes.count) }

    /// The member, which stays until `clear` or the next one; nil where it is larger than it may be.
    func end() -> cnet_bytes? {
        let size = cgzip_end(native)
        return size == 0 ? nil : cnet_bytes(start: output.baseAddress, length: size)
    }

    func clear() {
        if output.count <= Self.keptCapacity { return }
        output.deallocate()
        output = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }
}
