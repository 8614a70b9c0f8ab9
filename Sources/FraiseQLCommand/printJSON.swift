import HostSystem
import JSONText
import SQLText

/// Writes the answer of a command that was asked for `--json`.
func printJSON(_ value: JSON) {
    printJSON(text: value.prettyText())
}

/// No name in it reaches the terminal as an escape sequence or turns the direction of writing.
/// - Parameter text: JSON; a line break in it is layout.
func printJSON(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    printAnswer(lines.map { escapingHidden(String($0)) + "\n" }.joined())
}
