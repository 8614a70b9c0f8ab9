import CNetwork
import HostSystem
import QueryCompiler

/// Sends the answers of one loop: headers and body, compressed where that pays, and a line of the log. Belongs to the loop's
/// thread.
final class AnswerSender {
    var sendsServerTiming = true
    /// Whether answers are compressed for clients that accept it.
    var compresses: Bool {
        get { compressor != nil }
        set {
            compressor = newValue ? Compressor() : nil
            packing = newValue ? Packing() : nil
        }
    }

    private let loop: EventLoop
    private let log: Log
    private var compressor: Compressor?
    /// What of it takes more than one iteration of the loop.
    var packing: Packing?
    private var body = ResponseBody()
    private var pieces: [cnet_bytes] = []
    private var headers: [UInt8] = []

    init(on loop: EventLoop, _ log: Log) {
        self.loop = loop
        self.log = log
    }

    /// At the end of an iteration: goes on with the large answers.
    func compressOneSlice() {
        guard let packing, !packing.isIdle else { return }
        packing.step { answer, packed in
            if packed == nil { body.append(answer.body) }
            send(answer.exchange, answer.status, answer.timings, answer.extraHeaders, packed)
        }
        // The next iteration is not to wait for events.
        if !packing.isIdle { loop.post {} }
    }

    /// Refuses what is no GraphQL request, or has no room: one error, whose code follows from the status.
    func refuse(_ exchange: HTTPExchange, status: Int, _ message: String, headers: String = "") {
        let code: ErrorCode =
            switch status {
            case 405: .methodNotAllowed
            case 413, 431: .limitExceeded
            case 503: .overloaded
            default: .badRequest
            }
        respond(exchange, status: status, timings: StageTimings(), extraHeaders: headers) { body in
            body.appendRefusal([GraphQLError(message, code)])
        }
    }

    func respond(
        _ exchange: HTTPExchange, status: Int, timings: StageTimings, extraHeaders: String,
        _ write: (inout ResponseBody) -> Void
    ) {
        write(&body)
        if let (batch, element) = exchange.place {
            let isLast = batch.take(body, of: element, exchange, timings)
            body.clear()
            return isLast ? batch.answer() : ()
        }
        if let packing, suitsPacking(exchange), packing.takes(body.size) {
            packing.add(
                Packing.Answer(
                    exchange: exchange, status: status, timings: timings, extraHeaders: extraHeaders, body: body.copy())
            )
            body.clear()
            // The turn may be over.
            return loop.post {}
        }
        var timings = timings
        let compressed = compress(exchange, &timings)
        send(exchange, status, timings, extraHeaders, compressed)
        if compressed != nil { compressor?.clear() }
    }

    /// Sends the body, or what it was compressed to.
    private func send(
        _ exchange: HTTPExchange, _ status: Int, _ timings: StageTimings, _ extraHeaders: String,
        _ compressed: cnet_bytes?
    ) {
        headers.removeAll(keepingCapacity: true)
        headers += "Content-Type: ".utf8
        headers += exchange.mediaType.name.utf8
        headers += "; charset=utf-8\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n".utf8
        if let origin = exchange.origin { headers += CrossOrigin.headers(for: origin).utf8 }
        headers += extraHeaders.utf8
        if compressed != nil || compressor != nil && body.size >= Compressor.leastSize {
            headers += "Vary: Accept-Encoding\r\n".utf8
        }
        if compressed != nil { headers += "Content-Encoding: gzip\r\n".utf8 }
        if let id = exchange.requestID { headers += "X-Request-Id: \(id)\r\n".utf8 }
        let total = monotonicNanoseconds() &- exchange.startedAt
        if sendsServerTiming { writeServerTiming(timings, total: total, into: &headers) }
        let outcome = headers.withUnsafeBytes { headers in
            let headers = cnet_bytes(start: headers.baseAddress, length: headers.count)
            let status = UInt32(clamping: status)
            if var compressed { return cnet_respond(loop.handle, exchange.id.value, status, headers, &compressed, 1) }
            return body.withPieces(&pieces) { pieces in
                cnet_respond(loop.handle, exchange.id.value, status, headers, pieces.baseAddress, pieces.count)
            }
        }
        // A large one is not kept until the next.
        body.clear()
        if outcome == CNET_NO_ROOM {
            let message = "Too many large answers wait for their clients to take them: try again, or ask for less."
            return refuse(exchange, status: 503, message, headers: "Retry-After: 1\r\n")
        }
        guard outcome == CNET_ANSWERED, log.writes(FinishedRequest.level(ofStatus: status, isProbe: exchange.isProbe))
        else { return }
        let request = FinishedRequest(
            status: status, operationName: exchange.operationName, timings: timings, total: total,
            isProbe: exchange.isProbe, isStated: exchange.isStated)
        log.observe(.requestFinished(request))
    }

    private func suitsPacking(_ exchange: HTTPExchange) -> Bool {
        exchange.coding != .identity && body.size > Compressor.mostAtOnce && exchange.isWaiting
    }

    /// The body as gzip, nil when it goes as it is.
    private func compress(_ exchange: HTTPExchange, _ timings: inout StageTimings) -> cnet_bytes? {
        guard let compressor, exchange.coding != .identity, exchange.isWaiting else { return nil }
        // Who takes nothing but gzip gets it for a small one too; the loop stands still for a large one in no case.
        guard body.size <= Compressor.mostAtOnce, exchange.coding == .gzipOnly || body.size >= Compressor.leastSize
        else { return nil }
        let begun = monotonicNanoseconds()
        defer { timings.compression = monotonicNanoseconds() &- begun }
        return body.withPieces(&pieces) { compressor.compress($0) }
    }
}
