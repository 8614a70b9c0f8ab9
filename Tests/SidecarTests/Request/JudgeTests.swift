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

    @Test func whatMadeWayIsSlow() {
        #expect(pace(1_000, 1_001) == .ordinary)
        judge(compiled, .evicted, begunAt: 1_002, flightSize: 3, now: 1_003, slowAfter: 100)
        #expect(compiled.pace == .slow)
    }
}
