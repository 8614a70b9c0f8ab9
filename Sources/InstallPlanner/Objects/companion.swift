private import SQLFiles

/// A numbered folder of `migrations/`.
package struct RecordsFolder: Hashable, Sendable {
    /// `0001_records`.
    package var name: String
    package var up: String
    package var down: String

    package init(name: String, up: String, down: String) {
        self.name = name
        self.up = up
        self.down = down
    }
}

/// The companion's own objects: the tables of each folder, and one function for each file.
/// - Parameters:
///   - records: in the order in which they are made; what a release had stays in all later ones.
///   - routines: files in the form of those of `sql/runtime/`.
package func companionObjects(
    records: [RecordsFolder] = embeddedRecords(), routines: [String] = embeddedRoutines()
) -> [InstallObject] {
    records.map(recordsObject) + routines.map(routineObject)
}

/// The folders of `migrations/`, in order.
package func embeddedRecords() -> [RecordsFolder] {
    sqlFiles(below: "migrations/").filter { $0.hasSuffix("/up.sql") }.map { path in
        let folder = String(path.dropFirst("migrations/".count).dropLast("/up.sql".count))
        return RecordsFolder(name: folder, up: sqlFile(path), down: sqlFile("migrations/\(folder)/down.sql"))
    }
}

/// The files of `sql/runtime/`, in order.
package func embeddedRoutines() -> [String] { sqlFiles(below: "sql/runtime/").map { sqlFile($0) } }

private func recordsObject(_ folder: RecordsFolder) -> InstallObject {
    let made = "create table "
    var object = InstallObject(
        ObjectIdentity(.records, folder.name), create: trimmed(folder.up), drop: trimmed(folder.down))
    object.tables = folder.up.split(separator: "\n").filter { $0.hasPrefix(made) }
        .map { String($0.dropFirst(made.count).prefix { $0 != " " }) }
    return object
}

/// Each file ends with the comment on its routine, which names the signature. Only the owner of the companion, who runs
/// the migrations, may call it.
private func routineObject(_ file: String) -> InstallObject {
    guard let (kind, signature) = commentedRoutine(file) else {
        preconditionFailure("a file of sql/runtime/ has no comment on its routine")
    }
    let create = "\(trimmed(file))\nrevoke execute on \(kind) \(signature) from public;"
    return InstallObject(
        ObjectIdentity(.function, signature), shape: parametersAndResult(file), create: create, replace: create,
        drop: "drop \(kind) if exists \(signature);")
}

private func commentedRoutine(_ file: String) -> (kind: String, signature: String)? {
    for line in file.split(separator: "\n") {
        for kind in ["procedure", "function"] where line.hasPrefix("comment on \(kind) ") && line.hasSuffix(" is") {
            return (kind, String(line.dropFirst("comment on \(kind) ".count).dropLast(" is".count)))
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

private func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
}
