import Support
import Testing

@testable import Postgres

struct ConnectionTests {
    @Test func aStatementTakesTextParametersAndNull() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        let rows = try connection.query("select $1::int + 1, $2::text", ["41", nil])
        #expect(rows[0, 0] == "42")
        #expect(rows[0, 1] == nil)
    }

    @Test func anErrorCarriesItsStateAndPosition() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        let error = #expect(throws: PostgresError.self) { try connection.query("select nothing") }
        #expect(error?.sqlState == "42703")
        #expect(error?.position == 8)
    }

    @Test func aStatementOfABoundedConnectionIsEndedByTheServer() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let connection = try Connection(database.url, statementTimeout: 50)
        let error = #expect(throws: PostgresError.self) { try connection.query("select pg_sleep(60)") }
        #expect(error?.isTimeout == true)
    }

    /// A statement may warn as often and as long as it likes; what it says of another matter is not lost among that.
    @Test(arguments: [10, 20_000]) func warningsAreBoundedAndNoneHidesAnother(length: Int) throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script(
            """
            do $$ begin
                for n in 1..1000 loop raise warning '%', repeat('x', \(length)); end loop;
                for n in 0..999 loop
                    raise warning 'y' using errcode = '02' || lpad(n::text, 3, '0'), detail = repeat('y', \(length));
                end loop;
            end $$
            """)
        let texts = connection.warnings.flatMap { [$0.message, $0.detail ?? "", $0.context ?? ""] }
        #expect(texts.reduce(0) { $0 + $1.utf8.count } <= 65536)
        #expect(connection.warnings.count <= 100)
        #expect(connection.warnings.contains { $0.sqlState == "01000" })
        #expect(connection.warnings.contains { $0.sqlState.hasPrefix("02") } || length > 10)
        try connection.query("select 1")
        #expect(connection.warnings.isEmpty)
        try connection.script("do $$ begin raise warning using errcode = '01007', message = 'again'; end $$")
        #expect(connection.warnings.map(\.sqlState) == ["01007"])
    }

    @Test func noConnectionWaitsForADeadPeerForEver() {
        let names = connectionParameters("", applicationName: "x").map(\.0)
        for name in [
            "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
        ] {
            #expect(names.contains(name))
        }
    }

    @Test func aServerThatIsNotThereIsAConnectionFailure() {
        let error = #expect(throws: PostgresError.self) { try Connection("host=/nonexistent dbname=x") }
        #expect(error?.sqlState == SQLState.connectionFailure)
    }
}
