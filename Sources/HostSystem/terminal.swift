private import Glibc
private import SQLText

/// Writes text to standard output, for answers. A reader that has gone away is not an error.
package func printAnswer(_ text: String) {
    try? writeAll(Array(text.utf8), to: STDOUT_FILENO, path: "standard output")
}

/// Writes a line to standard error, or several, for messages. No name in it reaches the terminal as an escape sequence.
package func printMessage(_ line: String) {
    try? writeAll(Array((printableLines(line) + "\n").utf8), to: STDERR_FILENO, path: "standard error")
}
