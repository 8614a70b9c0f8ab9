/// A script with the same meaning in which every character can be seen: hidden ones in names, constants and comments are
/// written as escapes, `U&"a\000ab"` and `E'\u001b'` (PostgreSQL manual, section 4.1.2). A person reviews it, and a
/// terminal shows it. Line breaks and tabs stay where a constant has several lines; in a name, also one that a constant
/// quotes, they could look like another statement.
package func showHidden(_ script: String) -> String {
    guard script.unicodeScalars.contains(where: { isHidden($0) && $0 != "\n" && $0 != "\t" }) || hasBrokenName(script)
    else { return script }
    var writer = HiddenWriter(script)
    return writer.write()
}

/// A name as `quoteIdentifier` writes it, with hidden characters as escapes.
package func showHidden(inName name: String) -> String { showHidden(quoteIdentifier(name)) }

/// Whether a line break or a tab may stand between double quotes; only a hint.
private func hasBrokenName(_ script: String) -> Bool {
    var isQuoted = false
    for byte in script.utf8 {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if isQuoted && (byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")) { return true }
    }
    return false
}

private struct HiddenWriter {
    private let text: [Unicode.Scalar]
    private var index = 0
    private var result = String.UnicodeScalarView()

    init(_ script: String) { text = Array(script.unicodeScalars) }

    mutating func write() -> String {
        while index < text.count {
            switch text[index] {
            case "\"": quoted("\"")
            case "'": quoted("'")
            case "$": dollar()
            case "-" where peek(1) == "-": comment { $0 == "\n" || $0 == "\r" }
            case "/" where peek(1) == "*": blockComment()
            default:
                result.append(text[index])
                index += 1
            }
        }
        return String(result)
    }

    private func peek(_ distance: Int) -> Unicode.Scalar? {
        index + distance < text.count ? text[index + distance] : nil
    }

    // MARK: Quotes

    private mutating func quoted(_ quote: Unicode.Scalar) {
        let hasEscapes = quote == "'" && isEscapePrefix()
        index += 1
        let start = index
        while let scalar = peek(0) {
            if scalar == quote {
                if peek(1) != quote { break }
                index += 1
            } else if scalar == "\\" && hasEscapes {
                index += 1
            }
            index += 1
        }
        index = min(index, text.count)
        let inside = Array(text[start..<index])
        index += 1
        if quote == "\"" { name(inside) } else { constant(inside, hasEscapes: hasEscapes) }
    }

    /// Whether the quote begins `E'...'`.
    private func isEscapePrefix() -> Bool {
        guard index > 0, text[index - 1] == "E" || text[index - 1] == "e" else { return false }
        return index == 1 || !isWordPart(text[index - 2])
    }

    /// - Parameter inside: with its double quotes written twice.
    private mutating func name(_ inside: [Unicode.Scalar]) {
        let hides = inside.contains(where: isHidden)
        append(hides ? "U&\"" : "\"")
        for scalar in inside {
            if isHidden(scalar) {
                append(scalar.value > 0xFFFF ? "\\+\(hexadecimal(scalar.value).dropFirst(2))" : escape(scalar, "\\"))
            } else {
                append(hides && scalar == "\\" ? "\\\\" : String(scalar))
            }
        }
        append("\"")
    }

    /// - Parameter inside: as it stands between the quotes.
    private mutating func constant(_ inside: [Unicode.Scalar], hasEscapes: Bool) {
        let hidden = hiddenInConstant(inside)
        let becomesEscaped = !hidden.isEmpty && !hasEscapes
        if becomesEscaped {
            if let last = result.last, isWordPart(last) { append(" ") }
            append("E")
        }
        append("'")
        for (position, scalar) in inside.enumerated() {
            if hidden.contains(position) {
                append(scalar.value > 0xFFFF ? "\\U\(hexadecimal(scalar.value))" : escape(scalar, "\\u"))
            } else {
                append(becomesEscaped && scalar == "\\" ? "\\\\" : String(scalar))
            }
        }
        append("'")
    }

    /// The places of hidden characters: line breaks and tabs only between double quotes, where they are part of a name.
    private func hiddenInConstant(_ inside: [Unicode.Scalar]) -> Set<Int> {
        var places: Set<Int> = []
        var isName = false
        for (position, scalar) in inside.enumerated() {
            if scalar == "\"" { isName.toggle() }
            if isHidden(scalar) && (isName || (scalar != "\n" && scalar != "\t")) { places.insert(position) }
        }
        return places
    }

    /// The body of a routine or a long text. One that hides something becomes a constant with escapes.
    private mutating func dollar() {
        var length = 1
        while let next = peek(length), isWordPart(next), next != "$" { length += 1 }
        guard peek(length) == "$", index == 0 || !isWordPart(text[index - 1]) else {
            result.append(text[index])
            index += 1
            return
        }
        let delimiter = Array(text[index...(index + length)])
        let start = index + delimiter.count
        var end = start
        while end < text.count, !text[end...].starts(with: delimiter) { end += 1 }
        let inside = Array(text[start..<end])
        index = min(end + delimiter.count, text.count)
        if inside.contains(where: { isHidden($0) && $0 != "\n" && $0 != "\t" }) {
            constant(inside.flatMap { $0 == "'" ? [$0, $0] : [$0] }, hasEscapes: false)
        } else {
            result.append(contentsOf: delimiter + inside + delimiter)
        }
    }

    // MARK: Comments

    private mutating func comment(until isEnd: (Unicode.Scalar) -> Bool) {
        while let scalar = peek(0), !isEnd(scalar) {
            append(printable(String(scalar)))
            index += 1
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if peek(0) == "/" && peek(1) == "*" {
                depth += 1
                append("/*")
                index += 2
            } else if peek(0) == "*" && peek(1) == "/" {
                depth -= 1
                append("*/")
                index += 2
            } else if let scalar = peek(0) {
                append(printableLines(String(scalar)))
                index += 1
            } else {
                return
            }
        } while depth > 0
    }

    // MARK: Characters

    private func escape(_ scalar: Unicode.Scalar, _ start: String) -> String {
        start + hexadecimal(UInt16(scalar.value))
    }

    private mutating func append(_ piece: String) { result.append(contentsOf: piece.unicodeScalars) }

    private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 || scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic
            || ("0"..."9").contains(scalar)
    }
}
