private import Glibc
private import SQLText
private import Synchronization

/// Writes text to standard output, for answers. A reader that has gone away is not an error.
package func printAnswer(_ text: String) {
    write(text, to: STDOUT_FILENO, "standard output")
}

/// Writes a line to standard error, or several, for messages. No name in it reaches the terminal as an escape sequence.
package func printMessage(_ line: String) {
    write(printableLines(line) + "\n", to: STDERR_FILENO, "standard error")
}

/// Whether standard error is a terminal whose last line can be written again: it obeys escape sequences.
package func hasLiveTerminal() -> Bool {
    guard let kind = environmentVariable("TERM"), !kind.isEmpty, kind != "dumb" else { return false }
    return isatty(STDERR_FILENO) == 1
}

/// Shows a line at the bottom of the terminal in place of the one that is shown. It goes before whatever else is written
/// and comes back below it, until `clearLine`.
/// - Parameters:
///   - text: cut to what the terminal's width leaves.
///   - ending: never cut.
package func showLine(_ text: String, ending: String = "") {
    shownLine.withLock { shown in
        let ending = printable(ending)
        let line = fitting(printable(text), columns: terminalWidth() - 1 - columns(ending)) + ending
        shown = line
        put(erasure + line, to: STDERR_FILENO, "standard error")
    }
}

package func clearLine() {
    shownLine.withLock { shown in
        if shown != nil { put(erasure, to: STDERR_FILENO, "standard error") }
        shown = nil
    }
}

private let shownLine = Mutex<String?>(nil)

/// To the first column, and erase to the end of the line: ECMA-48's EL, which every terminal of today obeys.
private let erasure = "\r\u{1b}[K"

private func write(_ text: String, to descriptor: Int32, _ name: String) {
    shownLine.withLock { shown in
        if shown != nil { put(erasure, to: STDERR_FILENO, "standard error") }
        put(text, to: descriptor, name)
        if let shown { put(shown, to: STDERR_FILENO, "standard error") }
    }
}

private func put(_ text: String, to descriptor: Int32, _ name: String) {
    try? writeAll(Array(text.utf8), to: descriptor, path: name)
}

private func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
}

/// A line that wraps could not be erased: what is not ASCII counts as the two columns that it may take.
private func columns(_ text: String) -> Int {
    text.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
}

private func fitting(_ text: String, columns limit: Int) -> String {
    if columns(text) <= limit { return text }
    var cut = ""
    var width = 2
    for character in text {
        width += columns(String(character))
        if width > limit { break }
        cut.append(character)
    }
    return cut + "…"
}
