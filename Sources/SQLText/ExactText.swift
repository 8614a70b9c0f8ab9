/// A text with its hash, made once: a key of caches. It equals the same bytes only, where `String` also equals what
/// Unicode calls canonically equivalent (`é` as one scalar or as two), which PostgreSQL tells apart.
package struct ExactText: Hashable, Sendable {
    package let text: String
    private let hash: Int

    package init(_ text: String) {
        var text = text
        var hasher = Hasher()
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        self.text = text
        hash = hasher.finalize()
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        left.hash == right.hash && left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }
}
