import HostSystem
import SQLText

/// Writes an answer for people, each element in a line of its own: no name in it reaches the terminal as an escape
/// sequence or makes another line.
func printLines(_ lines: [String]) {
    printAnswer(lines.map { printable($0) + "\n" }.joined())
}
