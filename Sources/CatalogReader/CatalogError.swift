package import JSONText
package import Postgres

/// Why a database could not be read as a catalog.
package enum CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
    case postgres(PostgresError)
    /// An answer of sql/catalog/ that does not have its form.
    case unreadable(file: String, JSONError)
    case missingSchema(String, existing: [String])
    case systemSchema(String)

    package var description: String {
        switch self {
        case .postgres(let error): "reading the catalog: \(error)"
        case .unreadable(let file, let error): "reading the catalog with \(file): \(error)"
        case .missingSchema(let name, let existing):
            "the schema \"\(name)\" does not exist; the database has: \(existing.joined(separator: ", "))"
        case .systemSchema(let name): "\"\(name)\" is a schema of PostgreSQL itself and cannot be exposed"
        }
    }
}
