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
    /// Who asks, by the header fields: called for every GraphQL request before its body is read.
    package var identify: (RequestHeaders, PeerNetwork?) throws(IdentityRefusal) -> Identity = identifyNobody
    package var isReady: () -> Bool = { false }
    /// The client of a waiting request has gone; its answer may still be given.
    package var clientLeft: (HTTPExchange.ID) -> Void = { _ in }
    package var sendsServerTiming: Bool {
        get { answers.sendsServerTiming }
        set { answers.sendsServerTiming = newValue }
    }
    /// Pages of which other origins may read the answers.
    package var crossOrigins: [String] {
        get { crossOrigin.origins }
        set { crossOrigin = CrossOrigin(newValue) }
    }
    private var crossOrigin = CrossOrigin()
    /// Operations that one request may hold; 0 refuses batches.
    package var maximumBatch = 0
    /// In bytes: what a batch may answer, and what all batches of the loop may hold while they gather.
    package var batchBytes = 64 << 20
    /// What batches hold.
    package internal(set) var gatheredBytes = 0
    /// Whether answers are compressed for clients that accept it.
    package var compresses: Bool {
        get { answers.compresses }
        set { answers.compresses = newValue }
    }

    let answers: AnswerSender
    private let parser = JSONParser()
    private var accepted = HeaderVerdict("accept") { negotiateMediaType(accept: $0) }
    private var contentIsJSON = HeaderVerdict("content-type") { isJSON(contentType: $0) }
    private var codings = HeaderVerdict("accept-encoding") { negotiateContentCoding(acceptEncoding: $0) }

    package init(_ loop: EventLoop, log: Log = Log()) {
        self.loop = loop
        self.log = log
        answers = AnswerSender(on: loop, log)
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
        identify = identifyNobody
        isReady = { false }
        clientLeft = { _ in }
        loop.endOfIteration = nil
        answers.packing = nil
    }

    package var connectionCount: Int { Int(cnet_loop_connections(loop.handle)) }
    /// In bytes of memory.
    package var unfinishedBodies: Int { Int(cnet_loop_unfinished_body_bytes(loop.handle)) }
    /// In bytes of memory.
    package var unsentAnswers: Int { Int(cnet_loop_unsent_bytes(loop.handle)) }

    private func endIteration() {
        loop.endOfIteration?()
        answers.compressOneSlice()
        log.flush()
    }

    private func receive(_ id: cnet_exchange, _ request: OpaquePointer) {
        let headers = RequestHeaders(request: request)
        let mediaType = accepted.verdict(headers)
        var exchange = HTTPExchange(
            server: self, id: HTTPExchange.ID(value: id), mediaType: mediaType ?? .json,
            startedAt: monotonicNanoseconds())
        let coding = compresses ? codings.verdict(headers) : .identity
        exchange.coding = coding ?? .identity
        let native = cnet_request_peer(request)
        let peer = native.is_local ? nil : PeerNetwork(value: native.network)
        let target = string(cnet_request_target(request))
        let method = string(cnet_request_method(request))
        exchange.origin = crossOrigin.allowed(headers)
        do throws(RequestErrors) {
            switch route(method: method, target: target) {
            case .methodNotAllowed where exchange.origin != nil && CrossOrigin.isPreflight(method: method, headers):
                answers.respond(
                    exchange, status: 200, timings: StageTimings(), extraHeaders: CrossOrigin.preflightHeaders
                ) { _ in }
            case .health:
                exchange.isProbe = true
                exchange.respond { $0.append("{\"status\":\"up\"}") }
            case .ready:
                exchange.isProbe = true
                let isReady = isReady()
                exchange.respond(status: isReady ? 200 : 503) {
                    $0.append(isReady ? "{\"status\":\"ready\"}" : "{\"status\":\"not ready\"}")
                }
            case .notFound: answers.refuse(exchange, status: 404, "There is nothing here: GraphQL is at /graphql.")
            case .methodNotAllowed(let allow):
                answers.refuse(exchange, status: 405, "This path answers \(allow).", headers: "Allow: \(allow)\r\n")
            case .graphqlPost:
                guard mediaType != nil else { return refuseMediaType(exchange) }
                guard coding != nil else { return refuseCoding(exchange) }
                guard let identity = identity(headers, peer, &exchange) else { return }
                guard contentIsJSON.verdict(headers) else {
                    return answers.refuse(exchange, status: 415, "The body must be application/json in UTF-8.")
                }
                let bytes = cnet_request_body(request)
                let operations = try parseRequestBody(
                    UnsafeRawBufferPointer(start: bytes.start, count: bytes.length), maximumBatch: maximumBatch,
                    with: parser)
                switch operations {
                case .one(let body):
                    handle(
                        GraphQLRequest(
                            body: body, allowsMutation: true, identity: identity, headers: headers, peer: peer),
                        exchange)
                case .batch(let bodies): handleBatch(bodies, exchange, identity, headers, peer)
                }
            case .graphqlGet(let query):
                guard mediaType != nil else { return refuseMediaType(exchange) }
                guard coding != nil else { return refuseCoding(exchange) }
                guard let identity = identity(headers, peer, &exchange) else { return }
                let body = try parseRequestQuery(query, with: parser)
                handle(
                    GraphQLRequest(body: body, allowsMutation: false, identity: identity, headers: headers, peer: peer),
                    exchange)
            }
        } catch {
            exchange.refuse(error.errors)
        }
    }

    /// Who asks; nil when that is refused.
    private func identity(
        _ headers: RequestHeaders, _ peer: PeerNetwork?, _ exchange: inout HTTPExchange
    ) -> Identity? {
        do throws(IdentityRefusal) {
            let identity = try identify(headers, peer)
            exchange.isStated = identity.isStated
            return identity
        } catch {
            exchange.refuse([error.error], challenge: error.challenge)
            return nil
        }
    }

    private func refuseMediaType(_ exchange: HTTPExchange) {
        let names = MediaType.allCases.map(\.name).joined(separator: " and ")
        answers.refuse(exchange, status: 406, "The answers here are \(names).")
    }

    private func refuseCoding(_ exchange: HTTPExchange) {
        answers.refuse(exchange, status: 406, "The content codings of answers here are gzip and identity.")
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
        answers.refuse(exchange, status: status, message, headers: headers)
    }
}

private func refuseWhileStarting(_ request: GraphQLRequest, _ exchange: HTTPExchange) {
    exchange.refuse([GraphQLError("The server is starting.", .databaseUnavailable)])
}

private func identifyNobody(_ headers: RequestHeaders, _ peer: PeerNetwork?) -> Identity { .unidentified }

private func server(of context: UnsafeMutableRawPointer?) -> HTTPServer {
    Unmanaged<HTTPServer>.fromOpaque(context!).takeUnretainedValue()
}

func string(_ bytes: cnet_bytes) -> String {
    String(decoding: UnsafeRawBufferPointer(start: bytes.start, count: bytes.length), as: UTF8.self)
}
