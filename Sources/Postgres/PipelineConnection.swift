private import CLibPQ
import SQLText

/// A connection in pipeline mode: reads go out in flights, answers come back in order. It never blocks and knows no
/// event loop: its owner watches `socket`, calls `readable(now:)` and `flush()`, and `send(now:)` once per loop iteration.
/// Belongs to one thread.
package final class PipelineConnection {
    /// Told once, with the reads that had no outcome.
    package var onLoss: ((PostgresError, [Read]) -> Void)?
    package private(set) var isLost = false
    package private(set) var wantsWrite = false
    package let socket: Int32
    package let limits: Limits

    private let connection: OpaquePointer
    private var ledger = FlightLedger()
    private var sender: FlightSender
    private var waiting: [Read] = []
    private var aborted: [Read] = []
    private var contextError: PostgresError?
    /// What waited for a lock in vain in this batch: its others with the same statement would wait as long again, one
    /// after the other.
    private var lockFailure: (ExactText, PostgresError)?
    /// Under way: whatever is sent meanwhile could be what it ends.
    private var cancellation: Cancellation?
    /// When a flight last ended, in monotonic nanoseconds.
    private var flightEndedAt: UInt64 = 0
    /// When it was last told to make way, in monotonic nanoseconds: what was sent before may end with the cancel.
    private var evictedAt: UInt64?
    /// The flight that is being answered has made way.
    private var isFlightEvicted = false
    private var arrival = Arrival()

    /// Nil when the session was taken before.
    package init?(_ session: Session, limits: Limits) {
        guard let connection = session.take() else { return nil }
        self.connection = connection
        self.limits = limits
        socket = PQsocket(connection)
        sender = FlightSender(
            connection, pin: session.pin,
            PreparedStatements(maximumCount: limits.preparedCount, maximumBytes: limits.preparedBytes))
    }

    deinit { PQfinish(connection) }

    /// Reads that wait or are under way.
    package var load: Int { waiting.count + aborted.count + ledger.reads }

    /// Monotonic nanoseconds when the server came to the flight that it is at: since it left, or since the one before it
    /// has ended.
    package var oldestFlight: UInt64? { ledger.oldest.map(begin) ?? cancellation?.startedAt }

    /// The read that the server is at.
    package var oldest: Read? { ledger.oldest }

    private func begin(of read: Read) -> UInt64 { max(read.sentAt, flightEndedAt) }

    /// Takes a read for the next `send(now:)`; false when the queue is full or the connection is lost.
    package func submit(_ read: Read, now: UInt64) -> Bool {
        guard !isLost, load < limits.reads else { return false }
        read.submittedAt = read.submittedAt == 0 ? now : read.submittedAt
        waiting.append(read)
        return true
    }

    /// Sends what waits: the reads of one context share a flight.
    package func send(now: UInt64) {
        if isLost || cancellation != nil || waiting.isEmpty && aborted.isEmpty && !sender.hasObsolete { return }
        while !aborted.isEmpty, ledger.batches < limits.batches { send([aborted.removeFirst()], now: now) }
        while !waiting.isEmpty, ledger.batches < limits.batches { send(takeBatch(), now: now) }
        if !isLost { sender.deallocateObsolete(in: &ledger) }
        if sender.hasFailed { return lose() }
        flush()
    }

    /// Writes what the socket takes; `wantsWrite` says whether something is left.
    package func flush() {
        if isLost { return }
        let status = PQflush(connection)
        wantsWrite = status == 1
        if status < 0 { lose() }
    }

    /// Reads what the socket has and tells the outcomes.
    package func readable(now: UInt64) {
        if isLost { return }
        arrival.beforeReading(socket)
        guard PQconsumeInput(connection) == 1 else { return lose() }
        arrival.afterReading(socket)
        var separators = 0
        while !isLost, !ledger.isEmpty, PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else {
                // One stands between two answers; a row of them means that libpq has nothing more to tell.
                separators += 1
                if separators > 2 { return lose() }
                continue
            }
            separators = 0
            arrival.answered()
            handle(Rows(result), now: now)
        }
        if !isLost, let read = ledger.oldest, arrival.isHopeless(maximumSize: read.maximumSize) {
            read.begunAt = begin(of: read)
            read.complete(.tooLarge)
            return lose(.answerTooLarge)
        }
        // Only a notice, a parameter's new value or the end of the session comes unasked.
        if !isLost, ledger.isEmpty, PQstatus(connection) == CONNECTION_BAD { return lose() }
        if !isLost {
            dropNotifications()
            flush()
        }
    }

    /// Nobody here listens, unless a function does.
    /// - Returns: whether there were any.
    @discardableResult
    func dropNotifications() -> Bool { forgetNotifications(connection) }

    /// Ends the connection; whatever has no outcome goes to `onLoss`.
    package func lose(_ error: PostgresError? = nil) {
        if isLost { return }
        isLost = true
        wantsWrite = false
        let reads = ledger.abandon() + aborted + waiting
        aborted = []
        waiting = []
        onLoss?(error ?? PostgresError(connection: connection), reads)
        onLoss = nil
    }

    /// Tells `expired` to reads that were submitted before a time and have not been sent.
    package func expireWaiting(submittedBefore time: UInt64) {
        guard waiting.contains(where: { $0.submittedAt < time }) else { return }
        let late = waiting.filter { $0.submittedAt < time }
        waiting.removeAll { $0.submittedAt < time }
        for read in late { read.complete(.expired) }
    }

    /// Takes back a read that is not under way, and tells it `expired`; one that is goes on.
    package func withdraw(_ read: Read) {
        let load = waiting.count + aborted.count
        waiting.removeAll { $0 === read }
        aborted.removeAll { $0 === read }
        if waiting.count + aborted.count < load { read.complete(.expired) }
    }

    /// Lets go of a read that nobody waits for. One that was not sent never is. One under way is cancelled where
    /// connections are not shared, which is where one statement is under way at a time: the caller sends what it gets
    /// from another thread, and then calls `finish`; nothing else is sent before.
    package func abandon(_ read: Read, now: UInt64) -> Cancellation? {
        withdraw(read)
        guard !isLost, ledger.oldest === read else { return nil }
        guard limits.batch == 1, limits.batches == 1, cancellation == nil else { return nil }
        cancellation = Cancellation(of: connection, startedAt: now)
        return cancellation
    }

    /// Lets those behind a slow statement through: it is cancelled and told `evicted`. What shared its flight or was not
    /// sent yet is told `displaced`, and what was sent goes on. The caller sends what it gets from another thread, and then
    /// calls `finish`; nothing else is sent before. A statement that came to its turn when the cancel arrived is told the
    /// same.
    package func evict(now: UInt64) -> Cancellation? {
        guard !isLost, cancellation == nil, ledger.oldest != nil else { return nil }
        cancellation = Cancellation(of: connection, startedAt: now)
        if cancellation != nil { evictedAt = now }
        return cancellation
    }

    package func finish(_ cancellation: Cancellation) {
        if self.cancellation === cancellation { self.cancellation = nil }
    }

    private func takeBatch() -> [Read] {
        let first = waiting[0]
        if !first.isShareable || waiting.count == 1 { return [waiting.removeFirst()] }
        if waiting.count <= limits.batch, waiting.allSatisfy({ $0.isShareable && $0.context == first.context }) {
            defer { waiting.removeAll(keepingCapacity: true) }
            return waiting
        }
        var batch: [Read] = []
        waiting.removeAll { read in
            guard batch.count < limits.batch, read.isShareable, read.context == first.context else { return false }
            batch.append(read)
            return true
        }
        return batch
    }

    private func send(_ batch: [Read], now: UInt64) {
        for (read, outcome) in sender.send(batch, now: now, in: &ledger) { read.complete(outcome) }
        if sender.hasFailed { lose() }
    }

    private func resend(_ read: Read) {
        if read.isDone { return }
        if let (statement, error) = lockFailure,
            let part = read.parts.firstIndex(where: { $0.statement == statement })
        {
            return read.complete(.refused(error, part: part))
        }
        read.forgetAnswers()
        if isFlightEvicted { read.end(.displaced) } else { aborted.append(read) }
    }

    /// What was to wait behind it may not want to wait for its like.
    private func evicted(_ read: Read) {
        isFlightEvicted = true
        read.end(.evicted)
        let others = aborted + waiting
        aborted = []
        waiting = []
        for other in others { other.end(.displaced) }
    }

    private func isEvicted(_ read: Read, _ error: PostgresError) -> Bool {
        guard let evictedAt, error.isTimeout else { return false }
        return read.sentAt <= evictedAt
    }

    private func handle(_ rows: Rows, now: UInt64) {
        let (reply, error) = rows.reply
        if let error, error.isFatal {
            lose(error)
            return
        }
        if reply == .sync {
            lockFailure = nil
            isFlightEvicted = false
            flightEndedAt = now
        }
        switch sender.settle(reply, in: &ledger) {
        case .none: if let error { contextError = error }
        case .receive(let read):
            read.begunAt = begin(of: read)
            read.receive(rows)
        case .refuse(let read, let part):
            read.begunAt = begin(of: read)
            guard let error else { return lose() }
            let key = PreparedStatements.Key(role: read.context.role, statement: read.parts[part].statement)
            if error.endsPreparedStatement, sender.forget(key) {
                // It may still run when it is parsed anew. Its later parts are skipped, and the last one resends it.
                if part == read.parts.count - 1 { resend(read) }
            } else {
                if error.isLockTimeout { lockFailure = (read.parts[part].statement, error) }
                if isEvicted(read, error) { evicted(read) } else { read.complete(.refused(error, part: part)) }
            }
        case .refuseContext(let read):
            read.begunAt = begin(of: read)
            let error = contextError ?? PostgresError(connection: nil)
            if isEvicted(read, error) { evicted(read) } else { read.complete(.refused(error, part: nil)) }
        case .resend(let read): resend(read)
        case .outOfStep:
            lose(PostgresError(sqlState: SQLState.protocolViolation, message: "an answer came out of step"))
        }
    }
}
