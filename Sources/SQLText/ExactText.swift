/// A text with its hash, made once: a key of caches. It equals the same bytes only, where `String` also equals what
/// Unicode calls canonically equivalent (`é` as one scalar or as two), which PostgreSQL tells apart.
package struct ExactText: Hashable, Sendable {
    package let text: String
    private let hash: Int

    package init(_ text: String) {
        var text = text
        var hasher = Hasher()
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        self.init(text, hash: hasher.finalize())
    }

    /// For tests too: texts that differ under one hash.
    init(_ text: String, hash: Int) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
        self.hash = hash
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        guard left.hash == right.hash else { return false }
        // `init` made both contiguous, so there is nothing else to ask.
        let isSame = left.text.utf8.withContiguousStorageIfAvailable { left in
            right.text.utf8.withContiguousStorageIfAvailable { right in
                areSame(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            }
        }
        return isSame.flatMap { $0 } ?? left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }
}

/// Nearly always the same storage, or else the same bytes: eight at a time are compared.
private func areSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    if left.baseAddress == right.baseAddress { return true }
    var index = 0
    while index + 8 <= left.count {
        let one = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        guard one == right.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
        index += 8
    }
    while index < left.count {
        guard left[index] == right[index] else { return false }
        index += 1
    }
    return true
}
