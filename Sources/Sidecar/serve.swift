import Glibc
import HostSystem

package struct ServeOptions: Sendable {
    package var listen: [ListenAddress]
    /// One thread each.
    package var loops: Int
    /// Per loop.
    package var limits: HTTPLimits
    /// Milliseconds that open requests get when the server is to stop.
    package var drainTimeout: Int
    package var log = LogOptions()
    package var sendsServerTiming = true
    /// Operations that one request may hold; 0 refuses batches.
    package var maximumBatch = 0
    package var compresses = false
    package var crossOrigins: [String] = []
    /// Why addresses that others than this machine reach are refused; nil where they are not.
    package var localOnly: LocalReason?
    /// Whether callers show who they are.
    package var identifiesCallers = false

    package enum LocalReason: Sendable {
        /// Everybody is who they say.
        case development
        /// No configuration says who may come.
        case noConfiguration
    }

    package init(listen: [ListenAddress], loops: Int, limits: HTTPLimits, drainTimeout: Int) {
        self.listen = listen
        self.loops = loops
        self.limits = limits
        self.drainTimeout = drainTimeout
    }
}

/// Why a server does not start.
package struct ServeError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    init(_ error: SystemError, at address: ListenAddress) {
        description =
            switch error.code {
            case EADDRINUSE:
                "\(address) is in use: stop what listens there, or choose another address with --listen or --unix."
            case EACCES: "\(address) is not allowed to this user: ports below 1024 need privileges."
            case EADDRNOTAVAIL: "\(address) is no address of this machine."
            case EEXIST: "\(address) is a file and no socket: it is left alone; choose another path."
            case ENAMETOOLONG: "\(address) is too long: the path of a unix socket has at most 107 bytes."
            default: "cannot listen on \(address): \(String(cString: strerror(error.code)))."
            }
    }

    init(_ error: SystemError) { description = error.description }

    init(reachable address: ListenAddress, _ reason: ServeOptions.LocalReason) {
        description =
            switch reason {
            case .development:
                "\(address) can be reached from elsewhere, and in development mode everybody is who they say: listen on "
                    + "127.0.0.1, [::1] or a unix socket alone, or remove development from [auth]."
            case .noConfiguration:
                "\(address) can be reached from elsewhere, and no configuration was read that says who may come: name it "
                    + "with --config FILE, or listen on 127.0.0.1, [::1] or a unix socket alone."
            }
    }
}

/// What runs on each loop beside HTTP. It is made on the loop's thread, and all its functions are called there.
package struct LoopService {
    /// Answers a GraphQL request, now or later.
    package var handle: RequestHandler
    /// Whether `/ready` says so.
    package var isReady: () -> Bool
    /// After each batch of events: flushes what was gathered.
    package var endOfIteration: () -> Void
    /// SIGHUP.
    package var reload: () -> Void
    /// After the last answer, or when the time to drain is over: lets go of everything.
    package var stop: () -> Void

    package init(
        handle: @escaping RequestHandler, isReady: @escaping () -> Bool, endOfIteration: @escaping () -> Void = {},
        reload: @escaping () -> Void = {}, stop: @escaping () -> Void = {}
    ) {
        self.handle = handle
        self.isReady = isReady
        self.endOfIteration = endOfIteration
        self.reload = reload
        self.stop = stop
    }
}

/// Serves until SIGTERM or SIGINT, then drains and returns; a second one ends the process at once. SIGHUP reloads: `reload`
/// first, on this thread, then that of each loop.
package func serve(
    _ options: ServeOptions, onListening: ([ListenAddress]) -> Void = { _ in }, reload: () -> Void = {},
    startLoop: @escaping @Sendable (HTTPServer) -> LoopService
) throws(ServeError) {
    holdOperatorSignals()
    raiseFileLimit()
    let server = try RunningServer(options, startLoop: startLoop)
    onListening(server.addresses)
    while waitForOperatorSignal() == .reload {
        reload()
        server.reload()
    }
    server.drain()
    releaseOperatorSignals()
    server.wait()
}

