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
