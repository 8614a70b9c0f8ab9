import Postgres
import QueryCompiler
import Testing

@testable import Sidecar

/// Which statements count as slow; times in nanoseconds.
struct JudgeTests {
    private let compiled = CachedRequest(CompiledRequest(roots: []))

    private func isSlow(sentAt: UInt64, answeredAt: UInt64) -> Bool {
        judge(compiled, .answered([]), sentAt: sentAt, now: answeredAt, slowAfter: 100)
        return compiled.isSlow
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
}
