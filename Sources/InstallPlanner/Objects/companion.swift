private import SQLFiles

/// The companion's own tables and functions, from `migrations/` and `sql/runtime/`.
package func companionObjects() -> [InstallObject] {
    let records = recordFolders().map { folder in
        InstallObject(
            ObjectIdentity(.records, folder), create: trimmed(sqlFile("migrations/\(folder)/up.sql")),
            drop: trimmed(sqlFile("migrations/\(folder)/down.sql")))
    }
    let files = sqlFiles(below: "sql/runtime/").map { trimmed(sqlFile($0)) }
    let functions = InstallObject(
        ObjectIdentity(.functions, "fraiseql"), dependsOn: records.map(\.identity),
        create: files.joined(separator: "\n\n"), replace: files.joined(separator: "\n\n"),
        drop: files.reversed().map(dropStatement).joined(separator: "\n"))
    return records + [functions]
}

/// `0001_records`, in order.
private func recordFolders() -> [String] {
    sqlFiles(below: "migrations/").filter { $0.hasSuffix("/up.sql") }
        .map { String($0.dropFirst("migrations/".count).dropLast("/up.sql".count)) }
}

/// Each file of `sql/runtime/` ends with the comment on its routine, which names the signature.
private func dropStatement(_ file: String) -> String {
    for line in file.split(separator: "\n") {
        for kind in ["procedure", "function"] where line.hasPrefix("comment on \(kind) ") {
            let signature = line.dropFirst("comment on \(kind) ".count)
            guard signature.hasSuffix(" is") else { continue }
            return "drop \(kind) if exists \(signature.dropLast(" is".count));"
        }
    }
    preconditionFailure("a file of sql/runtime/ has no comment on its routine")
}

private func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
}
