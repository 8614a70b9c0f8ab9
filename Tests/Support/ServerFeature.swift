private import Postgres
private import Synchronization
package import Testing

/// What a PostgreSQL may be built without: the servers of `make test PG=18` have no extensions and no XML.
package enum ServerFeature: String, Sendable {
    case citext, ltree, pg_buffercache, xml

    /// Whether the server of this run has it.
    package var isThere: Bool {
        let question =
            self == .xml
            ? "select count(*) from pg_catalog.pg_config() where name = 'CONFIGURE' and setting ~ '--with-libxml'"
            : "select count(*) from pg_catalog.pg_available_extensions() where name = '\(rawValue)'"
        return known.withLock { known in
            if let answer = known[self] { return answer }
            do {
                let answer = try Connection(PrivateCluster.shared.url("postgres")).query(question).single != "0"
                known[self] = answer
                return answer
            } catch {
                // The test runs, and says what is wrong.
                return true
            }
        }
    }
}

private let known = Mutex<[ServerFeature: Bool]>([:])

extension Trait where Self == ConditionTrait {
    /// Skips a test, counted and named at the end of the run, where the server has no such thing.
    package static func needs(_ features: ServerFeature...) -> Self {
        let names = features.map(\.rawValue).joined(separator: " and ")
        return .enabled(if: features.allSatisfy(\.isThere), "needs a PostgreSQL with \(names)")
    }
}
