import Postgres
import Support
import Testing

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

    @Test func aServerThatIsNotThereIsAConnectionFailure() {
        let error = #expect(throws: PostgresError.self) { try Connection("host=/nonexistent dbname=x") }
        #expect(error?.sqlState == PostgresError.connectionFailure)
    }
}
