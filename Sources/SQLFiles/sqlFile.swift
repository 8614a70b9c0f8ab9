/// The text of a file of `sql/` or `migrations/`, by its path in the repository, such as `sql/catalog/relations.sql`.
/// A path that does not exist is a mistake in the program, not in its input.
package func sqlFile(_ path: String) -> String {
    guard let text = embeddedSQL[path] else {
        // `preconditionFailure` would say nothing in a release build.
        fatalError("no file \(path) is embedded: look at its spelling, and build again when the file is new")
    }
    return text
}

/// The paths below a folder, such as `migrations/`, in order.
package func sqlFiles(below folder: String) -> [String] {
    embeddedSQL.keys.filter { $0.hasPrefix(folder) }.sorted()
}
