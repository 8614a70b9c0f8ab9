import Glibc
import Postgres

/// Tokens of one loop that have been checked, until they expire. A token is found by all of its bytes, borrowed from the
/// request: nothing is copied and nothing allocated. Belongs to the loop's thread.
package final class TokenCache {
    /// The bytes of a token; those of one that is kept belong to its entry.
    private struct Key: Hashable {
        let bytes: UnsafeRawBufferPointer

        static func == (left: Key, right: Key) -> Bool {
            guard left.bytes.count == right.bytes.count, let one = left.bytes.baseAddress,
                let two = right.bytes.baseAddress
            else { return false }
            return memcmp(one, two, left.bytes.count) == 0
        }

        func hash(into hasher: inout Hasher) { hasher.combine(bytes: bytes) }
    }

    private final class Entry {
        let bytes: UnsafeMutableRawBufferPointer
        let token: VerifiedToken

        init(_ bytes: UnsafeRawBufferPointer, _ token: VerifiedToken) {
            self.bytes = .allocate(byteCount: bytes.count, alignment: 1)
            self.bytes.copyMemory(from: bytes)
            self.token = token
        }

        deinit { bytes.deallocate() }
    }

    private var entries: BoundedCache<Key, Entry>

    package init(maximumCount: Int = 10_000, maximumBytes: Int = 64 << 20) {
        entries = BoundedCache(maximumCount: maximumCount, maximumBytes: maximumBytes)
    }

    package var count: Int { entries.count }

    /// - Parameter now: microseconds since 1970.
    package func find(_ token: UnsafeRawBufferPointer, now: Int64) -> Identity? {
        guard let slot = entries.find(Key(bytes: token)) else { return nil }
        let entry = entries[slot]
        if now < entry.token.expiresAt { return entry.token.identity }
        entries.remove(Key(bytes: token))
        return nil
    }

    package func keep(_ token: UnsafeRawBufferPointer, _ verified: VerifiedToken) {
        let entry = Entry(token, verified)
        // Claims are part of the token; a context has them three times.
        _ = entries.insert(Key(bytes: UnsafeRawBufferPointer(entry.bytes)), entry, bytes: 4 * token.count + 1024)
    }

    package func removeAll() { entries.removeAll() }
}
