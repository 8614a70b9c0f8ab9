import Support
import Testing

@testable import Postgres

/// Anybody in a database may send notifications: whoever listens keeps none of them.
struct NotificationTests {
    private func flood(_ database: TestDatabase) throws {
        try database.connect().script(
            "select pg_notify('flood', repeat('x', 1000) || number) from generate_series(1, 5000) as number")
    }

    @Test(arguments: [nil, 60_000]) func aConnectionRemembersThatOneCame(answerTimeout: Int?) throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let listener = try Connection(database.url, answerTimeout: answerTimeout)
        #expect(try listener.listen("flood"))
        #expect(try !listener.takeNotifications())
        try flood(database)
        try waitUntil("they come with an answer") {
            try listener.query("select 1")
            return listener.isNotified
        }
        // All that were sent before this one began are here when it has its answer.
        try listener.query("select 1")
        #expect(!forgetNotifications(listener.connection))
        #expect(try listener.takeNotifications())
        #expect(try !listener.takeNotifications())
    }

    /// The settings of a session do not keep a function from listening.
    @Test func aPipelineForgetsThem() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let pipeline = try Pipeline(database)
        pipeline.submit("listen", "listen flood")
        pipeline.run()
        try flood(database)
        // They come while nothing is asked.
        pipeline.turn()
        #expect(!pipeline.connection.dropNotifications())
        try flood(database)
        for _ in 1...2 {
            pipeline.submit("answer", "select 1")
            pipeline.run()
        }
        #expect(!pipeline.connection.dropNotifications())
        #expect(pipeline.log == ["listen: null", "answer: 1", "answer: 1"])
    }
}
