import Postgres

/// Reads that wait for their turn: those of one origin in the order in which they came, the origins one after the other.
/// When it is full, the longest line gives up its last, so that nobody's flood takes the place of others; of equal ones
/// the one whose turn comes last.
struct FairQueue {
    private var lines: [Int: [Read]] = [:]
    /// The origins that have a line, the next one first.
    private var turns: [Int] = []
    private(set) var count = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var isEmpty: Bool { count == 0 }
    /// How many have something waiting.
    var origins: Int { turns.count }

    /// - Returns: the one that has no place, which may be the new one.
    mutating func append(_ read: Read) -> Read? {
        if lines[read.origin] == nil { turns.append(read.origin) }
        lines[read.origin, default: []].append(read)
        count += 1
        guard count > capacity, let longest = turns.reversed().max(by: { length($0) < length($1) }),
            let last = lines[longest]?.popLast()
        else { return nil }
        dropped(1, of: longest)
        return last
    }

    /// - Parameter isLast: whether an origin had its turn just now; it comes after the others.
    mutating func next(_ isLast: (Int) -> Bool = { _ in false }) -> Read? {
        guard let place = turns.firstIndex(where: { !isLast($0) }) ?? turns.indices.first else { return nil }
        let origin = turns.remove(at: place)
        turns.append(origin)
        let read = lines[origin]?.removeFirst()
        dropped(1, of: origin)
        return read
    }

    /// False when it is not here.
    mutating func remove(_ read: Read) -> Bool {
        guard let place = lines[read.origin]?.firstIndex(where: { $0 === read }) else { return false }
        lines[read.origin]?.remove(at: place)
        dropped(1, of: read.origin)
        return true
    }

    /// Takes out what has waited since before a time.
    mutating func removeAll(submittedBefore time: UInt64) -> [Read] {
        var late: [Read] = []
        for origin in turns {
            let ofOrigin = lines[origin]?.filter { $0.submittedAt < time } ?? []
            if ofOrigin.isEmpty { continue }
            late += ofOrigin
            lines[origin]?.removeAll { $0.submittedAt < time }
            dropped(ofOrigin.count, of: origin)
        }
        return late
    }

    mutating func removeAll() -> [Read] { removeAll(submittedBefore: .max) }

    private func length(_ origin: Int) -> Int { lines[origin]?.count ?? 0 }

    private mutating func dropped(_ number: Int, of origin: Int) {
        count -= number
        guard length(origin) == 0 else { return }
        lines[origin] = nil
        turns.removeAll { $0 == origin }
    }
}
