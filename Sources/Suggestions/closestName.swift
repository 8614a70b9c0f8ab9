/// The name that a misspelled one most likely stands for, or nil when none is near. For every "did you mean".
///
/// Bounded, since names come from clients: names over 63 bytes, PostgreSQL's longest, are near none, and only the first
/// 1,000 candidates are looked at. Two names of 5,000 letters would take 25 million steps.
package func closestName(to name: String, among names: some Sequence<String>) -> String? {
    let maximumLength = 63
    guard name.utf8.count <= maximumLength else { return nil }
    let letters = Array(name.lowercased().unicodeScalars)
    let limit = max(1, letters.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in names.prefix(1_000) where candidate.utf8.count <= maximumLength {
        let other = Array(candidate.lowercased().unicodeScalars)
        guard abs(other.count - letters.count) <= limit else { continue }
        let distance = editDistance(letters, other)
        guard distance <= limit else { continue }
        if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
        best = (candidate, distance)
    }
    return best?.name
}

/// `; did you mean "orders"?`, or nothing: to be put at the end of a message.
package func suggestionSuffix(for name: String, among names: some Sequence<String>) -> String {
    closestName(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            var distance = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                distance = min(distance, beforeLast[j - 1] + 1)
            }
            row.append(distance)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}
