/// Values by key, bounded by count and by bytes; the one used longest ago leaves first.
///
/// A slot stays valid until the next insertion or removal.
package struct BoundedCache<Key: Hashable, Value> {
    @usableFromInline struct Slot {
        @usableFromInline var key: Key
        @usableFromInline var value: Value?
        @usableFromInline var bytes: Int
        @usableFromInline var newer: Int
        @usableFromInline var older: Int

        @usableFromInline init(key: Key, value: Value?, bytes: Int, newer: Int, older: Int) {
            self.key = key
            self.value = value
            self.bytes = bytes
            self.newer = newer
            self.older = older
        }
    }

    @usableFromInline var slots: [Slot] = []
    @usableFromInline var free: [Int] = []
    @usableFromInline var positions: [Key: Int] = [:]
    @usableFromInline var newest = -1
    @usableFromInline var oldest = -1
    package private(set) var bytes = 0
    package let maximumCount: Int
    package let maximumBytes: Int

    package init(maximumCount: Int, maximumBytes: Int) {
        self.maximumCount = max(1, maximumCount)
        self.maximumBytes = maximumBytes
    }

    package var count: Int { positions.count }

    /// The slot of a key, which becomes the one used last.
    @inlinable package mutating func find(_ key: Key) -> Int? {
        guard let slot = positions[key] else { return nil }
        if slot != newest {
            unlink(slot)
            link(slot)
        }
        return slot
    }

    @inlinable package subscript(slot: Int) -> Value {
        get { slots[slot].value! }
        set { slots[slot].value = newValue }
    }

    /// Stores a value under a key that may be there already, and answers what had to leave for it. A value larger than
    /// the whole cache is not stored.
    package mutating func insert(_ key: Key, _ value: Value, bytes size: Int) -> [Value] {
        var evicted: [Value] = []
        if let old = remove(key) { evicted.append(old) }
        guard size <= maximumBytes else {
            evicted.append(value)
            return evicted
        }
        while oldest >= 0, count >= maximumCount || bytes + size > maximumBytes {
            if let old = remove(slots[oldest].key) { evicted.append(old) }
        }
        let fresh = Slot(key: key, value: value, bytes: size, newer: -1, older: -1)
        let slot: Int
        if let reused = free.popLast() {
            slots[reused] = fresh
            slot = reused
        } else {
            slot = slots.count
            slots.append(fresh)
        }
        positions[key] = slot
        bytes += size
        link(slot)
        return evicted
    }

    @discardableResult
    package mutating func remove(_ key: Key) -> Value? {
        guard let slot = positions.removeValue(forKey: key) else { return nil }
        unlink(slot)
        bytes -= slots[slot].bytes
        free.append(slot)
        return slots[slot].value.take()
    }

    package mutating func removeAll() {
        self = BoundedCache(maximumCount: maximumCount, maximumBytes: maximumBytes)
    }

    @usableFromInline mutating func unlink(_ slot: Int) {
        let newer = slots[slot].newer
        let older = slots[slot].older
        if newer >= 0 { slots[newer].older = older } else { newest = older }
        if older >= 0 { slots[older].newer = newer } else { oldest = newer }
    }

    @usableFromInline mutating func link(_ slot: Int) {
        slots[slot].newer = -1
        slots[slot].older = newest
        if newest >= 0 { slots[newest].newer = slot } else { oldest = slot }
        newest = slot
    }
}
