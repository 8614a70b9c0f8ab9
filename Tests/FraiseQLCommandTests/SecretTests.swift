import HostSystem
import Postgres
import Support
import Testing

/// The password of the database's URL stands in no message and no line of the log.
struct SecretTests {
    static let secret = "s3cr3t"

    static let commands = [
        ["init"], ["check"], ["schema"], ["explain", "{ orders { id } }"], ["db", "plan"], ["db", "migrate", "first"],
        ["db", "status"], ["db", "apply"], ["db", "upgrade"], ["db", "downgrade"], ["db", "verify"], ["db", "bind"],
        ["db", "unbind"],
    ]

    /// What libpq would quote in its own words, password included.
    static let misread = [
        "postgresql://app:p@\(secret)@localhost/shop", "postgresql://app:\(secret)/x@localhost/shop",
        "postgresql://app:12/\(secret)@localhost/shop", "postgresql://app:%zz\(secret)@localhost/shop",
        "postgresql://app:\(secret)@localhost:99999/shop", "postgresql://app:\(secret)@[::1/shop",
        "postgresql://app:x/?\(secret)@localhost/shop", "postgres:/app:\(secret)@localhost/shop",
        "http://app:\(secret)@localhost/shop?sslmode=disable", "host=localhost password=a \(secret)",
        "host=localhost password='\(secret)", "host=localhost \(secret)=x", "app:\(secret)@localhost",
    ]

    @Test(arguments: commands)
    func aWrongPasswordIsNotShown(command: [String]) throws {
        let shop = try Shop()
        if command != ["init"] { try shop.fraiseql("init") }
        let result = try runFraiseQL(command, in: shop.folder, database: urlWithWrongPassword(shop.database))
        #expect(result.exitCode != 0)
        #expect(result.messages.contains("password authentication failed"), "\(result.messages)")
        #expect(!(result.messages + result.answer).contains(Self.secret))
    }

    @Test(arguments: misread)
    func aURLThatIsMisreadIsRefusedAndNotShown(url: String) throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        for command in [["check"], ["serve"]] {
            let result = try runFraiseQL(command, in: shop.folder, database: url)
            #expect(result.exitCode == 64, "\(result.messages)")
            #expect(!(result.messages + result.answer).contains(Self.secret), "\(result.messages)")
        }
    }

    @Test func theLogOfAServerThatIsNotLetInSaysWhyWithoutThePassword() throws {
        let shop = try Shop()
        let log = "\(shop.folder)/log"
        let url = try urlWithWrongPassword(shop.database)
        let command = "\(repositoryRoot)/.build/debug/fraiseql serve --listen 127.0.0.1:0 --database-url"
        let code = run(
            """
            \(command) \(quoteForShell(url)) 2>\(log) & server=$!
            until grep -q database_unreachable \(log) || ! kill -0 $server; do :; done
            kill $server; wait $server
            """)
        let text = try readTextFile(log)
        #expect(code == 0, "\(text)")
        #expect(text.contains("password authentication failed"), "\(text)")
        #expect(!text.contains(Self.secret))
        // There was no connection to lose.
        #expect(!text.contains("database_lost"), "\(text)")
    }

    private func urlWithWrongPassword(_ database: TestDatabase) throws -> String {
        _ = try Self.lockedOut.get()
        return "postgresql://locked_out:\(Self.secret)@/\(database.name)?host=\(PrivateCluster.shared.socketDirectory)"
    }

    /// A role that this cluster, unlike all others, asks for its password; made once.
    private static let lockedOut = Result {
        let superuser = try Connection(PrivateCluster.shared.url("postgres"))
        try superuser.script("create role locked_out login password 'another'")
        let file = try #require(try superuser.query("select pg_catalog.current_setting('hba_file')").single)
        try superuser.script(
            """
            copy (values ('local all locked_out scram-sha-256'), ('local all all trust')) to '\(file)';
            select pg_catalog.pg_reload_conf();
            """)
        // The server reads the file in its own time.
        while (try? Connection(PrivateCluster.shared.url("postgres", user: "locked_out"))) != nil {}
    }
}
