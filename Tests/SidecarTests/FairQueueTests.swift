import Postgres
import Testing

@testable import Sidecar

/// Whose turn it is, and who has no place.
struct FairQueueTests {
    /// Named by their origin and number: `1a` is the first of origin 1.
    private final class Transcript {
        var queue: FairQueue
        private var names: [ObjectIdentifier: String] = [:]
        private(set) var reads: [String: Read] = [:]

        init(capacity: Int = 100) { queue = FairQueue(capacity: capacity) }

        /// - Returns: who has no place.
        @discardableResult
        func append(_ name: String, at time: UInt64 = 1) -> String? {
            let read = Read([], origin: Int(String(name.first!))!) { _, _ in }
            read.submittedAt = time
            names[ObjectIdentifier(read)] = name
            reads[name] = read
            return queue.append(read).flatMap { names[ObjectIdentifier($0)] }
        }

        func name(_ read: Read) -> String { names[ObjectIdentifier(read)] ?? "?" }

        func all(after last: Int? = nil) -> [String] {
            var order: [String] = []
            while let read = queue.next({ $0 == last }) { order.append(name(read)) }
            return order
        }
    }

    @Test func originsTakeTurns() {
        let transcript = Transcript()
        for name in ["1a", "1b", "1c", "2a", "3a", "3b"] { transcript.append(name) }
        #expect(transcript.all() == ["1a", "2a", "3a", "1b", "3b", "1c"])
        #expect(transcript.queue.isEmpty)
    }

    /// Who has a connection or just had one waits for those who had none.
    @Test func whoHadTheLastTurnComesAfterTheOthers() {
        let transcript = Transcript()
        for name in ["1a", "1b", "2a", "2b"] { transcript.append(name) }
        #expect(transcript.all(after: 1) == ["2a", "2b", "1a", "1b"])
    }

    @Test func theLongestLineGivesUpItsLast() {
        let transcript = Transcript(capacity: 4)
        for name in ["1a", "1b", "1c", "1d"] { #expect(transcript.append(name) == nil) }
        #expect(transcript.append("1e") == "1e")
        #expect(transcript.append("2a") == "1d")
        #expect(transcript.append("2b") == "1c")
        #expect(transcript.queue.count == 4)
        #expect(transcript.all() == ["1a", "2a", "1b", "2b"])
    }

    @Test func ofEqualLinesTheLastOneHasNoPlace() {
        let transcript = Transcript(capacity: 3)
        for name in ["1a", "2a", "3a"] { #expect(transcript.append(name) == nil) }
        #expect(transcript.append("4a") == "4a")
        #expect(transcript.all() == ["1a", "2a", "3a"])
    }

    @Test func whatLeavesKeepsTheTurnOfTheOthers() throws {
        let transcript = Transcript()
        for name in ["1a", "1b", "2a", "3a"] { transcript.append(name) }
        let (first, second) = (try #require(transcript.reads["1a"]), try #require(transcript.reads["2a"]))
        let removed = [first, second, second].map { transcript.queue.remove($0) }
        #expect(removed == [true, true, false])
        #expect(transcript.queue.count == 2)
        #expect(transcript.all() == ["1b", "3a"])
    }

    @Test func whatHasWaitedTooLongIsTakenOut() {
        let transcript = Transcript()
        for (name, time) in [("1a", 1), ("1b", 5), ("2a", 2)] { transcript.append(name, at: UInt64(time)) }
        let late = transcript.queue.removeAll(submittedBefore: 5)
        #expect(late.map(transcript.name) == ["1a", "2a"])
        #expect(transcript.queue.count == 1)
        let rest = transcript.queue.removeAll()
        #expect(rest.map(transcript.name) == ["1b"])
        #expect(transcript.queue.isEmpty)
    }
}
