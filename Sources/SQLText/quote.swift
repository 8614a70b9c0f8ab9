/// A name as PostgreSQL reads it back: bare when it is lower-case and no keyword that needs quotes, else quoted.
@usableFromInline
package func quoteIdentifier(_ name: String) -> String {
    if isBareIdentifier(name) { return name }
    if !name.utf8.contains(UInt8(ascii: "\"")) { return "\"\(name)\"" }
    var quoted = "\""
    for character in name.unicodeScalars {
        if character == "\"" { quoted += "\"" }
        quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
}

/// A string constant, as `quote_literal` writes it: with a backslash in it as `E'...'`, which means the same whatever
/// `standard_conforming_strings` is. PostgreSQL text cannot hold U+0000; callers refuse it before.
@usableFromInline
package func quoteLiteral(_ text: String) -> String {
    let hasBackslash = text.utf8.contains(UInt8(ascii: "\\"))
    if !hasBackslash, !text.utf8.contains(UInt8(ascii: "'")) { return "'\(text)'" }
    var quoted = hasBackslash ? "E'" : "'"
    for character in text.unicodeScalars {
        if character == "'" || character == "\\" { quoted.unicodeScalars.append(character) }
        quoted.unicodeScalars.append(character)
    }
    return quoted + "'"
}

/// A string constant between dollar quotes, for long texts: `$model$...$model$`.
package func dollarQuote(_ text: String, tag: String) -> String {
    var delimiter = "$\(tag)$"
    var attempt = 1
    // PostgreSQL reads bytes, and the delimiter may begin in the text: `...$model` would end at `$model$`.
    while !isAtEnd(delimiter, of: text + delimiter) {
        delimiter = "$\(tag)\(attempt)$"
        attempt += 1
    }
    return delimiter + text + delimiter
}

/// Whether a part stands at the end of a text and nowhere before.
private func isAtEnd(_ part: String, of text: String) -> Bool {
    let (part, text) = (Array(part.utf8), Array(text.utf8))
    return !(0..<(text.count - part.count)).contains { text[$0...].starts(with: part) }
}

private func isBareIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, first == UInt8(ascii: "_") || isLowerCaseLetter(first) else { return false }
    var hasDigit = false
    for byte in name.utf8 {
        let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        guard isLowerCaseLetter(byte) || isDigit || byte == UInt8(ascii: "_") else { return false }
        hasDigit = hasDigit || isDigit
    }
    // No keyword has a digit, and every alias has one.
    return hasDigit || !mayBeKeyword(name) || !keywordsToQuote.contains(name)
}

/// False for nearly every name that is no keyword, without a hash.
private func mayBeKeyword(_ name: String) -> Bool {
    guard let first = name.utf8.first, let last = name.utf8.last, name.utf8.count < 32 else { return false }
    return keywordLengths[ends(first, last)] & (1 << UInt32(name.utf8.count)) != 0
}

/// By first and last letter, a bit for each length of a keyword between them.
private let keywordLengths: [UInt32] = {
    var lengths = [UInt32](repeating: 0, count: 32 * 32)
    for keyword in keywordsToQuote {
        guard let first = keyword.utf8.first, let last = keyword.utf8.last else { continue }
        lengths[ends(first, last)] |= 1 << UInt32(keyword.utf8.count)
    }
    return lengths
}()

/// Each lower-case letter and the underscore has low five bits of its own.
private func ends(_ first: UInt8, _ last: UInt8) -> Int { Int(first & 31) << 5 | Int(last & 31) }

private func isLowerCaseLetter(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
}
