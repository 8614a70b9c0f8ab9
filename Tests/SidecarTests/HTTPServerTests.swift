import Glibc
import HostSystem
import Synchronization
import Testing

@testable import Sidecar

@Suite struct HTTPServerTests {
    /// A server of two loops whose requests wait until they are let go.
    final class Held: @unchecked Sendable {
        let server: RunningServer
        let port: UInt16
        let waiting = Mutex<[(EventLoop, HTTPExchange)]>([])
        let stopped = Atomic(0)

        init(_ listen: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 0)], holds: Bool = true) throws {
            var options = ServeOptions(listen: listen, loops: 2, limits: .test, drainTimeout: 20_000)
            options.limits.tick = 5
            options.log.descriptor = -1
            let box = Unclaimed()
            server = try RunningServer(options) { server in
                let loop = server.loop
                return LoopService(
                    handle: { request, exchange in
                        guard holds else { return answerWithQuery(request, exchange) }
                        box.held?.waiting.withLock { $0.append((loop, exchange)) }
                    },
                    isReady: { true }, stop: { box.held?.stopped.add(1, ordering: .relaxed) })
            }
            guard case .tcp(_, let port) = server.addresses[0] else { fatalError("a TCP address") }
            self.port = port
            box.held = self
        }

        final class Unclaimed: @unchecked Sendable { weak var held: Held? }

        func answerAll() {
            for (loop, exchange) in waiting.withLock({ $0 }) {
                loop.post { exchange.respond { $0.append("done") } }
            }
        }

        func waitForRequests(_ count: Int) {
            while waiting.withLock({ $0.count }) < count { sched_yield() }
        }
    }

    @Test func aDrainAnswersWhatIsOpenAndClosesWhatIsIdle() throws {
        let held = try Held()
        let idle = RawClient(port: held.port)
        idle.send("GET /ready HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try idle.response()?.status == 200)
        let busy = (0..<8).map { _ in RawClient(port: held.port) }
        for client in busy { client.send(post("{\"query\":\"x\"}") + post("{\"query\":\"too late\"}")) }
        held.waitForRequests(8)
        held.server.drain()
        #expect(try idle.isClosedByServer())
        held.answerAll()
        for client in busy {
            let response = try #require(try client.response())
            #expect(response.body == "done")
            #expect(response.header("Connection") == "close")
            #expect(try client.response() == nil)
        }
        held.server.wait()
        #expect(held.stopped.load(ordering: .relaxed) == 2)
        #expect(throws: (any Error).self) { try RawClient(connectingTo: held.port) }
    }

    @Test func aDrainEndsAtItsDeadline() throws {
        var options = ServeOptions(
            listen: [.tcp(host: "127.0.0.1", port: 0)], loops: 1, limits: .test, drainTimeout: 20)
        options.limits.tick = 5
        options.log.descriptor = -1
        let arrived = Mutex(false)
        let server = try RunningServer(options) { _ in
            LoopService(handle: { _, _ in arrived.withLock { $0 = true } }, isReady: { true })
        }
        guard case .tcp(_, let port) = server.addresses[0] else { fatalError("a TCP address") }
        let client = RawClient(port: port)
        client.send(post("{\"query\":\"never answered\"}"))
        while !arrived.withLock({ $0 }) { sched_yield() }
        server.drain()
        server.wait()
        #expect(try client.isClosedByServer())
    }

    @Test func aBusyPortIsSaid() throws {
        let held = try Held()
        defer {
            held.server.drain()
            held.server.wait()
        }
        let error = #expect(throws: ServeError.self) { try Held([.tcp(host: "127.0.0.1", port: held.port)]) }
        #expect(
            error?.description
                == "127.0.0.1:\(held.port) is in use: stop what listens there, or choose another address with --listen or "
                + "--unix.")
    }

    @Test func aNameIsServedOnEachOfItsAddresses() throws {
        let sockets = try openListeningSockets(.tcp(host: "localhost", port: 0), loops: 2)
        defer { sockets.close() }
        var found: UnsafeMutablePointer<addrinfo>?
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        try #require(getaddrinfo("localhost", nil, &hints, &found) == 0)
        defer { freeaddrinfo(found) }
        var listening: Set<[UInt8]> = []
        for index in 0..<2 {
            for descriptor in sockets.descriptors(ofLoop: index) { listening.insert(boundAddress(descriptor)) }
        }
        var bindable: Set<[UInt8]> = []
        var next = found
        while let address = next?.pointee {
            next = address.ai_next
            // An address that this machine lacks is in its list of names all the same.
            let probe = socket(address.ai_family, address.ai_socktype, 0)
            guard probe >= 0 else { continue }
            defer { close(probe) }
            if bind(probe, address.ai_addr, address.ai_addrlen) == 0 { bindable.insert(boundAddress(probe)) }
        }
        #expect(!bindable.isEmpty)
        #expect(listening == bindable)
        #expect(sockets.descriptors.count == 2 * bindable.count)
    }

    /// The address without its port.
    private func boundAddress(_ descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_storage>.size)
        var length = socklen_t(bytes.count)
        bytes.withUnsafeMutableBytes {
            _ = getsockname(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
        }
        bytes.replaceSubrange(2..<4, with: [0, 0])
        return Array(bytes[..<Int(length)])
    }

    @Test func aUnixSocketIsServedReplacedWhenStaleAndRemovedAtTheEnd() throws {
        let folder = "/tmp/fraiseql-http-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try makeDirectory(folder)
        defer { rmdir(folder) }
        let path = "\(folder)/api.sock"
        // A server that died: its file stays, nobody listens.
        for descriptor in try openListeningSockets(.unix(path: path), loops: 2).descriptors { close(descriptor) }
        #expect(fileExists(path))
        let held = try Held([.tcp(host: "127.0.0.1", port: 0), .unix(path: path)], holds: false)
        #expect(throws: SystemError("listen", "unix:\(path)", code: EADDRINUSE)) {
            try openListeningSockets(.unix(path: path), loops: 1)
        }
        for _ in 0..<4 {
            let client = RawClient(unixPath: path)
            client.send(post("{\"query\":\"u\"}"))
            #expect(try client.response()?.body == "{\"data\":\"u\"}")
        }
        held.server.drain()
        held.server.wait()
        #expect(!fileExists(path))
    }

    @Test func aFileThatIsNoSocketIsLeftAlone() throws {
        let path = "/tmp/fraiseql-http-\(getpid())-file"
        try writeFile(path, "precious")
        defer { unlink(path) }
        #expect(throws: SystemError("listen", "unix:\(path)", code: EEXIST)) {
            try openListeningSockets(.unix(path: path), loops: 1)
        }
        #expect(try readTextFile(path) == "precious")
    }

    @Test func everyLoopHasItsService() throws {
        let held = try Held(holds: false)
        let clients = (0..<64).map { _ in RawClient(port: held.port) }
        for client in clients {
            client.send(post("{\"query\":\"x\"}"))
            #expect(try client.response()?.status == 200)
        }
        held.server.drain()
        for client in clients { #expect(try client.isClosedByServer()) }
        held.server.wait()
        #expect(held.stopped.load(ordering: .relaxed) == 2)
    }
}
