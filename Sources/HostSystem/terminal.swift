private import Glibc
private import SQLText
private import Synchronization

/// Writes text to standard output, for answers. A reader that has gone away (`outliveReaders`) is not an error; what else
/// keeps it from being written, such as a full disk, `unwrittenAnswer` tells.
package func printAnswer(_ text: String) {
    do throws(SystemError) { try write(text, to: STDOUT_FILENO, "standard output") } catch {
        if error.code != EPIPE { answerFailure.withLock { $0 = error } }
    }
}

/// Why an answer, or a part of it, was not written; nil where all was.
package func unwrittenAnswer() -> SystemError? { answerFailure.withLock { $0 } }

private let answerFailure = Mutex<SystemError?>(nil)

/// Writes a line to standard error, or several, for messages. No name in it reaches the terminal as an escape sequence.
package func printMessage(_ line: String) {
    try? write(printableLines(line) + "\n", to: STDERR_FILENO, "standard error")
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
        put(erasure + line)
    }
}

package func clearLine() {
    shownLine.withLock { shown in
        if shown != nil { put(erasure) }
        shown = nil
    }
}

private let shownLine = Mutex<String?>(nil)

/// To the first column, and erase to the end of the line: ECMA-48's EL, which every terminal of today obeys.
private let erasure = "\r\u{1b}[K"

private func write(_ text: String, to descriptor: Int32, _ name: String) throws(SystemError) {
    try shownLine.withLock { (shown) throws(SystemError) in
        if shown != nil { put(erasure) }
        try writeAll(Array(text.utf8), to: descriptor, path: name)
        if let shown { put(shown) }
    }
}

/// To the terminal that shows progress.
private func put(_ text: String) {
    try? writeAll(Array(text.utf8), to: STDERR_FILENO, path: "standard error")
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
