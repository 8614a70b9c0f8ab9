import Postgres
import Support
import Testing

struct FixtureTests {
    @Test(.needs(.chinook)) func chinookIsLoadedOnceAndCopied() throws {
        for _ in 1...2 {
            let rows = try Fixture.chinook.makeDatabase().connect().query("select count(*) from artist")
            #expect(rows[0, 0] == "275")
        }
    }
    @Test(.needs(.pagila)) func pagilaIsLoaded() throws {
        let rows = try Fixture.pagila.makeDatabase().connect().query("select count(*) from payment")
        #expect(rows[0, 0] == "16044")
    }
}
