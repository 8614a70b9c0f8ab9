import Support
import Testing

@testable import Postgres

/// PgBouncer between the program and the server.
struct PoolerTests {
    @Test(arguments: ["transaction", "statement"]) func aPoolerThatSharesProcessesIsRefused(mode: String) throws {
        let pooler = try Pooler(PrivateCluster.shared.makeDatabase(), mode: mode)
        let error = #expect(throws: PostgresError.self) { try Connection(pooler.url) }
        #expect(error?.isTransactionPooler == true, "\(String(describing: error))")
    }

    /// The two clients that ask in turns would each meet the same process again and again.
    @Test(arguments: ["transaction", "statement"]) func processesThatTakeTurnsAreSeenToBeShared(mode: String) throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let pooler = try Pooler(database, mode: mode, settings: ["server_round_robin = 1", "default_pool_size = 2"])
        // Two clients at once make the pool's two processes.
        let owner = try database.connect()
        try owner.query("select pg_advisory_lock(1)")
        let clients = try (1...2).map { _ in
            try RunningProcess(
                "psql -X -q \"\(pooler.url)\" -c 'select pg_advisory_xact_lock_shared(1)'",
                in: PrivateCluster.shared.socketDirectory)
        }
        try waitUntil("both wait") {
            try owner.query("select count(*) from pg_locks where locktype = 'advisory' and not granted").single == "2"
        }
        try owner.query("select pg_advisory_unlock(1)")
        for client in clients { #expect(client.waitForExit() == 0) }
        let error = #expect(throws: PostgresError.self) { try Connection(pooler.url) }
        #expect(error?.isTransactionPooler == true, "\(String(describing: error))")
    }

    @Test func aProcessThatIsSharedKeepsNoSettingOfOurs() throws {
        let pooler = try Pooler(
            PrivateCluster.shared.makeDatabase(), mode: "transaction", settings: ["default_pool_size = 1"])
        #expect(throws: PostgresError.self) { try Connection(pooler.url, statementTimeout: 1) }
        // Another client of the only process.
        #expect(run("psql -X -A -t \"\(pooler.url)\" -c 'show statement_timeout' | grep -qx 0") == 0)
    }

    @Test func aPoolInSessionModeServes() throws {
        let pooler = try Pooler(PrivateCluster.shared.makeDatabase(), mode: "session")
        let commands = try Connection(pooler.url, statementTimeout: 60_000)
        #expect(try commands.query("select current_setting('statement_timeout')").single == "1min")
        let pipeline = try Pipeline(url: pooler.url)
        for number in 1...3 {
            pipeline.submit("\(number)", "select $1 || current_setting('search_path')", "\(number) ")
            pipeline.run()
        }
        #expect(pipeline.log == ["1: 1 pg_catalog", "2: 2 pg_catalog", "3: 3 pg_catalog"])
    }
}
