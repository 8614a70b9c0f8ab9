private import Glibc
private import HostSystem

/// A PgBouncer in front of one database, on a unix socket in the cluster's folder. It ends with this object.
package final class Pooler {
    /// The connection string of the database through the pooler.
    package let url: String
    private let process: RunningProcess

    /// - Parameter settings: lines of pgbouncer.ini, such as `server_round_robin = 1`.
    package init(_ database: TestDatabase, mode: String, settings: [String] = []) throws {
        let server = PrivateCluster.shared.socketDirectory
        let folder = "\(server)/pooler-\(nextNumber())"
        try makeDirectory(folder)
        url = "host=\(folder) port=6432 user=postgres dbname=\(database.name)"
        let configuration =
            [
                "[databases]", "\(database.name) = host=\(server) user=postgres",
                "[pgbouncer]", "listen_addr =", "listen_port = 6432", "unix_socket_dir = \(folder)", "auth_type = any",
                "pool_mode = \(mode)",
            ] + settings
        try writeFile("\(folder)/pgbouncer.ini", configuration.joined(separator: "\n") + "\n")
        // It refuses to run as root, like PostgreSQL: deploy/private-cluster.
        let asOwner =
            geteuid() == 0
            ? "setpriv --reuid=postgres --regid=postgres --clear-groups --inh-caps=+dac_override "
                + "--ambient-caps=+dac_override "
            : ""
        process = try RunningProcess("env PATH=\"$PATH:/usr/sbin\" \(asOwner)pgbouncer pgbouncer.ini", in: folder)
        try waitUntil("the pooler listens") {
            if process.hasExited { throw PoolerError(output: try process.output()) }
            return run("pg_isready -q -h \(folder) -p 6432") == 0
        }
    }
}

package struct PoolerError: Error, CustomStringConvertible {
    package var output: String

    package var description: String { "no pooler (`deploy/packages pgbouncer` installs it): \(output)" }
}
