private import HostSystem
private import Postgres
private import Synchronization
package import Testing

/// The real databases that lie beside the checkout, in `../shared/fixtures`, and not in it.
package enum Fixture: String, Sendable {
    case chinook, pagila

    package var file: String { "\(repositoryRoot)/../shared/fixtures/\(rawValue).sql.gz" }

    /// A database with this fixture's schema and rows, the caller's own.
    package func makeDatabase() throws -> TestDatabase {
        try PrivateCluster.shared.makeDatabase(template: template())
    }

    /// Loaded once per run; the copies are made from it.
    private func template() throws -> String {
        try loaded.withLock { loaded in
            if let name = loaded[self] { return name }
            let database = try PrivateCluster.shared.makeDatabase()
            let status = run(
                "bash -c 'set -o pipefail; gunzip -c \"\(file)\" | psql -X -q -v ON_ERROR_STOP=1 \"\(database.url)\" >/dev/null'"
            )
            guard status == 0 else { throw FixtureError(fixture: self, exitCode: status) }
            loaded[self] = database.name
            return database.name
        }
    }
}

package struct FixtureError: Error {
    package var fixture: Fixture
    package var exitCode: Int32
}

private let loaded = Mutex<[Fixture: String]>([:])

extension Trait where Self == ConditionTrait {
    /// Skips a test, counted and named at the end of the run, where the checkout has no `../shared` beside it.
    package static func needs(_ fixture: Fixture) -> Self {
        .enabled(
            if: fileExists(fixture.file),
            "needs ../shared/fixtures/\(fixture.rawValue).sql.gz beside the checkout")
    }
}