/// Loops on their threads, each with its listening sockets and its service.
package final class RunningServer: Sendable {
    /// With the ports that were picked.
    package let addresses: [ListenAddress]
    private let workers: [ServingLoop]
    private let threads: [RunningThread]

    package init(_ options: ServeOptions, startLoop: @escaping @Sendable (HTTPServer) -> LoopService) throws(ServeError)
    {
        var opened: [ListeningSockets] = []
        let loops = max(options.loops, 1)
        for address in options.listen {
            do throws(SystemError) { opened.append(try openListeningSockets(address, loops: loops)) } catch {
                for sockets in opened { sockets.close() }
                throw ServeError(error, at: address)
            }
        }
        if let reason = options.localOnly, let reachable = opened.first(where: { !$0.areLocal }) {
            for sockets in opened { sockets.close() }
            throw ServeError(reachable: reachable.address, reason)
        }
        addresses = opened.map(\.address)
        workers = (0..<loops).map { index in
            ServingLoop(options, sockets: opened.flatMap { $0.descriptors(ofLoop: index) }, startLoop)
        }
        var threads: [RunningThread] = []
        do throws(SystemError) {
            for (index, worker) in workers.enumerated() {
                threads.append(try startThread("loop-\(index)") { worker.run() })
            }
        } catch {
            for worker in workers[..<threads.count] { worker.stopAtOnce() }
            for thread in threads { thread.join() }
            throw ServeError(error)
        }
        self.threads = threads
        let log = Log(options.log)
        for address in addresses { log.observe(.listening(address, loops: loops)) }
        if case .development? = options.localOnly { log.observe(.developmentIdentity) }
        if !options.identifiesCallers { log.observe(.callersNotIdentified) }
        log.flush()
    }

    package func reload() {
        for worker in workers { worker.reload() }
    }

    /// Stops accepting; loops end when their last connection is answered and closed, or when the time is over.
    package func drain() {
        for worker in workers { worker.drain() }
    }

    /// Waits for the end of all loops.
    package func wait() {
        for thread in threads { thread.join() }
        for case .unix(let path) in addresses { unlink(path) }
    }
}

/// One loop and its service; all but `reload`, `drain` and `stopAtOnce` on its own thread.
private final class ServingLoop: @unchecked Sendable {
    private let options: ServeOptions
    private let sockets: [Int32]
    private let startLoop: @Sendable (HTTPServer) -> LoopService
    private let loop: EventLoop
    private let server: HTTPServer
    private var service: LoopService?
    private var isDraining = false

    init(_ options: ServeOptions, sockets: [Int32], _ startLoop: @escaping @Sendable (HTTPServer) -> LoopService) {
        self.options = options
        self.sockets = sockets
        self.startLoop = startLoop
        loop = EventLoop(limits: options.limits)
        server = HTTPServer(loop, log: Log(options.log))
        server.sendsServerTiming = options.sendsServerTiming
        server.maximumBatch = options.maximumBatch
        server.compresses = options.compresses
        server.crossOrigins = options.crossOrigins
    }

    func run() {
        let service = startLoop(server)
        self.service = service
        server.handle = service.handle
        server.isReady = { [unowned self] in service.isReady() && !self.isDraining }
        loop.endOfIteration = service.endOfIteration
        for socket in sockets {
            do throws(SystemError) { try server.listen(on: socket) } catch {
                preconditionFailure("\(error)")
            }
        }
        loop.run()
        service.stop()
        server.log.observe(.stopped)
        server.log.flush()
        // These closures hold the service, which holds the server.
        self.service = nil
        server.detach()
    }

    func reload() {
        loop.post {
            self.server.log.observe(.reloading)
            self.service?.reload()
        }
    }

    func drain() {
        loop.post {
            if self.isDraining { return }
            self.isDraining = true
            self.server.log.observe(.draining(connections: self.server.connectionCount))
            self.server.drain()
            self.loop.after(milliseconds: self.options.drainTimeout) {
                self.server.log.observe(.drainCut(connections: self.server.connectionCount))
                self.loop.stop()
            }
            self.stopWhenEmpty()
            self.loop.every(milliseconds: self.options.limits.tick) { self.stopWhenEmpty() }
        }
    }

    func stopAtOnce() {
        loop.post { self.loop.stop() }
    }

    private func stopWhenEmpty() {
        if server.connectionCount == 0 { loop.stop() }
    }
}
