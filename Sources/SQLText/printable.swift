/// A text in one line without hidden characters: `\u{a}` stands for a line break. A name of the catalog goes through it
/// on its way into a line comment, which a line break would end, and to a terminal, which obeys escape sequences and the
/// marks that turn the direction of writing.
package func printable(_ text: String) -> String { printable(text, keeping: []) }

/// The same for a text of several lines, with tabs.
package func printableLines(_ text: String) -> String { printable(text, keeping: ["\n", "\t"]) }

private func printable(_ text: String, keeping kept: [UnicodeScalar]) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        if isHidden(scalar) && !kept.contains(scalar) {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}

/// Whether a character is not seen, or changes how those beside it are: controls, marks of direction, joiners, line and
/// paragraph separators.
package func isHidden(_ scalar: UnicodeScalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
}

/// `\u202e` for each hidden character, in UTF-16 as JSON and GraphQL have it, for a text in which such a character can
/// only stand in a string.
package func escapingHidden(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
        if isHidden(scalar) {
            for unit in UTF16.encode(scalar)! { result += "\\u" + hexadecimal(unit) }
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}
