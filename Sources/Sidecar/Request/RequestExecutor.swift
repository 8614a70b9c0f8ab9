package import Configuration
import HostSystem
import Postgres
import QueryCompiler
package import SchemaMapping

/// What one event loop has for answering: connections, the model, what it has compiled. Nothing of it is shared; other
/// threads reach it through `loop.post`. Belongs to the loop's thread.
package final class RequestExecutor: @unchecked Sendable {
    package struct Options: Sendable {
        package var pool: ConnectionPool.Options
        /// In bytes, before texts are escaped.
        package var maximumAnswer = 64 << 20
        /// For the keeper to look at the model again, in milliseconds, and the requests that may wait for it.
        package var modelTimeout = 5_000
        package var maximumWaitingForModel = 1_000
        package var metering = PeerMeter.Options()
        /// Who may read the model, where the login by itself may not.
        package var modelRole: String?
        package var disclosure = SchemaDisclosure()
        /// How callers show who they are; nil tells nobody apart.
        package var authentication: AuthenticationSettings?
        /// What `readTokenKeys` read for it.
        package var keys: TokenKeys?

        package init(pool: ConnectionPool.Options) {
            self.pool = pool
        }
    }

    private let loop: EventLoop
    private let log: Log
    let pool: ConnectionPool
    let slowAfter: UInt64
    let maximumAnswer: Int
    /// Asks the keeper to look; it answers through `use`.
    private let askForModel: @Sendable () -> Void
    private var state: ModelState = .unknown
    private(set) var cache: RequestCache?
    let meter: PeerMeter
    /// Of the same loop; nil tells nobody apart.
    var authenticator: Authenticator?
    private let modelTimeout: Int
    private let maximumWaitingForModel: Int
    private var waitingForModel: [RequestUnderWay] = []
    private var modelTimer: EventLoop.TimerID?
    private var isOpen = false
    private var wasAvailable: Bool?
    private var wasConnected = false
    private var failures: UInt64 = 0
    /// The reads that end with their client, by who waits for them: several for a batch. What goes to a connection at once is
    /// not worth the trouble.
    private var waitingReads: [HTTPExchange.ID: [Read]] = [:]
    private let runID = String(UInt32.random(in: .min ... .max), radix: 16)

    package init(on server: HTTPServer, _ options: Options, askForModel: @escaping @Sendable () -> Void) {
        loop = server.loop
        log = server.log
        self.askForModel = askForModel
        slowAfter = UInt64(max(0, options.pool.slowAfter)) * 1_000_000
        maximumAnswer = options.maximumAnswer
        let meter = PeerMeter(options.metering)
        self.meter = meter
        pool = ConnectionPool(on: server.loop, options.pool, isInDebt: meter.isInDebt)
        modelTimeout = options.modelTimeout
        maximumWaitingForModel = options.maximumWaitingForModel
        pool.onChange = { [unowned self] change in report(change) }
    }

    /// Before the loop runs, or on its thread; connects at the first call.
    package func open() {
        if isOpen { return }
        isOpen = true
        pool.open()
    }
    /// On the loop's thread: requests under way are told that the database is gone.
    package func close() { pool.close() }

    func endOfIteration() { pool.endOfIteration() }

    package var isReady: Bool { cache != nil && pool.connections.isAnswering }

    /// Takes the keeper's word. Requests under way finish on what they began with; those that waited for it go again.
    package func use(_ state: ModelState) {
        self.state = state
        switch state {
        case .ready(let snapshot):
            if cache?.snapshot.version != snapshot.version { cache = RequestCache(snapshot, meter: meter) }
        case .absent: cache = nil
        // The model outlives its database's absence: when the connections are back, so is the service.
        case .unreachable: pool.connections.doubt()
        case .unknown: break
        }
        for request in takeWaiting() { compile(request, on: self) }
    }

    /// After a statement that no longer fits the database: a model written since may make it fit. False when too many
    /// wait for it already. Who waits when the time is over is refused.
    func readModelAgain(for request: RequestUnderWay) -> Bool {
        guard waitingForModel.count < maximumWaitingForModel else { return false }
        waitingForModel.append(request)
        if waitingForModel.count > 1 { return true }
        modelTimer = loop.after(milliseconds: modelTimeout) { [unowned self] in
            for request in takeWaiting() { refuse(request, databaseFailure(.schemaChanged)) }
        }
        askForModel()
        return true
    }

    private func takeWaiting() -> [RequestUnderWay] {
        if let modelTimer { loop.cancel(modelTimer) }
        modelTimer = nil
        defer { waitingForModel = [] }
        return waitingForModel
    }

    func submit(_ read: Read, for exchange: HTTPExchange.ID, now: UInt64) {
        if pool.submit(read, now: now) { waitingReads[exchange, default: []].append(read) }
    }

    func origin(of peer: PeerNetwork?) -> Int { meter.origin(of: peer) }

    /// A statement that kept others waiting is paid for like the compiling of one: both take a loop's time from others.
    func charge(_ peer: PeerNetwork?, nanoseconds: UInt64) {
        if let peer { meter.charge(peer, nanoseconds: nanoseconds, now: monotonicNanoseconds()) }
    }

    func forget(_ read: Read, for exchange: HTTPExchange.ID) {
        if waitingReads.isEmpty { return }
        guard let rest = waitingReads[exchange]?.filter({ $0 !== read }) else { return }
        waitingReads[exchange] = rest.isEmpty ? nil : rest
    }

    /// A statement of the slow lane, one that nobody knows, or one of an address in debt ends with its client, and the next one
    /// has its place.
    func clientLeft(_ exchange: HTTPExchange.ID) {
        for read in waitingReads.removeValue(forKey: exchange) ?? [] { pool.abandon(read) }
    }

    /// Why there is no model, for a client.
    var absence: GraphQLError {
        if case .absent = state {
            return GraphQLError("The API is not available: the server's log says why.", .databaseUnavailable)
        }
        return databaseFailure(.databaseUnavailable)
    }

    /// Logs what the client must not see, under an id that the client gets.
    func report(_ error: PostgresError, _ code: ErrorCode, _ request: RequestUnderWay) {
        failures &+= 1
        let id = "\(runID)-\(failures)"
        request.exchange.requestID = id
        // Values stand in messages and details of class 22 (`invalid input syntax for type uuid: "..."`): they are the
        // client's own, and the log is the operator's.
        log.observe(
            .databaseRefused(
                DatabaseRefusal(
                    requestID: id, code: code.rawValue, sqlState: error.sqlState, message: error.message,
                    detail: error.detail, context: error.context, operationName: request.exchange.operationName,
                    isExpected: [.invalidValue, .forbidden, .timeout, .overloaded].contains(code))))
    }

    /// Connections come and go one by one; the operator is told when the first is there and when the last is gone.
    private func report(_ change: ConnectionKeeper.Change) {
        let isAvailable = pool.connections.isAvailable
        defer { wasAvailable = isAvailable }
        switch change {
        case .connected:
            if wasAvailable != true { log.observe(wasConnected ? .databaseBack : .databaseConnected) }
            wasConnected = true
        case .lost(let error), .refused(let error):
            guard wasAvailable != false, !isAvailable else { return }
            let reason = error.description
            log.observe(wasConnected ? .databaseLost(reason: reason) : .databaseUnreachable(reason: reason))
        }
    }
}
