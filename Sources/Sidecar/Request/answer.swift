import HostSystem
import JSONText
import Postgres
import QueryCompiler

// The request path, top to bottom:
//
//   HTTP/            bytes -> media type, body, caller
//   RequestCache     text, name, role -> operation (parse, validate), kept
//   coerceVariables  values that fit their types
//   RequestCache     shape -> statements (plan, print), kept
//   bindValues       parameters
//   Database/        one flight: context, statements, Sync
//   writeAnswer      the results between constant bytes, unparsed
//
// Every way out that is not an answer is a GraphQLError with a code.

/// Answers one request on its loop; the exchange is answered now or when PostgreSQL has answered.
package func answer(_ request: GraphQLRequest, _ exchange: HTTPExchange, on executor: RequestExecutor) {
    let underWay = RequestUnderWay(request.body, exchange, request.identity, allowsMutation: request.allowsMutation)
    underWay.peer = request.peer
    compile(underWay, on: executor)
}

/// One request between its stages.
final class RequestUnderWay {
    let body: RequestBody
    var exchange: HTTPExchange
    let identity: Identity
    let allowsMutation: Bool
    var peer: PeerNetwork?
    var timings = StageTimings()
    /// Once the model was read again because the database no longer fits it.
    var isSecondAttempt = false
    /// Its statement kept others waiting, and runs in the slow lane.
    var wasEvicted = false
    /// How often its statement had a turn that was too short to tell.
    var turnsCutShort = 0

    init(_ body: RequestBody, _ exchange: HTTPExchange, _ identity: Identity, allowsMutation: Bool) {
        self.allowsMutation = allowsMutation
        self.body = body
        self.exchange = exchange
        self.identity = identity
    }
}

func compile(_ request: RequestUnderWay, on executor: RequestExecutor) {
    guard let cache = executor.cache else { return refuse(request, executor.absence) }
    let compiled: CachedRequest
    let parts: [Read.Part]
    var watch = StopWatch(since: request.exchange.startedAt)
    request.timings.body = watch.lap()
    do throws(RequestErrors) {
        let operation = try cache.operation(
            request.body, role: request.identity.context.role, for: request.peer,
            allowsMutation: request.allowsMutation)
        try checkMethod(operation.operation.kind, allowsMutation: request.allowsMutation)
        request.timings.operation = watch.lap()
        let variables = try coerceVariables(request.body.variables, for: operation.operation, in: cache.schema)
        request.timings.variables = watch.lap()
        compiled = try cache.request(operation, variables, for: request.peer)
        request.timings.plan = watch.lap()
        parts = try bind(compiled, variables, request.identity)
        request.timings.bind = watch.lap()
        request.exchange.operationName = operation.operation.name
    } catch {
        request.exchange.refuse(error.errors, timings: request.timings)
        return
    }
    if parts.isEmpty {
        writeAnswer(compiled, [], to: request, on: executor)
    } else {
        execute(compiled, parts, request, on: executor)
    }
}

/// A GET may be repeated and cached by anybody on the way, so it runs queries only (GraphQL over HTTP, section 6.2.1).
func checkMethod(_ kind: Operation.Kind, allowsMutation: Bool) throws(RequestErrors) {
    if kind == .query || allowsMutation { return }
    throw RequestErrors([GraphQLError("A GET runs queries only: send a \(kind.rawValue) with POST.", .methodNotAllowed)]
    )
}

/// Times one stage after the other.
private struct StopWatch {
    private var last: UInt64

    init(since start: UInt64) { last = start }

    mutating func lap() -> UInt64 {
        let now = monotonicNanoseconds()
        defer { last = now }
        return now &- last
    }
}

private func bind(
    _ compiled: CachedRequest, _ variables: Variables, _ identity: Identity
) throws(RequestErrors) -> [Read.Part] {
    var parts: [Read.Part] = []
    parts.reserveCapacity(compiled.holes.count)
    for hole in compiled.holes {
        let values = try bindValues(hole.binds, variables, claims: identity.claims)
        parts.append(Read.Part(hole.statement, values, rowOverhead: hole.rowOverhead))
    }
    return parts
}

private func execute(
    _ compiled: CachedRequest, _ parts: [Read.Part], _ request: RequestUnderWay, waitingSince: UInt64? = nil,
    on executor: RequestExecutor
) {
    let now = monotonicNanoseconds()
    let submittedAt = waitingSince ?? now
    let maximumSize = executor.maximumAnswer - compiled.constantSize
    let standing = request.wasEvicted ? .slow : compiled.standing
    let read = Read(
        parts, context: request.identity.context, mayChangeSettings: compiled.callsFunctions, maximumSize: maximumSize,
        standing: standing, reconsidered: standing == .proven ? nil : { compiled.standing },
        origin: executor.origin(of: request.peer)
    ) { [unowned executor] ending, read in
        let now = monotonicNanoseconds()
        executor.forget(read, for: request.exchange.id)
        request.timings.database = now &- submittedAt
        switch ending {
        case .outcome(let outcome):
            judge(
                compiled, outcome, begunAt: read.begunAt, flightSize: read.flightSize, now: now,
                slowAfter: executor.slowAfter)
            return conclude(compiled, outcome, of: read, request, on: executor)
        case .evicted:
            executor.charge(request.peer, nanoseconds: now &- read.begunAt)
            if read.isCutShort {
                request.turnsCutShort += 1
            } else {
                // One of an address in debt may have had less time than makes a statement slow for everybody.
                if now &- read.begunAt > executor.slowAfter { compiled.pace = .slow }
                request.wasEvicted = true
            }
        case .displaced: break
        }
        // Nobody waits for it otherwise.
        guard request.exchange.isWaiting else { return }
        execute(compiled, read.parts, request, waitingSince: read.submittedAt, on: executor)
    }
    read.submittedAt = submittedAt
    read.turnsCutShort = request.turnsCutShort
    executor.submit(read, for: request.exchange.id, now: now)
}

