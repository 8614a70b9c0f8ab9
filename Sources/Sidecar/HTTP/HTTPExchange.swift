import CNetwork
import HostSystem
package import QueryCompiler

/// One request waiting for its answer. A value: keep it as long as you like. It is answered once; an answer to a client
/// that has left goes nowhere and harms nobody. Only on the thread of its loop.
package struct HTTPExchange: @unchecked Sendable {
    let server: HTTPServer
    package let id: ID
    /// What the client accepts.
    package let mediaType: MediaType
    /// `monotonicNanoseconds()` when the request was complete.
    package private(set) var startedAt: UInt64
    /// For the log, set before answering.
    package var operationName: String?
    /// Of a request whose failure the log explains; the client gets it as `X-Request-Id`.
    package var requestID: String?
    /// Of `/health` and `/ready`.
    var isProbe = false
    /// In development mode, of a caller who has only said who it is.
    var isStated = false
    var coding = ContentCoding.identity
    /// Of a page that a browser lets read the answer.
    var origin: String?
    /// Of an operation of a batch; `id` is that of the whole request.
    var place: (batch: Batch, element: Int)?

    package struct ID: Hashable, Sendable {
        let value: UInt64
    }

    /// False once it is answered or the connection is gone.
    package var isWaiting: Bool {
        if let (batch, element) = place, batch.hasAnswer(of: element) { return false }
        return cnet_exchange_waits(server.loop.handle, id.value)
    }

    /// The same request, whose time begins now.
    func begunAgain() -> HTTPExchange {
        var exchange = self
        exchange.startedAt = monotonicNanoseconds()
        return exchange
    }

    /// Sends an answer of the negotiated media type. `write` appends the body in pieces.
    package func respond(
        status: Int = 200, timings: StageTimings = StageTimings(), _ write: (inout ResponseBody) -> Void
    ) {
        server.answers.respond(self, status: status, timings: timings, extraHeaders: "", write)
    }

    /// Refuses a request before anything was run: `{"errors": [...]}`. The status follows from the codes.
    ///
    /// - Parameter challenge: what `WWW-Authenticate` says, where that is 401.
    package func refuse(
        _ errors: [GraphQLError], challenge: String = "Bearer", timings: StageTimings = StageTimings()
    ) {
        let status = refusalStatus(errors, in: mediaType)
        let headers =
            switch status {
            case 401: "WWW-Authenticate: \(challenge)\r\n"
            case 405: "Allow: POST\r\n"
            case 503: "Retry-After: 1\r\n"
            default: ""
            }
        server.answers.respond(self, status: status, timings: timings, extraHeaders: headers) { body in
            body.appendRefusal(errors)
        }
    }

    /// Answers an execution that failed: `{"errors": [...], "data": null}`, with status 200.
    package func fail(_ errors: [GraphQLError], timings: StageTimings = StageTimings()) {
        respond(timings: timings) { $0.appendFailure(errors) }
    }
}

/// The body of an answer, gathered in pieces. One per loop, reused.
package struct ResponseBody {
    private enum Piece {
        case borrowed(UnsafeRawBufferPointer)
        /// A range of `text`.
        case text(Int, Int)
    }

    private var pieces: [Piece] = []
    private var text: [UInt8] = []

    /// Bytes that stay where they are until `respond` returns, such as a value of a PostgreSQL result: not copied.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if !bytes.isEmpty { pieces.append(.borrowed(bytes)) }
    }

    package mutating func append(_ constant: StaticString) {
        append(UnsafeRawBufferPointer(start: constant.utf8Start, count: constant.utf8CodeUnitCount))
    }

    package mutating func append(_ string: String) {
        write { $0 += string.utf8 }
    }

    /// Lends a byte buffer to append to, for `writeJSONString` and its like.
    package mutating func write(_ body: (inout [UInt8]) -> Void) {
        let start = text.count
        body(&text)
        if case .text(let from, start)? = pieces.last {
            pieces[pieces.count - 1] = .text(from, text.count)
        } else {
            pieces.append(.text(start, text.count))
        }
    }

    /// Of a request of which nothing was run.
    mutating func appendRefusal(_ errors: [GraphQLError]) {
        append("{\"errors\":")
        write { writeErrors(errors, into: &$0) }
        append("}")
    }

    /// Of an execution that failed.
    mutating func appendFailure(_ errors: [GraphQLError]) {
        append("{\"errors\":")
        write { writeErrors(errors, into: &$0) }
        append(",\"data\":null}")
    }

    /// In bytes.
    var size: Int {
        pieces.reduce(0) { size, piece in
            switch piece {
            case .borrowed(let bytes): size + bytes.count
            case .text(let from, let to): size + (to - from)
            }
        }
    }

    /// All of it in one place, for the caller to deallocate.
    func copy() -> UnsafeRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        var end = 0
        text.withUnsafeBytes { text in
            for piece in pieces {
                let bytes =
                    switch piece {
                    case .borrowed(let bytes): bytes
                    case .text(let from, let to): UnsafeRawBufferPointer(rebasing: text[from..<to])
                    }
                UnsafeMutableRawBufferPointer(rebasing: copy[end...]).copyMemory(from: bytes)
                end += bytes.count
            }
        }
        return UnsafeRawBufferPointer(copy)
    }

    mutating func clear() {
        pieces.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: text.capacity <= 65536)
    }

    /// Lends the pieces as the socket takes them.
    func withPieces<Result>(
        _ scratch: inout [cnet_bytes], _ body: (UnsafeBufferPointer<cnet_bytes>) -> Result
    ) -> Result {
        text.withUnsafeBytes { text in
            scratch.removeAll(keepingCapacity: true)
            for piece in pieces {
                let bytes =
                    switch piece {
                    case .borrowed(let bytes): bytes
                    case .text(let from, let to): UnsafeRawBufferPointer(rebasing: text[from..<to])
                    }
                scratch.append(cnet_bytes(start: bytes.baseAddress, length: bytes.count))
            }
            return scratch.withUnsafeBufferPointer(body)
        }
    }
}
