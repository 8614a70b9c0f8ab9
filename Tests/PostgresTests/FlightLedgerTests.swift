import SQLText
import Testing

@testable import Postgres

/// What the pipeline makes of the server's replies, as transcripts: no server, no socket.
struct FlightLedgerTests {
    /// Reads by name, a ledger, and what it said to each reply.
    private final class Transcript {
        var ledger = FlightLedger()
        var prepared = PreparedStatements(maximumCount: 10, maximumBytes: 1000)
        private var names: [ObjectIdentifier: String] = [:]

        func read(_ name: String, parts: Int = 1) -> Read {
            let read = Read((0..<parts).map { Read.Part(ExactText("\(name) \($0)")) }) { _, _ in }
            names[ObjectIdentifier(read)] = name
            return read
        }

        func batch(context: Bool = false, _ reads: Read...) {
            if context { ledger.expect(.context) }
            for read in reads {
                for part in read.parts.indices { ledger.expect(.answer(read, part: part)) }
            }
            ledger.expect(.sync)
        }

        func replies(_ replies: FlightLedger.Reply...) -> [String] {
            replies.map { reply in
                switch ledger.reply(reply, to: &prepared) {
                case .none: return "-"
                case .receive(let read): return "receive \(name(read))"
                case .refuse(let read, let part):
                    read.complete(.expired)
                    return "refuse \(name(read)).\(part)"
                case .refuseContext(let read): return "refuse context of \(name(read))"
                case .resend(let read): return "resend \(name(read))"
                case .outOfStep: return "out of step"
                }
            }
        }

        func name(_ read: Read) -> String { names[ObjectIdentifier(read)] ?? "?" }
    }

    @Test func theReadsBehindAFailureGoAgain() {
        let transcript = Transcript()
        transcript.batch(context: true, transcript.read("a"), transcript.read("b"), transcript.read("c", parts: 2))
        #expect(
            transcript.replies(.success, .success, .failure, .aborted, .aborted, .sync)
                == ["-", "receive a", "refuse b.0", "-", "resend c", "-"])
        #expect(transcript.ledger.isEmpty)
        #expect(transcript.ledger.reads == 0)
        #expect(transcript.ledger.batches == 0)
    }

    @Test func aReadThatFailedIsToldOnce() {
        let transcript = Transcript()
        transcript.batch(transcript.read("a", parts: 3), transcript.read("b"))
        #expect(
            transcript.replies(.success, .failure, .aborted, .aborted, .sync)
                == ["receive a", "refuse a.1", "-", "resend b", "-"])
    }

    @Test func aRefusedContextRefusesItsBatchOnly() {
        let transcript = Transcript()
        transcript.batch(context: true, transcript.read("a"), transcript.read("b", parts: 2))
        transcript.batch(context: true, transcript.read("c"))
        #expect(
            transcript.replies(.failure, .aborted, .aborted, .aborted, .sync)
                == ["-", "refuse context of a", "-", "refuse context of b", "-"])
        #expect(transcript.replies(.success, .success, .sync) == ["-", "receive c", "-"])
        transcript.batch(context: true, transcript.read("d"), transcript.read("e"))
        #expect(
            transcript.replies(.success, .failure, .aborted, .sync) == ["-", "refuse d.0", "resend e", "-"])
    }

    @Test func aContextThatCannotBePreparedRefusesItsBatchAndIsPreparedAnew() {
        let transcript = Transcript()
        let key = PreparedStatements.Key(role: nil, statement: ExactText("select set_config()"))
        _ = transcript.prepared.step(for: key, batch: 1)
        #expect(transcript.prepared.step(for: key, batch: 2) == .prepare("f1"))
        transcript.ledger.expect(.contextPrepared(key, "f1"))
        transcript.batch(context: true, transcript.read("a"))
        #expect(
            transcript.replies(.failure, .aborted, .aborted, .sync) == ["-", "-", "refuse context of a", "-"])
        #expect(transcript.prepared.step(for: key, batch: 3) == .prepare("f2"))
    }

    @Test func aReplyThatNobodyWaitsForIsOutOfStep() {
        let transcript = Transcript()
        transcript.batch(transcript.read("a"))
        #expect(transcript.replies(.sync) == ["out of step"])
        #expect(Transcript().replies(.success) == ["out of step"])
    }

    @Test func aLostConnectionLeavesWhatHasNoOutcome() {
        let transcript = Transcript()
        transcript.batch(transcript.read("a"), transcript.read("b", parts: 2))
        transcript.batch(transcript.read("c"))
        let answered = transcript.replies(.success, .success)
        #expect(answered == ["receive a", "receive b"])
        #expect(transcript.ledger.abandon().map(transcript.name) == ["b", "c"])
        #expect(transcript.ledger.isEmpty)
    }

    @Test func theLedgerDoesNotGrowWithTheAnswersGiven() {
        let transcript = Transcript()
        for number in 0..<20_000 {
            transcript.batch(transcript.read("\(number)"))
            transcript.batch(transcript.read("\(number)'"))
            #expect(transcript.replies(.success, .sync).last == "-")
            if number % 2 == 1 { _ = transcript.replies(.success, .sync, .success, .sync) }
        }
        #expect(transcript.ledger.isEmpty)
    }

    @Test func onlyTheBatchThatPreparesMayRelyOnAPreparationUnderWay() {
        var prepared = PreparedStatements(maximumCount: 10, maximumBytes: 1000)
        let key = PreparedStatements.Key(role: ExactText("r"), statement: ExactText("select 1"))
        #expect(prepared.step(for: key, batch: 1) == .unnamed)
        #expect(prepared.step(for: key, batch: 2) == .prepare("f1"))
        #expect(prepared.step(for: key, batch: 2) == .execute("f1"))
        #expect(prepared.step(for: key, batch: 3) == .unnamed)
        prepared.settle(key, name: "f1", isPrepared: false)
        #expect(prepared.step(for: key, batch: 4) == .prepare("f2"))
        prepared.settle(key, name: "f2", isPrepared: true)
        #expect(prepared.step(for: key, batch: 5) == .execute("f2"))
        let sameTextOfAnotherRole = PreparedStatements.Key(role: ExactText("s"), statement: key.statement)
        #expect(prepared.step(for: sameTextOfAnotherRole, batch: 6) == .unnamed)
    }

    @Test func aStatementEvictedWhileItWasPreparedIsDeallocated() {
        var prepared = PreparedStatements(maximumCount: 1, maximumBytes: 1000)
        let key = PreparedStatements.Key(role: nil, statement: ExactText("select 1"))
        let other = PreparedStatements.Key(role: nil, statement: ExactText("select 2"))
        _ = prepared.step(for: key, batch: 1)
        #expect(prepared.step(for: key, batch: 2) == .prepare("f1"))
        _ = prepared.step(for: other, batch: 3)
        prepared.settle(key, name: "f1", isPrepared: true)
        #expect(prepared.takeObsolete() == ["f1"])
        #expect(prepared.takeObsolete() == [])
    }
}
