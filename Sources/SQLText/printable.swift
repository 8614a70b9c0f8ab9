/// A text in one line without control characters: `\u{a}` stands for a line break. A name of the catalog goes through it
/// on its way into a line comment, which a line break would end, and to a terminal, which obeys escape sequences.
package func printable(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        if scalar.properties.generalCategory == .control {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}
