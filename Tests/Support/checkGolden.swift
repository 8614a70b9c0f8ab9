import HostSystem
package import Testing

/// Compares a text with the file at `path` below `Tests/Golden` and records an issue at the first line that differs.
/// `RECORD_GOLDEN=1` writes a file that differs and still fails, so that no recording run counts as a passed one; it is
/// refused where `CI` is set.
package func checkGolden(
    _ actual: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    noteGolden(path)
    let file = "\(repositoryRoot)/Tests/Golden/\(path)"
    let actual = actual.hasSuffix("\n") ? actual : actual + "\n"
    let expected = try? readTextFile(file)
    if environmentVariable("RECORD_GOLDEN") == "1" {
        guard environmentVariable("CI") == nil else {
            Issue.record("RECORD_GOLDEN is refused where CI is set", sourceLocation: sourceLocation)
            return
        }
        if actual == expected { return }
        do {
            try makeDirectory(
                file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
            try writeFile(file, actual)
            Issue.record("recorded Tests/Golden/\(path): review it, then run again", sourceLocation: sourceLocation)
        } catch {
            Issue.record("Tests/Golden/\(path) was not recorded: \(error)", sourceLocation: sourceLocation)
        }
        return
    }
    guard let expected else {
        Issue.record("no file Tests/Golden/\(path); RECORD_GOLDEN=1 writes it", sourceLocation: sourceLocation)
        return
    }
    if actual != expected {
        Issue.record("\(firstDifference(actual, expected, path))", sourceLocation: sourceLocation)
    }
}

/// A text file below `Tests/Golden`, such as `schemas/shop/tables.sql`.
package func readGolden(_ path: String) throws -> String {
    noteGolden(path)
    return try readTextFile("\(repositoryRoot)/Tests/Golden/\(path)")
}

package func goldenExists(_ path: String) -> Bool {
    fileExists("\(repositoryRoot)/Tests/Golden/\(path)")
}

/// Tells the runner which files a test has read: one that no test reads is an orphan, and fails the whole run.
private func noteGolden(_ path: String) {
    guard let list = environmentVariable("FRAISEQL_GOLDENS_READ") else { return }
    if !appendLine(path, to: list) { Issue.record("\(list) cannot be written") }
}

private func firstDifference(_ actual: String, _ expected: String, _ path: String) -> String {
    let actualLines = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    var line = 0
    while line < actualLines.count && line < expectedLines.count && actualLines[line] == expectedLines[line] {
        line += 1
    }
    func around(_ lines: [Substring], _ mark: String) -> String {
        lines[min(line, lines.count)..<min(line + 4, lines.count)].map { "\(mark) \($0)" }.joined(separator: "\n")
    }
    return """
        Tests/Golden/\(path):\(line + 1) differs (- golden, + actual); RECORD_GOLDEN=1 records
        \(around(expectedLines, "-"))
        \(around(actualLines, "+"))
        """
}
