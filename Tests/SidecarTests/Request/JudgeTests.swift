import Postgres
import QueryCompiler
import Testing

@testable import Sidecar

/// Which statements count as slow; times in nanoseconds.
struct JudgeTests {
    private let compiled = CachedRequest(CompiledRequest(roots: []))

    private func pace(_ begunAt: UInt64, _ answeredAt: UInt64, flightSize: Int = 1) -> CachedRequest.Pace {
        judge(
            compiled, .answered([]), begunAt: begunAt, flightSize: flightSize, now: answeredAt, slowAfter: 100)
        return compiled.pace
    }

    private func isSlow(sentAt: UInt64, answeredAt: UInt64) -> Bool {
        pace(sentAt, answeredAt) == .slow
    }

    @Test func aStatementThatIsSlowFromTheStartIsSlowAtOnce() {
        #expect(isSlow(sentAt: 1_000, answeredAt: 1_200))
        #expect(!isSlow(sentAt: 1_300, answeredAt: 1_350))
    }

    /// All that was under way when a table was locked.
    @Test func aStatementThatWasFastRightBeforeHasMetALock() {
        #expect(!isSlow(sentAt: 1_000, answeredAt: 1_050))
        #expect(!isSlow(sentAt: 1_060, answeredAt: 5_000))
        #expect(!isSlow(sentAt: 1_070, answeredAt: 5_001))
        #expect(isSlow(sentAt: 5_002, answeredAt: 9_000))
        // Until it is fast again.
        #expect(isSlow(sentAt: 9_001, answeredAt: 9_200))
        #expect(!isSlow(sentAt: 9_201, answeredAt: 9_250))
    }

    /// It may have been another one of its flight.
    @Test func whatSharedASlowFlightIsTimedAlone() {
        #expect(pace(1_000, 1_200, flightSize: 2) == .suspect)
        #expect(pace(1_300, 1_350) == .ordinary)
        #expect(pace(2_000, 2_200, flightSize: 2) == .suspect)
        #expect(pace(2_300, 2_500) == .slow)
    }

    private func refuse(_ begunAt: UInt64, _ refusedAt: UInt64) -> CachedRequest.Pace {
        let error = PostgresError(sqlState: "22012", message: "division by zero")
        judge(
            compiled, .refused(error, part: 0), begunAt: begunAt, flightSize: 1, now: refusedAt, slowAfter: 100)
        return compiled.pace
    }

    @Test func whatTakesLongToFailIsSlow() {
        #expect(refuse(1_000, 1_050) == .ordinary)
        #expect(refuse(1_000, 1_200) == .slow)
    }

    /// Its context was refused before anything was sent, which takes no time of the server's.
    @Test func whatWasNeverSentIsNotSlow() {
        #expect(refuse(0, 5_000) == .ordinary)
    }

    @Test func whatFailsBehindALockIsNotSlow() {
        #expect(pace(1_000, 1_050) == .ordinary)
        #expect(refuse(1_060, 5_000) == .ordinary)
        #expect(refuse(5_001, 9_000) == .slow)
    }

    @Test func oneFastAnswerProvesAStatement() {
        #expect(compiled.standing == .unknown)
        #expect(refuse(1_000, 1_050) == .ordinary)
        #expect(compiled.standing == .unknown)
        _ = pace(1_000, 1_050)
        #expect(compiled.standing == .proven)
        _ = pace(2_000, 2_200, flightSize: 2)
        #expect(compiled.standing == .unknown)
        _ = pace(3_000, 3_200)
        #expect(compiled.standing == .slow)
    }
}
