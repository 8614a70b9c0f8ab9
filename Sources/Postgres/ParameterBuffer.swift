/// Text parameters as C strings, in memory that is reused from flight to flight.
struct ParameterBuffer {
    private var bytes: [UInt8] = []
    /// Where each value begins; -1 is null.
    private var offsets: [Int] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
    }

    /// Takes a statement's values and answers their place. Nil when one cannot be sent: a C string ends at its first
    /// null character, so the value would arrive cut, as another value.
    mutating func append(_ values: [String?]) -> Range<Int>? {
        let first = offsets.count
        for value in values {
            guard let value else {
                offsets.append(-1)
                continue
            }
            let start = bytes.count
            bytes.append(contentsOf: value.utf8)
            if bytes[start...].contains(0) { return nil }
            bytes.append(0)
            offsets.append(start)
        }
        return first..<offsets.count
    }

    /// Lends the values of a place as libpq takes them.
    mutating func withValues<Result>(
        _ place: Range<Int>, _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        if place.isEmpty { return body(nil) }
        pointers.removeAll(keepingCapacity: true)
        return bytes.withUnsafeBytes { buffer in
            for offset in offsets[place] {
                pointers.append(
                    offset < 0 ? nil : (buffer.baseAddress! + offset).assumingMemoryBound(to: CChar.self))
            }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
