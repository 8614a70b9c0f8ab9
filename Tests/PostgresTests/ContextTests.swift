import Postgres
import Support
import Testing

/// Role and claims reach their own flight and nothing else.
struct ContextTests {
    private let who =
        "select current_user || ' ' || coalesce(nullif(current_setting('fraiseql.tenant_id', true), ''), '-')"

    private func makeRoles() throws -> (TestDatabase, String, String) {
        let database = try PrivateCluster.shared.makeDatabase()
        let reader = "reader_\(database.name)"
        let writer = "writer_\(database.name)"
        try database.connect().script("create role \(reader); create role \(writer)")
        return (database, reader, writer)
    }

    @Test func aFlightSeesItsOwnContextAndTheNextFlightDoesNot() throws {
        let (database, reader, writer) = try makeRoles()
        let pipeline = try Pipeline(database)
        let one = FlightContext(role: reader, settings: [.init("tenant_id", "one")])
        let two = FlightContext(role: writer, settings: [.init("tenant_id", "two")])
        for round in 1...3 {
            pipeline.submit("a\(round)", who, as: one)
            pipeline.submit("b\(round)", who, as: two)
            pipeline.submit("c\(round)", who)
            pipeline.submit("d\(round)", who, as: one)
        }
        pipeline.run()
        let expected = (1...3).flatMap { round in
            [
                "a\(round): \(reader) one", "b\(round): \(writer) two", "c\(round): postgres -",
                "d\(round): \(reader) one",
            ]
        }
        #expect(pipeline.log.sorted() == expected.sorted())
    }

    @Test func anErrorLeavesNoContextBehind() throws {
        let (database, reader, _) = try makeRoles()
        let pipeline = try Pipeline(database)
        let one = FlightContext(role: reader, settings: [.init("tenant_id", "one")])
        pipeline.submit("a", "select 1 / 0", as: one)
        pipeline.submit("b", who, as: one)
        pipeline.submit("c", who)
        pipeline.run()
        #expect(pipeline.log.sorted() == ["a: 22012 in part 0", "b: \(reader) one", "c: postgres -"])
    }

    @Test func aContextThatIsRefusedFailsEveryReadOfItsFlightAndNoOther() throws {
        let (database, reader, _) = try makeRoles()
        let pipeline = try Pipeline(database)
        let unknown = FlightContext(role: "no such role")
        for round in 1...3 {
            pipeline.submit("a", who, as: unknown)
            pipeline.submit("b", [(who, []), (who, [])], as: unknown)
            pipeline.submit("c", who, as: FlightContext(role: reader))
            pipeline.run()
            let refused = "22023 in the context"
            #expect(pipeline.takeLog() == ["a: \(refused)", "b: \(refused)", "c: \(reader) -"], "round \(round)")
        }
    }

    @Test func everyFlightCarriesItsContext() throws {
        let (database, reader, _) = try makeRoles()
        let pipeline = try Pipeline(database)
        let one = FlightContext(role: reader, settings: [.init("tenant_id", "one")])
        for _ in 1...3 {
            pipeline.submit("a", who, as: one)
            pipeline.run()
        }
        pipeline.submit("failing", "select 1 / 0", as: one)
        pipeline.submit("b", who, as: one)
        pipeline.run()
        let seen = "\(reader) one"
        #expect(pipeline.log == ["a: \(seen)", "a: \(seen)", "a: \(seen)", "failing: 22012 in part 0", "b: \(seen)"])
    }

    @Test func aContextThatCannotBeSentWholeIsNotSentCut() throws {
        let (database, reader, _) = try makeRoles()
        let pipeline = try Pipeline(database)
        pipeline.submit("claim", who, as: FlightContext(settings: [.init("tenant_id", "one\u{0}two")]))
        pipeline.submit("role", who, as: FlightContext(role: "\(reader)\u{0}x"))
        pipeline.submit("whole", who, as: FlightContext(role: reader))
        pipeline.run()
        #expect(pipeline.log == ["claim: 22021 in the context", "role: 22021 in the context", "whole: \(reader) -"])
    }

    /// For PostgreSQL it is no role but the end of `set role`: the flight would run as the login.
    @Test func theRoleNoneIsRefused() throws {
        let (database, reader, _) = try makeRoles()
        let pipeline = try Pipeline(database)
        for round in 1...3 {
            for role in ["none", "NONE", ""] { pipeline.submit("a", who, as: FlightContext(role: role)) }
            pipeline.submit("b", who, as: FlightContext(role: reader))
            pipeline.run()
            let refused = "a: 22023 in the context"
            #expect(pipeline.takeLog() == [refused, refused, refused, "b: \(reader) -"], "round \(round)")
        }
    }

    @Test func valuesOfAContextAreNeverSyntax() throws {
        let (database, _, _) = try makeRoles()
        let pipeline = try Pipeline(database)
        let hostile = "x', true); drop table t; --"
        pipeline.submit("a", who, as: FlightContext(settings: [.init("tenant_id", hostile)]))
        pipeline.run()
        #expect(pipeline.log == ["a: postgres \(hostile)"])
    }

    @Test func aPlanMadeUnderOneRoleIsNotUsedUnderAnother() throws {
        let (database, reader, writer) = try makeRoles()
        try database.connect().script(
            "create table t (n int); insert into t values (7); grant select on t to \(reader)")
        let pipeline = try Pipeline(database)
        for round in 1...3 {
            pipeline.submit("reader", "select n from public.t", as: FlightContext(role: reader))
            pipeline.submit("writer", "select n from public.t", as: FlightContext(role: writer))
            pipeline.run()
            #expect(pipeline.takeLog() == ["reader: 7", "writer: 42501 in part 0"], "round \(round)")
        }
    }
}
