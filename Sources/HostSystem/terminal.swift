private import Glibc

/// Writes text to standard output, for answers. A reader that has gone away is not an error.
package func printAnswer(_ text: String) {
    try? writeAll(Array(text.utf8), to: STDOUT_FILENO, path: "standard output")
}

/// Writes a line to standard error, for messages.
package func printMessage(_ line: String) {
    try? writeAll(Array((line + "\n").utf8), to: STDERR_FILENO, path: "standard error")
}
