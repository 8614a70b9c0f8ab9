import Configuration
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// `downgrade base` leaves a database as it was before the first upgrade, byte for byte.
struct WayBackTests {
    @Test(arguments: GoldenSchema.all) func ofAGoldenSchema(golden: GoldenSchema) throws {
        try upAndDown(try Workplace(golden.makeDatabase(), schemas: golden.exposedSchemas))
    }

    @Test(.needs(.chinook)) func ofChinook() throws {
        try upAndDown(try Workplace(try Fixture.chinook.makeDatabase(), schemas: ["public"]))
    }

    @Test(.needs(.pagila)) func ofPagila() throws {
        try upAndDown(try Workplace(try Fixture.pagila.makeDatabase(), schemas: ["public", "legacy"]))
    }

    private func upAndDown(_ workplace: Workplace) throws {
        let connection = workplace.connection
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        let before = try workplace.dump()
        let path = try #require(try writeMigration(connection, workplace.configuration, name: "first"))
        #expect(try upgrade(connection, workplace.configuration).count == 1)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try status(connection, workplace.configuration).hasWork == false)
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        let views = try connection.query("select name from fraiseql.installed_object where kind = 'view'")
        #expect(views.count > 1)
        try connection.script("set role \(role)")
        for row in 0..<views.count { try connection.script("select * from \(views[row, 0] ?? "") limit 1") }
        try connection.script("reset role")
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)

        // The same scripts by psql.
        #expect(workplace.psql("\(path)/up.sql") == 0)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(workplace.psql("\(path)/down.sql") == 0)
        #expect(try workplace.dump() == before)
    }
}
