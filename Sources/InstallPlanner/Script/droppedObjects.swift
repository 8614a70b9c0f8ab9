/// The objects that statements drop, of the form `drop view if exists api.v_order;`: those that `ObjectIdentity.drop`
/// writes, and those of a person who drops several at once.
package func droppedObjects(_ statements: [String]) -> [ObjectIdentity] {
    statements.flatMap { statement in
        ObjectKind.all.flatMap { kind in
            names(after: kind.keyword.map { "drop \($0) " }, in: statement).map { ObjectIdentity(kind, $0) }
        }
    }
}

/// The names in a list that may end with `cascade`; none where the statement is no such list.
private func names(after start: String?, in statement: String) -> [String] {
    guard let start, statement.hasPrefix(start), statement.last == ";" else { return [] }
    var rest = statement.dropFirst(start.count).dropLast()
    if rest.hasPrefix("if exists ") { rest = rest.dropFirst("if exists ".count) }
    for ending in [" cascade", " restrict"] where rest.hasSuffix(ending) { rest = rest.dropLast(ending.count) }
    return listed(rest).filter(isName).map(String.init)
}

/// `a, "b, c", f(int, text)` cut at the commas that stand outside quotes and parentheses.
private func listed(_ text: Substring) -> [Substring] {
    let commas = bareIndices(text).filter { text[$0] == "," }
    let starts = [text.startIndex] + commas.map { text.index(after: $0) }
    return zip(starts, commas + [text.endIndex]).map { start, end in text[start..<end].drop(while: \.isWhitespace) }
}

/// A name of one word, or `p on t`.
private func isName(_ text: Substring) -> Bool {
    var words = 1
    for index in bareIndices(text) where text[index].isWhitespace { words += 1 }
    return !text.isEmpty && (words == 1 || words == 3 && text.contains(" on "))
}

/// The places outside quotes and parentheses.
private func bareIndices(_ text: Substring) -> [Substring.Index] {
    var indices: [Substring.Index] = []
    var depth = 0
    var isQuoted = false
    for index in text.indices {
        if text[index] == "\"" { isQuoted.toggle() }
        if text[index] == "(" && !isQuoted { depth += 1 }
        if text[index] == ")" && !isQuoted { depth -= 1 }
        if depth == 0 && !isQuoted { indices.append(index) }
    }
    return indices
}
