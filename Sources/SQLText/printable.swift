/// A text in one line without control characters: `\u{a}` stands for a line break. A name of the catalog goes through it
/// on its way into a line comment, which a line break would end, and to a terminal, which obeys escape sequences.
package func printable(_ text: String) -> String { printable(text, keeping: []) }

/// The same for a text of several lines, with tabs.
package func printableLines(_ text: String) -> String { printable(text, keeping: ["\n", "\t"]) }

private func printable(_ text: String, keeping kept: [UnicodeScalar]) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        if scalar.properties.generalCategory == .control && !kept.contains(scalar) {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}