/// Decides where a statement runs next time. Only the time of its own flight counts, since the server came to it (0: it was
/// never sent): waiting for others makes no statement slow. Which one of a flight took long nobody knows, so each of them
/// is timed alone before it goes to the slow lane; there it runs alone as well, and finds its way out.
///
/// What was fast until the flight left has met a lock, such as a migration's, and so has everything else that is asked at
/// the moment: the lane would be full of it.
func judge(
    _ compiled: CachedRequest, _ outcome: ReadOutcome, begunAt: UInt64, flightSize: Int, now: UInt64, slowAfter: UInt64
) {
    // What was never sent is not later than what was fast.
    let tookLong = now &- begunAt > slowAfter
    switch outcome {
    case .answered where !tookLong, .tooLarge where !tookLong:
        compiled.pace = .ordinary
        compiled.wasFastAt = now
    case .refused(let error, _) where error.isTimeout || error.isLockTimeout: compiled.pace = .slow
    // It may have taken long to fail, whichever of its flight did.
    case .answered, .tooLarge, .refused:
        if tookLong, begunAt > compiled.wasFastAt &+ slowAfter { compiled.pace = flightSize == 1 ? .slow : .suspect }
    case .unsendable, .unavailable, .expired, .overloaded: break
    }
}

private func conclude(
    _ compiled: CachedRequest, _ outcome: ReadOutcome, of read: Read, _ request: RequestUnderWay,
    on executor: RequestExecutor
) {
    switch outcome {
    case .answered(let results): writeAnswer(compiled, results, to: request, on: executor)
    case .refused(let error, let part):
        let path = part.map { [GraphQLError.PathElement.key(compiled.holes[$0].responseKey)] } ?? []
        var failure =
            part == nil
            ? contextFailure(error) : functionFailure(error, path: path) ?? databaseFailure(error, path: path)
        if failure.code == .schemaChanged, !request.isSecondAttempt {
            request.isSecondAttempt = true
            if executor.readModelAgain(for: request) { return }
        }
        if failure.code == .invalidValue, let part {
            switch refusedValue(error, compiled.holes[part].binds, read.parts[part].parameters) {
            case .variable(let path): failure.message = "\(path): \(failure.message)"
            case .literal(let value):
                failure.locations = locateLiteral(value, in: request.body.query).map { [$0] } ?? []
            case nil: break
            }
        }
        executor.report(error, failure.code, request)
        fail(request, failure)
    case .unsendable(let part):
        fail(request, databaseFailure(.invalidValue, path: [.key(compiled.holes[part].responseKey)]))
    case .unavailable(let error):
        executor.report(error, .databaseUnavailable, request)
        refuse(request, databaseFailure(.databaseUnavailable))
    case .expired: fail(request, databaseFailure(.timeout))
    case .overloaded: refuse(request, databaseFailure(.overloaded))
    case .tooLarge:
        let message = "The answer is larger than \(executor.maximumAnswer >> 20) MiB: ask for fewer rows or fields."
        fail(request, GraphQLError(message, .limitExceeded))
    }
}

private func writeAnswer(
    _ compiled: CachedRequest, _ results: [Rows], to request: RequestUnderWay, on executor: RequestExecutor
) {
    // The body borrows its bytes from both.
    withExtendedLifetime((compiled, results)) {
        request.exchange.respond(timings: request.timings) { body in
            for (hole, rows) in zip(compiled.holes, results) {
                body.append(compiled.constant(hole.before))
                if let writer = hole.rows {
                    body.write { writer.write(rows, into: &$0) }
                } else if rows.count > 0, let json = rows.bytes(row: 0, column: 0) {
                    body.append(json)
                } else {
                    body.append("null")
                }
            }
            body.append(compiled.constant(compiled.tail))
        }
    }
}

/// Nothing was run, or nobody can tell: the client may try again.
func refuse(_ request: RequestUnderWay, _ error: GraphQLError) {
    request.exchange.refuse([error], timings: request.timings)
}

/// It ran and failed: `data` is null.
private func fail(_ request: RequestUnderWay, _ error: GraphQLError) {
    switch error.code {
    case .databaseUnavailable, .schemaChanged, .overloaded: refuse(request, error)
    default: request.exchange.fail([error], timings: request.timings)
    }
}
