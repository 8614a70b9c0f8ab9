private import SQLFiles

extension ObjectKind {
    /// A function or procedure; its name has the types of its parameters, and its statements say `create or replace`.
    package static let function = ObjectKind(
        name: "function", keyword: "routine", isRestoredAsFound: true, othersMay: [],
        isOfCompanion: { $0.hasPrefix("fraiseql.") && $0 != noticeFunction && !tenancyFunctions.contains($0) },
        shapeFound: shapeOfFunction)
}

/// PostgreSQL prints the parameters and the result before the language.
@Sendable private func shapeOfFunction(_ found: FoundObject) -> String? {
    func head(_ definition: String) -> Substring {
        definition.firstRange(of: "\n LANGUAGE ").map { definition[..<$0.lowerBound] } ?? definition[...]
    }
    return head(found.definition) == head(found.recorded) ? found.recordedShape : nil
}

/// The files of `sql/runtime/`, in order.
package func embeddedRoutines() -> [String] { sqlFiles(below: "sql/runtime/").map { sqlFile($0) } }

/// Each file ends with the comment on its routine, which names the signature. Only the owner of the companion, who runs
/// the migrations, may call it.
func functionObject(_ file: String) -> InstallObject {
    guard let (word, signature) = commentedRoutine(file) else {
        preconditionFailure("a file of sql/runtime/ has no comment on its routine")
    }
    return InstallObject(
        ObjectIdentity(.function, signature), shape: parametersAndResult(file),
        create: "\(file.trimmingEnd())\nrevoke execute on \(word) \(signature) from public;")
}

private func commentedRoutine(_ file: String) -> (word: String, signature: String)? {
    for line in file.split(separator: "\n") {
        for word in ["procedure", "function"] where line.hasPrefix("comment on \(word) ") && line.hasSuffix(" is") {
            return (word, String(line.dropFirst("comment on \(word) ".count).dropLast(" is".count)))
        }
    }
    return nil
}

/// `(kind text, name text) returns text`: PostgreSQL replaces a routine in place only where none of this changes.
private func parametersAndResult(_ file: String) -> String {
    let lines = file.split(separator: "\n").prefix { !$0.hasPrefix("    language ") }
    let head = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    return String(head.drop { $0 != "(" })
}
