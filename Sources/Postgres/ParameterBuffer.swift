/// Text parameters as C strings, in memory that is reused from flight to flight.
struct ParameterBuffer {
    private var bytes: [CChar] = []
    private var offsets: [Int] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    var count: Int { offsets.count }

    /// A C string ends at its first null character: such a value would arrive cut, as another value.
    static func canHold(_ values: [String?]) -> Bool {
        values.allSatisfy { $0 == nil || !$0!.utf8.contains(0) }
    }

    /// False when a value cannot be sent.
    mutating func load(_ values: [String?]) -> Bool {
        guard Self.canHold(values) else { return false }
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        for value in values {
            offsets.append(value == nil ? -1 : bytes.count)
            guard let value else { continue }
            for byte in value.utf8 { bytes.append(CChar(bitPattern: byte)) }
            bytes.append(0)
        }
        return true
    }

    mutating func withValues<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result) -> Result {
        if offsets.isEmpty { return body(nil) }
        pointers.removeAll(keepingCapacity: true)
        return bytes.withUnsafeBufferPointer { buffer in
            for offset in offsets { pointers.append(offset < 0 ? nil : buffer.baseAddress! + offset) }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
