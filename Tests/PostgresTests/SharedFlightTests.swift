import Support
import Testing

@testable import Postgres
@testable import SQLText

/// Which reads share a flight: those of one context, byte for byte, and none that is sent again.
struct SharedFlightTests {
    /// Names the flight that it runs in, which is one transaction.
    private let flight =
        "(select virtualtransaction from pg_locks where pid = pg_backend_pid() and locktype = 'virtualxid')"

    static let almostEqual = [
        ("acme", "Acme"), ("acme", "acme "), ("acme", " acme"), ("acme", "acme\n"), ("acme", "acm"), ("acme", "bcme"),
        ("acme", ""), ("1", "01"), ("12345678a", "12345678b"), ("Straße", "STRASSE"), ("acme", "acme\u{200b}"),
        // Canonically equivalent, then compatible only.
        ("caf\u{e9}", "cafe\u{301}"), ("\u{212b}", "\u{c5}"), ("\u{fb01}", "fi"),
    ]

    @Test(arguments: almostEqual)
    func claimsThatDifferInAByteShareNoFlight(one: String, two: String) throws {
        let claim = "current_setting('fraiseql.tenant_id')"
        try expectFlightsApart(PrivateCluster.shared.makeDatabase(), (one, two), asking: claim) { value in
            FlightContext(settings: [.init("tenant_id", value)])
        }
    }

    @Test(arguments: almostEqual)
    func rolesThatDifferInAByteShareNoFlight(one: String, two: String) throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let (one, two) = ("\(database.name) \(one)", "\(database.name) \(two)")
        for role in [one, two] { try database.connect().script("create role \(quoteIdentifier(role))") }
        try expectFlightsApart(database, (one, two), asking: "current_user") { FlightContext(role: $0) }
    }

    /// Four reads submitted together, two as each: every read sees its own, in one of two flights.
    private func expectFlightsApart(
        _ database: TestDatabase, _ pair: (String, String), asking who: String, as context: (String) -> FlightContext
    ) throws {
        let pipeline = try Pipeline(database)
        let statement = "select \(flight) || ' ' || encode(convert_to(\(who), 'UTF8'), 'hex')"
        // The second time the statements are prepared, the third time they run as prepared.
        for round in 1...3 {
            for name in ["a", "b"] {
                pipeline.submit("\(name)1", statement, as: context(pair.0))
                pipeline.submit("\(name)2", statement, as: context(pair.1))
            }
            pipeline.run()
            let answers = pipeline.takeLog().map { $0.split(separator: " ", omittingEmptySubsequences: false) }
            try #require(answers.map { $0[0] } == ["a1:", "b1:", "a2:", "b2:"])
            let (first, second) = (hexadecimal(pair.0), hexadecimal(pair.1))
            #expect(answers.map { String($0[2]) } == [first, first, second, second], "round \(round)")
            let flights = answers.map { $0[1] }
            #expect(flights[0] == flights[1] && flights[2] == flights[3] && flights[1] != flights[2], "round \(round)")
        }
    }

    private func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func noTwoOfTheseContextsAreEqual() {
        func context(_ role: String?, _ claims: (String, String)...) -> FlightContext {
            FlightContext(role: role, settings: claims.map { FlightContext.Setting($0.0, $0.1) })
        }
        func make() -> [FlightContext] {
            [
                context(nil), context(""), context("a"), context("A"), context("a "), context("a\u{0}"),
                context(nil, ("a", "")), context("", ("a", "")), context("a", ("a", "")), context(nil, ("a", "b")),
                context(nil, ("A", "b")), context(nil, ("a", "B")), context(nil, ("a", "b ")),
                context(nil, ("a", "b\u{0}")), context(nil, ("ab", "")), context(nil, ("b", "b")),
                context(nil, ("a", "b"), ("c", "")), context(nil, ("a", "b"), ("c", "d")),
                context(nil, ("a", "b"), ("c", "e")), context(nil, ("a", "bc"), ("", "d")),
            ]
        }
        let (contexts, again) = (make(), make())
        for (index, context) in contexts.enumerated() {
            for (other, candidate) in again.enumerated() {
                #expect((context == candidate) == (index == other), "\(index) and \(other)")
            }
        }
    }

    @Test func contextsOfOneHashAreNotEqualForIt() {
        func context(_ role: String, _ value: String) -> FlightContext {
            var setting = FlightContext.Setting("tenant_id", "")
            setting.value = ExactText(value, hash: 1)
            return FlightContext(role: ExactText(role, hash: 2), settings: [setting])
        }
        #expect(context("reader", "acme") == context("reader", "acme"))
        #expect(context("reader", "acme") != context("writer", "acme"))
        #expect(context("reader", "acme") != context("reader", "umbra"))
    }

    @Test func aReadThatIsSentAgainIsAlone() throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        pipeline.submit("failing", "select 1 / 0")
        for name in ["a", "b", "c"] { pipeline.submit(name, "select \(flight)") }
        pipeline.run()
        let flights = pipeline.log.dropFirst().map { $0.dropFirst(3) }
        #expect(flights.count == 3)
        #expect(Set(flights).count == 3, "\(pipeline.log)")
    }

    @Test(arguments: [0, 1, 2])
    func aReadThatIsNotToBeSharedIsAlone(place: Int) throws {
        let pipeline = try Pipeline(PrivateCluster.shared.makeDatabase())
        for number in 0..<3 {
            pipeline.submit(number == place ? "own" : "shared", [("select \(flight)", [])], shareable: number != place)
        }
        pipeline.run()
        let own = pipeline.log.filter { $0.hasPrefix("own: ") }.map { $0.dropFirst("own: ".count) }
        let shared = pipeline.log.filter { $0.hasPrefix("shared: ") }.map { $0.dropFirst("shared: ".count) }
        #expect(own.count == 1 && shared.count == 2)
        #expect(Set(shared).count == 1)
        #expect(Set(own).isDisjoint(with: shared))
    }
}
