import Postgres
import Support
import Testing

@testable import Sidecar

/// How many connections the database has for this program.
struct ConnectionRoomTests {
    @Test(arguments: [
        (100, 100, 50, ConnectionRoom.Verdict.enough), (100, 50, 50, .enough),
        // More than are free, or more than half of what the login may have at all.
        (100, 49, 50, .tight), (100, 100, 51, .tight), (100, 0, 100, .tight),
        (100, 100, 101, .impossible), (0, 0, 1, .impossible),
    ])
    func theVerdictFollowsFromTheNumbers(_ allowed: Int, _ free: Int, _ needed: Int, _ verdict: ConnectionRoom.Verdict)
    {
        let room = ConnectionRoom(allowed: allowed, free: free, maximum: 100, reserved: 3)
        #expect(room.verdict(on: needed) == verdict)
    }

    @Test func theLimitsOfLoginAndDatabaseCount() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let login = "room_\(database.name)"
        let owner = try database.connect()
        try owner.script("create role \(login) login")
        func room() throws -> ConnectionRoom {
            let connection = try Connection(PrivateCluster.shared.url(database.name, user: login))
            return try #require(try readConnectionRoom(connection))
        }
        let unlimited = try room()
        let setting = try owner.query("select current_setting('max_connections')").single
        #expect(String(unlimited.maximum) == setting)
        #expect(unlimited.allowed == unlimited.maximum - unlimited.reserved)
        // Other tests have connections too.
        #expect(unlimited.free < unlimited.allowed)
        try owner.script("alter database \(database.name) connection limit 20")
        #expect(try room().allowed == 20)
        try owner.script("alter role \(login) connection limit 10")
        let limited = try room()
        #expect(limited.allowed == 10)
        #expect(limited.maximum == unlimited.maximum)
        // A superuser is held to neither, and is given what is reserved.
        let superuser = try #require(try readConnectionRoom(owner))
        #expect(superuser.allowed == superuser.maximum)
    }
}
