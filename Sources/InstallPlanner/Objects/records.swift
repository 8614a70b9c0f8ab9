private import SQLFiles

extension ObjectKind {
    /// A numbered folder of `migrations/`: tables of the companion. Whoever may write to them has the migrating role run
    /// what they wrote.
    package static let records = ObjectKind(
        name: "records", renewal: .never, othersMay: ["select", "usage"], isOfCompanion: { _ in true })
}

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

/// The folders of `migrations/`, in order.
package func embeddedRecords() -> [RecordsFolder] {
    sqlFiles(below: "migrations/").filter { $0.hasSuffix("/up.sql") }.map { path in
        let folder = String(path.dropFirst("migrations/".count).dropLast("/up.sql".count))
        return RecordsFolder(name: folder, up: sqlFile(path), down: sqlFile("migrations/\(folder)/down.sql"))
    }
}

func recordsObject(_ folder: RecordsFolder) -> InstallObject {
    let made = "create table "
    var object = InstallObject(
        ObjectIdentity(.records, folder.name), create: String(folder.up.trimmingEnd()),
        drop: String(folder.down.trimmingEnd()))
    object.tables = folder.up.split(separator: "\n").filter { $0.hasPrefix(made) }
        .map { String($0.dropFirst(made.count).prefix { $0 != " " }) }
    return object
}
