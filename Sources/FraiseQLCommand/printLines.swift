import HostSystem
import SQLText

/// Writes an answer for people: no name in it reaches the terminal as an escape sequence.
func printLines(_ lines: [String]) {
    printAnswer(lines.map { printableLines($0) + "\n" }.joined())
}
