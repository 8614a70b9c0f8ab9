/// Section 5.5.2.2. A depth-first walk with a stack of its own, since a chain of fragments may be thousands long.
@Sendable func checkNoFragmentCycles(_ survey: Survey, _ findings: inout Findings) {
    var isDone: Set<Int> = []
    for start in survey.definitions.indices.dropFirst(survey.document.operations.count) {
        guard !isDone.contains(start) else { continue }
        var path: [(definition: Int, nextSpread: Int)] = [(start, 0)]
        var depths = [start: 0]
        while let (definition, next) = path.last {
            let spreads = survey.definitions[definition].spreads
            guard next < spreads.count else {
                path.removeLast()
                depths[definition] = nil
                isDone.insert(definition)
                continue
            }
            path[path.count - 1].nextSpread += 1
            let spread = spreads[next].spread
            guard let target = survey.fragments[spread.name.text] else { continue }
            if let depth = depths[target] {
                let via = path.dropFirst(depth + 1).compactMap { survey.definitions[$0.definition].fragment?.name.text }
                let route = via.isEmpty ? "" : " through " + via.prefix(10).map { "\"\($0)\"" }.joined(separator: ", ")
                findings.report("The fragment \"\(spread.name.text)\" contains itself\(route).", at: spread.location)
            } else if !isDone.contains(target) {
                depths[target] = path.count
                path.append((target, 0))
            }
        }
    }
}
