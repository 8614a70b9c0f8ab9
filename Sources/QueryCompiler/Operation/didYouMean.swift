/// The end of a message: `. Did you mean "createdAt" or "createdBy"?`, or a full stop where no candidate is near.
func didYouMean(_ name: String, among candidates: [String]) -> String {
    let names = nearest(to: name, among: candidates).map { "\"\($0)\"" }
    switch names.count {
    case 0: return "."
    case 1: return ". Did you mean \(names[0])?"
    default: return ". Did you mean \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])?"
    }
}

/// At most three candidates, a slip of the fingers or another case away. Bounded, since a document may hold many names.
private func nearest(to name: String, among candidates: [String]) -> [String] {
    guard name.utf8.count <= 40 else { return [] }
    let typed = Array(name.lowercased().utf8)
    let threshold = max(1, typed.count * 2 / 5)
    return candidates.prefix(1_000)
        .compactMap { candidate -> (name: String, distance: Int)? in
            let letters = Array(candidate.lowercased().utf8)
            guard abs(letters.count - typed.count) <= threshold else { return nil }
            let distance = editDistance(typed, letters)
            return distance <= threshold ? (candidate, distance) : nil
        }
        .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .prefix(3).map(\.name)
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i]
        row.reserveCapacity(b.count + 1)
        for j in 1...b.count {
            var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, beforeLast[j - 2] + 1) }
            row.append(best)
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
