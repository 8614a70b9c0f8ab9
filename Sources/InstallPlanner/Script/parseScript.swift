private import JSONText

/// A migration's script as the tool runs it.
package struct MigrationScript: Hashable, Sendable {
    package var parent: String?
    package var parentChecksum: String?
    package var reliesOn: [ReliedColumns]
    /// In the order in which they run: counting up in up.sql, down in down.sql.
    package var steps: [ScriptStep]
}

package struct ScriptStep: Hashable, Sendable {
    package var number: Int
    package var title: String
    package var place: ScriptPlace
    /// False for a step marked `-- outside a transaction`, such as one for `create index concurrently`.
    package var isTransaction: Bool
    package var statements: [ScriptStatement]

    /// Marks stand between the line of the step and its first statement.
    var isUntouched: Bool { statements.isEmpty }
}

/// Reads a script that `writeScripts` wrote and a person may have edited: header lines `-- key: value`, then steps that
/// start with `-- step N of M: title`.
package func parseScript(_ text: String) throws(ScriptError) -> MigrationScript {
    var script = MigrationScript(reliesOn: [], steps: [])
    var total: Int?
    for piece in try splitStatements(text) {
        switch piece {
        case .comment(let comment, let place):
            if let mark = try stepMark(comment, place) {
                if let total, total != mark.total {
                    throw ScriptError("the steps before this one say 'of \(total)'", place)
                }
                total = mark.total
                script.steps.append(
                    ScriptStep(
                        number: mark.number, title: mark.title, place: place, isTransaction: true, statements: []))
            } else if script.steps.isEmpty {
                try readHeader(comment, place, into: &script)
            } else if comment.hasPrefix("-- outside a transaction"), script.steps[script.steps.count - 1].isUntouched {
                script.steps[script.steps.count - 1].isTransaction = false
            }
        case .statement(let statement):
            guard !script.steps.isEmpty else {
                throw ScriptError("a statement must stand below a '-- step N of M: title' line", statement.place)
            }
            script.steps[script.steps.count - 1].statements.append(statement)
        }
    }
    try checkSteps(script, total)
    return script
}

private func readHeader(_ comment: String, _ place: ScriptPlace, into script: inout MigrationScript) throws(ScriptError)
{
    if let parent = value(of: "parent", in: comment) {
        script.parent = parent == "none" ? nil : parent
    } else if let checksum = value(of: "parent-checksum", in: comment) {
        script.parentChecksum = checksum
    } else if let relied = value(of: "relies-on", in: comment) {
        do throws(JSONError) {
            script.reliesOn.append(try ReliedColumns(JSONReader(try parseJSON(relied))))
        } catch {
            throw ScriptError("this relies-on line cannot be read: \(error)", place)
        }
    }
}

private func value(of key: String, in comment: String) -> String? {
    let prefix = "-- \(key): "
    return comment.hasPrefix(prefix) ? String(comment.dropFirst(prefix.count).trimmingEnd()) : nil
}

private func stepMark(_ comment: String, _ place: ScriptPlace) throws(ScriptError) -> (
    number: Int, total: Int, title: String
)? {
    guard comment.hasPrefix("-- step ") else { return nil }
    let rest = comment.dropFirst("-- step ".count)
    let words = rest.split(separator: " ", maxSplits: 3)
    guard words.count == 4, let number = Int(words[0]), words[1] == "of", words[2].last == ":",
        let total = Int(words[2].dropLast())
    else { throw ScriptError("a step starts with '-- step N of M: title'", place) }
    return (number, total, String(words[3].trimmingEnd()))
}

private func checkSteps(_ script: MigrationScript, _ total: Int?) throws(ScriptError) {
    guard let first = script.steps.first, let total else {
        throw ScriptError("the script has no '-- step N of M: title' line", ScriptPlace(line: 1, column: 1))
    }
    let expected =
        first.number == 1 ? Array(1...max(1, script.steps.count)) : Array((1...script.steps.count).reversed())
    for (step, number) in zip(script.steps, expected) where step.number != number {
        throw ScriptError("step \(step.number) stands where step \(number) belongs", step.place)
    }
    if total != script.steps.count {
        throw ScriptError("the script has \(script.steps.count) steps, not \(total)", first.place)
    }
    for step in script.steps where step.isTransaction {
        let isFramed = isWord("begin", step.statements.first) && isWord("commit", step.statements.last)
        let strays = step.statements.dropFirst().dropLast().first { statement in
            ["begin", "commit", "rollback"].contains { isWord($0, statement) }
        }
        if !isFramed || strays != nil {
            throw ScriptError(
                "a step starts with begin; and ends with its only commit; unless '-- outside a transaction' stands below its line",
                strays?.place ?? step.place)
        }
    }
}

/// Whether a statement consists of this one word.
package func isWord(_ word: String, _ statement: ScriptStatement?) -> Bool {
    statement?.text.dropLast().lowercased().trimmingEnd() == Substring(word)
}
