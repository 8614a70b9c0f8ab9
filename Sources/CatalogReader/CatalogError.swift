package import JSONText
package import Postgres

/// Why a database could not be read as a catalog.
package enum CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
    case postgres(PostgresError)
    /// An answer of sql/catalog/ that does not have its form.
    case unreadable(file: String, JSONError)
    case systemSchema(String)
    /// Two names that PostgreSQL tells apart and Unicode does not: "é" as one character and as two.
    case sameName(String, in: String)
    /// The caller's transaction would lose its search path, and end with the reading.
    case transactionOpen

    package var description: String {
        switch self {
        case .postgres(let error): "reading the catalog: \(error)"
        case .unreadable(let file, let error): "reading the catalog with \(file): \(error)"
        case .sameName(let name, let place):
            "two names in \(place) differ only in how Unicode composes their letters: \"\(name)\"; rename one of them"
        case .transactionOpen: "reading the catalog needs a connection without an open transaction"
        case .systemSchema(let name): "\"\(name)\" is a schema of PostgreSQL itself and cannot be exposed"
        }
    }
}
