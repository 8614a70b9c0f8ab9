import CNetwork
package import HostSystem
import JSONText
import QueryCompiler

/// Called on the loop's thread for every well-formed GraphQL request; answers the exchange now or later.
package typealias RequestHandler = (GraphQLRequest, HTTPExchange) -> Void

/// HTTP on one loop: routes requests, reads GraphQL bodies, sends answers.
package final class HTTPServer {
    package let loop: EventLoop
    package let log: Log
    package var handle: RequestHandler = refuseWhileStarting
    package var isReady: () -> Bool = { false }
    /// The client of a waiting request has gone; its answer may still be given.
    package var clientLeft: (HTTPExchange.ID) -> Void = { _ in }
    package var sendsServerTiming = true
    /// Operations that one request may hold; 0 refuses batches.
    package var maximumBatch = 0
    /// In bytes: what a batch may answer, and what all batches of the loop may hold while they gather.
    package var batchBytes = 64 << 20
    /// What batches hold.
    package internal(set) var gatheredBytes = 0
    /// Whether answers are compressed for clients that accept it.
    package var compresses: Bool {
        get { compressor != nil }
        set {
            compressor = newValue ? Compressor() : nil
            packing = newValue ? Packing() : nil
        }
    }

    private var compressor: Compressor?
    /// What of it takes more than one turn of the loop.
    private(set) var packing: Packing?
    private let parser = JSONParser()
    private var accepted = HeaderVerdict("accept") { negotiateMediaType(accept: $0) }
    private var contentIsJSON = HeaderVerdict("content-type") { isJSON(contentType: $0) }
    private var codings = HeaderVerdict("accept-encoding") { negotiateContentCoding(acceptEncoding: $0) }
    private var body = ResponseBody()
    private var pieces: [cnet_bytes] = []
    private var headers: [UInt8] = []

    package init(_ loop: EventLoop, log: Log = Log()) {
        self.loop = loop
        self.log = log
        var handlers = cnet_handlers(
            context: Unmanaged.passUnretained(self).toOpaque(),
            request: { server(of: $0).receive($1, $2!) },
            refused: { server(of: $0).refuse($1, status: Int($2)) },
            left: { server(of: $0).clientLeft(HTTPExchange.ID(value: $1)) },
            iteration: { server(of: $0).endIteration() })
        cnet_loop_set_handlers(loop.handle, &handlers)
    }

    /// Accepts connections on a listening socket, which the loop then owns.
    package func listen(on descriptor: Int32) throws(SystemError) {
        let status = cnet_loop_listen(loop.handle, descriptor)
        guard status == 0 else { throw SystemError("accept", "listening socket", code: status) }
    }

    /// Stops accepting, closes idle connections, and the others after their current answer.
    package func drain() { cnet_loop_drain(loop.handle) }

    /// Lets go of what was plugged in, after the loop has ended.
    package func detach() {
        handle = refuseWhileStarting
        isReady = { false }
        clientLeft = { _ in }
        loop.endOfIteration = nil
        packing = nil
    }

    package var connectionCount: Int { Int(cnet_loop_connections(loop.handle)) }
    /// In bytes of memory.
    package var unfinishedBodies: Int { Int(cnet_loop_unfinished_body_bytes(loop.handle)) }
    /// In bytes of memory.
    package var unsentAnswers: Int { Int(cnet_loop_unsent_bytes(loop.handle)) }

    private func endIteration() {
        loop.endOfIteration?()
        if let packing, !packing.isIdle {
            packing.step { answer, packed in
                if packed == nil { body.append(answer.body) }
                send(answer.exchange, answer.status, answer.timings, answer.extraHeaders, packed)
            }
            // The next turn is not to wait for events.
            if !packing.isIdle { loop.post {} }
        }
        log.flush()
    }

    private func receive(_ id: cnet_exchange, _ request: OpaquePointer) {
        let headers = RequestHeaders(request: request)
        let mediaType = accepted.verdict(headers)
        var exchange = HTTPExchange(
            server: self, id: HTTPExchange.ID(value: id), mediaType: mediaType ?? .json,
            startedAt: monotonicNanoseconds())
        let coding = compressor == nil ? .identity : codings.verdict(headers)
        exchange.coding = coding ?? .identity
        let native = cnet_request_peer(request)
        let peer = native.is_local ? nil : PeerNetwork(value: native.network)
        let target = string(cnet_request_target(request))
        do throws(RequestErrors) {
            switch route(method: string(cnet_request_method(request)), target: target) {
            case .health:
                exchange.isProbe = true
                exchange.respond { $0.append("{\"status\":\"up\"}") }
            case .ready:
                exchange.isProbe = true
                let isReady = isReady()
                exchange.respond(status: isReady ? 200 : 503) {
                    $0.append(isReady ? "{\"status\":\"ready\"}" : "{\"status\":\"not ready\"}")
                }
            case .notFound: refuse(exchange, status: 404, "There is nothing here: GraphQL is at /graphql.")
            case .methodNotAllowed(let allow):
                refuse(exchange, status: 405, "This path answers \(allow).", headers: "Allow: \(allow)\r\n")
            case .graphqlPost:
                guard mediaType != nil else { return refuseMediaType(exchange) }
                guard coding != nil else { return refuseCoding(exchange) }
                guard contentIsJSON.verdict(headers) else {
                    return refuse(exchange, status: 415, "The body must be application/json in UTF-8.")
                }
                let bytes = cnet_request_body(request)
                let operations = try parseRequestBody(
                    UnsafeRawBufferPointer(start: bytes.start, count: bytes.length), maximumBatch: maximumBatch,
                    with: parser)
                switch operations {
                case .one(let body):
                    handle(GraphQLRequest(body: body, allowsMutation: true, headers: headers, peer: peer), exchange)
                case .batch(let bodies): handleBatch(bodies, exchange, headers, peer)
                }
            case .graphqlGet(let query):
                guard mediaType != nil else { return refuseMediaType(exchange) }
                guard coding != nil else { return refuseCoding(exchange) }
                let body = try parseRequestQuery(query, with: parser)
                handle(GraphQLRequest(body: body, allowsMutation: false, headers: headers, peer: peer), exchange)
            }
        } catch {
            exchange.refuse(error.errors)
        }
    }

    private func refuseMediaType(_ exchange: HTTPExchange) {
        let names = MediaType.allCases.map(\.name).joined(separator: " and ")
        refuse(exchange, status: 406, "The answers here are \(names).")
    }

    private func refuseCoding(_ exchange: HTTPExchange) {
        refuse(exchange, status: 406, "The content codings of answers here are gzip and identity.")
    }

    /// What the connection could not read as a request.
    private func refuse(_ id: cnet_exchange, status: Int) {
        let exchange = HTTPExchange(
            server: self, id: HTTPExchange.ID(value: id), mediaType: .json, startedAt: monotonicNanoseconds())
        let message =
            switch status {
            case 408: "The request did not arrive in time."
            case 413: "The body is larger than allowed."
            case 415: "The body must not be compressed: its only Content-Encoding here is identity."
            case 417: "The only expectation that is met is 100-continue."
            case 431: "The request line and headers are larger than allowed."
            case 501: "The only transfer coding is chunked."
            case 503: "Too many connections, or too many bodies under way: try again."
            case 505: "Only HTTP/1.1 is spoken here."
            default: "This is not an HTTP request."
            }
        let headers =
            switch status {
            // RFC 7694, section 3.
            case 415: "Accept-Encoding: identity\r\n"
            case 503: "Retry-After: 1\r\n"
            default: ""
            }
        refuse(exchange, status: status, message, headers: headers)
    }

    private func refuse(_ exchange: HTTPExchange, status: Int, _ message: String, headers: String = "") {
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
        headers += "; charset=utf-8\r\nCache-Control: no-store\r\n".utf8
        headers += extraHeaders.utf8
        if compressed != nil || compressor != nil && body.size >= Compressor.leastSize {
            headers += "Vary: Accept-Encoding\r\n".utf8
        }
        if compressed != nil { headers += "Content-Encoding: gzip\r\n".utf8 }
        if let id = exchange.requestID { headers += "X-Request-Id: \(id)\r\n".utf8 }
        let total = monotonicNanoseconds() &- exchange.startedAt
        if sendsServerTiming { writeServerTiming(timings, total: total) }
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
            isProbe: exchange.isProbe)
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

    private func writeServerTiming(_ timings: StageTimings, total: UInt64) {
        headers += "Server-Timing: ".utf8
        writeStage("body;dur=", timings.body)
        writeStage("operation;dur=", timings.operation)
        writeStage("variables;dur=", timings.variables)
        writeStage("plan;dur=", timings.plan)
        writeStage("bind;dur=", timings.bind)
        writeStage("database;dur=", timings.database)
        writeStage("compression;dur=", timings.compression)
        headers += "total;dur=".utf8
        writeMilliseconds(total, into: &headers)
        headers += "\r\n".utf8
    }

    private func writeStage(_ label: StaticString, _ nanoseconds: UInt64) {
        if nanoseconds == 0 { return }
        label.withUTF8Buffer { headers.append(contentsOf: $0) }
        writeMilliseconds(nanoseconds, into: &headers)
        headers += ", ".utf8
    }
}

private func refuseWhileStarting(_ request: GraphQLRequest, _ exchange: HTTPExchange) {
    exchange.refuse([GraphQLError("The server is starting.", .databaseUnavailable)])
}

private func server(of context: UnsafeMutableRawPointer?) -> HTTPServer {
    Unmanaged<HTTPServer>.fromOpaque(context!).takeUnretainedValue()
}

func string(_ bytes: cnet_bytes) -> String {
    String(decoding: UnsafeRawBufferPointer(start: bytes.start, count: bytes.length), as: UTF8.self)
}

/// Nanoseconds as milliseconds with three digits: `1.250`.
func writeMilliseconds(_ nanoseconds: UInt64, into bytes: inout [UInt8]) {
    let microseconds = nanoseconds / 1000
    let (whole, rest) = (microseconds / 1000, microseconds % 1000)
    // Nearly always one digit.
    if whole < 10 { bytes.append(UInt8(ascii: "0") + UInt8(whole)) } else { bytes += String(whole).utf8 }
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(rest / 100))
    bytes.append(UInt8(ascii: "0") + UInt8(rest / 10 % 10))
    bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
}
