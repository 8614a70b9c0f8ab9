import CGzip
import CNetwork

/// gzip for the answers of one loop, one after the other. Belongs to the loop's thread.
final class Compressor {
    /// In bytes: a smaller body fits a packet or two as it is, and a larger one would hold the loop's other requests up,
    /// for 4 ms by each MiB.
    static let suitableSizes = 2048...(1 << 20)
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

    /// Whether compressing a body of this size pays.
    func suits(_ size: Int) -> Bool { Self.suitableSizes.contains(size) }

    /// The pieces as one gzip member, which stays until `clear` or the next one.
    func compress(_ pieces: UnsafeBufferPointer<cnet_bytes>) -> cnet_bytes? {
        let bound = cgzip_bound(native, pieces.reduce(0) { $0 + $1.length })
        if output.count < bound {
            output.deallocate()
            output = .allocate(byteCount: bound, alignment: 1)
        }
        cgzip_begin(native, output.baseAddress, output.count)
        for piece in pieces { cgzip_add(native, piece.start, piece.length) }
        let size = cgzip_end(native)
        return size == 0 ? nil : cnet_bytes(start: output.baseAddress, length: size)
    }

    func clear() {
        if output.count <= Self.keptCapacity { return }
        output.deallocate()
        output = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }
}
