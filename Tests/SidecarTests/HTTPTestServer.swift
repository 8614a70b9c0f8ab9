import Glibc
import HostSystem
import Support
import Synchronization

@testable import Sidecar

/// A real loop on a thread of its own, listening on a free port of 127.0.0.1.
final class HTTPTestServer: @unchecked Sendable {
    let loop: EventLoop
    let server: HTTPServer
    let port: UInt16
    private var thread = pthread_t()

    /// `setUp` runs before the loop starts.
    init(
        limits: HTTPLimits = .test, log: Int32 = -1,
        _ setUp: (HTTPServer) throws -> Void = { $0.handle = answerWithQuery }
    ) throws {
        loop = EventLoop(limits: limits)
        var silent = LogOptions()
        silent.descriptor = log
        server = HTTPServer(loop, log: Log(silent))
        try setUp(server)
        let sockets = try openListeningSockets(.tcp(host: "127.0.0.1", port: 0), loops: 1)
        guard case .tcp(_, let port) = sockets.address else { fatalError("a TCP address") }
        self.port = port
        try server.listen(on: sockets.descriptors[0])
        let argument = Unmanaged.passUnretained(self).toOpaque()
        pthread_create(&thread, nil, runTestLoop, argument)
    }

    /// Ends the loop; every test calls it last.
    func stop() {
        let loop = loop
        loop.post { loop.stop() }
        pthread_join(thread, nil)
    }

    /// Waits until the loop's clock has ticked once.
    func waitForTick() -> Int {
        let ticked = Flag()
        loop.post { [loop] in loop.after(milliseconds: 1) { ticked.value.store(true, ordering: .releasing) } }
        while !ticked.value.load(ordering: .acquiring) { sched_yield() }
        return 1
    }

    /// Keeps the loop busy while requests are sent, so that it finds all of them at once.
    func withLoopBusy(_ body: () throws -> Void) rethrows {
        let isOver = Flag()
        loop.post { while !isOver.value.load(ordering: .acquiring) { sched_yield() } }
        defer { isOver.value.store(true, ordering: .releasing) }
        try body()
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    var unfinishedBodies: Int { onLoop { self.server.unfinishedBodies } }
    var unsentAnswers: Int { onLoop { self.server.unsentAnswers } }

    /// Runs a body on the loop's thread and waits for its value.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
        let value = Mutex<Value?>(nil)
        let box = Box(value)
        loop.post { box.value.withLock { $0 = body() } }
        while true {
            if let value = box.value.withLock({ $0 }) { return value }
            sched_yield()
        }
    }

    private final class Box<Value: Sendable>: Sendable {
        let value: Mutex<Value?>
        init(_ value: consuming sending Mutex<Value?>) { self.value = value }
    }
}

private func runTestLoop(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<HTTPTestServer>.fromOpaque(argument!).takeUnretainedValue().loop.run()
    return nil
}

/// Answers `{"data":"<the query>"}`.
func answerWithQuery(_ request: GraphQLRequest, _ exchange: HTTPExchange) {
    exchange.respond { body in
        body.append("{\"data\":\"")
        body.append(request.body.query)
        body.append("\"}")
    }
}

/// A client socket. Reads give up after some seconds, so that a hanging server fails the test.
final class RawClient {
    let descriptor: Int32
    private var buffered: [UInt8] = []
    private var isOpen = true

    convenience init(_ server: HTTPTestServer, receiveBuffer: Int32? = nil) {
        self.init(port: server.port, receiveBuffer: receiveBuffer)
    }

    convenience init(port: UInt16, receiveBuffer: Int32? = nil) {
        do { try self.init(connectingTo: port, receiveBuffer: receiveBuffer) } catch { preconditionFailure("\(error)") }
    }

    /// - Parameter address: the client's own, such as `127.0.0.2`.
    init(connectingTo port: UInt16, from address: String? = nil, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, clientSocketType, 0)
        setTimeouts()
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var server = sockaddr_in()
        server.sin_family = sa_family_t(AF_INET)
        server.sin_port = port.bigEndian
        server.sin_addr.s_addr = inet_addr("127.0.0.1")
        if let address {
            var own = server
            own.sin_port = 0
            own.sin_addr.s_addr = inet_addr(address)
            let status = withUnsafePointer(to: &own) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if status != 0 { throw SystemError("bind", address, code: errno) }
        }
        try connect(to: &server)
    }

    init(unixPath: String) {
        descriptor = socket(AF_UNIX, clientSocketType, 0)
        setTimeouts()
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: unixPath.utf8) }
        do { try connect(to: &address) } catch { preconditionFailure("\(error)") }
    }

    private func setTimeouts() {
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    private func connect<Address>(to address: inout Address) throws {
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        if status != 0 { throw SystemError("connect", "server", code: errno) }
    }

    deinit { if isOpen { close(descriptor) } }

    /// False when the server has closed.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes with a reset, as a client that dies does.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close(descriptor)
        isOpen = false
    }

    /// Whether something can be read now.
    var hasBytes: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
    }

    enum ReadError: Error { case closed, timeout }

    /// Some more bytes; nil at the end of the stream.
    func readSome(_ count: Int = 65536) throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &buffer, count, 0)
        if received == 0 || (received < 0 && errno == ECONNRESET) { return nil }
        if received < 0 { throw ReadError.timeout }
        return Array(buffer[..<received])
    }

    struct Response {
        var status: Int
        var head: String
        var bytes: [UInt8]

        var body: String { String(decoding: bytes, as: UTF8.self) }

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    /// The next response; nil when the server closes instead.
    func response(toHead: Bool = false) throws -> Response? {
        let separator = Array("\r\n\r\n".utf8)
        var end: Int?
        while true {
            end = buffered.indices.first { buffered[$0...].starts(with: separator) }
            if end != nil { break }
            guard let more = try readSome() else { return nil }
            buffered += more
        }
        let head = String(decoding: buffered[..<end!], as: UTF8.self)
        buffered.removeFirst(end! + 4)
        var response = Response(status: Int(head.split(separator: " ")[1]) ?? 0, head: head, bytes: [])
        let length = toHead ? 0 : response.header("Content-Length").flatMap { Int($0) } ?? 0
        while buffered.count < length {
            guard let more = try readSome() else { throw ReadError.closed }
            buffered += more
        }
        response.bytes = Array(buffered[..<length])
        buffered.removeFirst(length)
        return response
    }

    /// Reads until the server closes.
    func isClosedByServer() throws -> Bool {
        while try readSome() != nil {}
        return true
    }
}

func post(_ body: String, headers: String = "") -> String {
    "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\(headers)"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

extension HTTPLimits {
    /// Wide enough that no test meets one unasked.
    static let test = HTTPLimits(
        connections: 10_000, bodyBytes: 1 << 20, idleTimeout: 75_000, headerTimeout: 10_000, bodyTimeout: 30_000)
}
