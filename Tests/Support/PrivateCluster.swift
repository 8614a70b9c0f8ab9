private import Glibc
private import HostSystem
private import Synchronization
package import Postgres

/// A PostgreSQL server for the tests of one run: a temporary folder, a unix socket, no port. It ends with the process.
package final class PrivateCluster: Sendable {
    /// The folder that holds the socket; libpq takes it as `host`.
    package let socketDirectory: String

    /// Started at its first use.
    package static let shared = PrivateCluster()

    /// The connection string of a database of this cluster, as the cluster's superuser.
    package func url(_ database: String, user: String = "postgres") -> String {
        "host=\(socketDirectory) user=\(user) dbname=\(database)"
    }

    /// Makes an empty database under a fresh name and answers its connection string.
    package func makeDatabase(template: String = "template0") throws -> TestDatabase {
        let name = "test_\(nextNumber())"
        try Connection(url("postgres")).query("create database \(name) template \(template)")
        return TestDatabase(name: name, url: url(name))
    }

    private init() {
        // The test runner names a folder that it sweeps itself, since a crash or Ctrl-C ends a process without atexit.
        let parent = environmentVariable("FRAISEQL_TEST_CLUSTERS") ?? "/tmp"
        var template = Array("\(parent)/fraiseql-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("mkdtemp: \(errno)") }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        socketDirectory = folder
        guard run("\(Self.options) \(Self.script) start \(folder)") == 0 else {
            fatalError("the test cluster did not start: see \(folder)/log")
        }
        clusterToStop.withLock { $0 = folder }
        atexit {
            guard let folder = clusterToStop.withLock({ $0 }) else { return }
            _ = run("\(PrivateCluster.script) remove \(folder)")
        }
    }

    /// The one place that knows how to start a private server, shared with `make run` and the benchmark.
    private static let script = "\(repositoryRoot)/deploy/private-cluster"

    /// Nothing here needs to survive a power cut, and many tests connect at once. Lines of the log begin with process and
    /// transaction (`ServerLog`).
    private static let options =
        "FRAISEQL_POSTGRES_OPTIONS='-c fsync=off -c max_connections=300 -c log_line_prefix=%p:%v:'"
}

package struct TestDatabase: Sendable {
    package let name: String
    package let url: String

    package func connect() throws -> Connection {
        try Connection(url)
    }
}

/// Where the checkout lies.
package let repositoryRoot: String = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")
