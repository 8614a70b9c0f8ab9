private import Configuration
package import HostSystem
import Postgres
private import QueryCompiler
import SchemaMapping
import Synchronization

/// What `serve` plugs into its loops to answer GraphQL: an executor on each, and one keeper of the model for all.
package final class RequestService: Sendable {
    private struct State {
        var executors: [(loop: EventLoop, executor: RequestExecutor)] = []
        var model: ModelState = .unknown
        /// After the server has been asked how many connections it has, or has not answered.
        var mayConnect = false
        var keys: TokenKeys?

        init(keys: TokenKeys?) { self.keys = keys }
    }

    private let options: RequestExecutor.Options
    private let keeper: ModelKeeper
    private let state: SharedState
    private let log: LogOptions

    /// Starts to look for the installed model. A database that is not there is waited for; when it cannot give as many
    /// connections as `loops` need, or is behind a pooler in transaction mode, `refuse` is told what to do, once, on a
    /// thread of its own.
    package init(
        _ options: RequestExecutor.Options, loops: Int, model: ModelKeeper.Options? = nil,
        log: LogOptions = LogOptions(), refuse: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        self.options = options
        let state = SharedState(options.keys)
        self.state = state
        self.log = log
        let log = KeeperLog(log)
        // Of the keeper itself too.
        let needed = max(loops, 1) * max(options.pool.connections, 1) + 1
        var keeping = model ?? ModelKeeper.Options(url: options.pool.url)
        keeping.role = keeping.role ?? options.modelRole
        keeping.disclosure = options.disclosure
        keeper = ModelKeeper(
            keeping,
            meet: { (connection) throws(PostgresError) in
                if let room = try readConnectionRoom(connection) {
                    switch room.verdict(on: needed) {
                    case .enough: break
                    case .tight: log.warn(.connectionsTight(room.text(needed: needed)))
                    case .impossible:
                        return refuse(
                            "the database has not enough connections: \(room.text(needed: needed)); lower `loops` or "
                                + "`database_connections` in [server]")
                    }
                }
                state.letConnect()
            },
            inspect: { (connection, snapshot) throws(PostgresError) in
                let isolation = try readIsolation(
                    connection, roles: options.authentication?.allRoles ?? [],
                    relations: snapshot.schema.model.entities.map(\.relation))
                switch isolation.verdict(identifies: options.authentication != nil) {
                case .sound: break
                case .bypassed(let reason): log.warn(.rowSecurityBypassed(reason: reason))
                case .refused(let reason): return reason
                }
                return nil
            },
            refuse: refuse,
            tell: { model in
                log.observe(model)
                state.tell(model)
            })
        try keeper.start()
    }

    /// On the loop's own thread, before it runs.
    package func startLoop(_ server: HTTPServer) -> LoopService {
        let keeper = keeper
        let executor = RequestExecutor(on: server, options) { keeper.check() }
        if let settings = options.authentication { identify(server, executor, settings) }
        server.clientLeft = { executor.clientLeft($0) }
        state.add(executor, on: server.loop)
        let state = state
        return LoopService(
            handle: { request, exchange in answer(request, exchange, on: executor) },
            isReady: { executor.isReady },
            endOfIteration: { executor.endOfIteration() },
            reload: { keeper.check() },
            stop: {
                executor.close()
                state.remove(executor)
            })
    }

    private func identify(_ server: HTTPServer, _ executor: RequestExecutor, _ settings: AuthenticationSettings) {
        let authenticator = Authenticator(
            settings, options.keys, meter: executor.meter, loop: server.loop, log: server.log)
        executor.authenticator = authenticator
        server.identify = { (headers, peer) throws(IdentityRefusal) in try authenticator.identify(headers, peer) }
    }

    /// Reads the keys of tokens again, on the caller's thread, which may wait for a disk; all loops take the same. Keys that
    /// cannot be read change nothing. Nothing else of the settings is looked at.
    package func readKeysAgain() {
        guard let settings = options.authentication else { return }
        let log = Log(self.log)
        defer { log.flush() }
        do throws(TokenKeysError) {
            guard let keys = try readTokenKeys(settings) else { return }
            state.use(keys)
            log.observe(.keysRead(keys.count))
        } catch {
            log.observe(.keysRefused(reason: error.description))
        }
    }

    var executors: [RequestExecutor] { state.executors }

    /// After the loops have ended.
    package func stop() { keeper.stop() }

    private final class SharedState: Sendable {
        private let state: Mutex<State>

        init(_ keys: TokenKeys?) { state = Mutex(State(keys: keys)) }

        func use(_ keys: TokenKeys) {
            let executors = state.withLock { state in
                state.keys = keys
                return state.executors
            }
            for (loop, executor) in executors { loop.post { executor.authenticator?.use(keys) } }
        }

        func add(_ executor: RequestExecutor, on loop: EventLoop) {
            let (model, mayConnect, keys) = state.withLock { state in
                state.executors.append((loop, executor))
                return (state.model, state.mayConnect, state.keys)
            }
            // They may have been read again since it was made.
            executor.authenticator?.use(keys)
            if mayConnect { executor.open() }
            executor.use(model)
        }

        func remove(_ executor: RequestExecutor) {
            state.withLock { $0.executors.removeAll { $0.executor === executor } }
        }

        var executors: [RequestExecutor] { state.withLock { $0.executors.map(\.executor) } }

        func letConnect() {
            let executors = state.withLock { state in
                state.mayConnect = true
                return state.executors
            }
            for (loop, executor) in executors { loop.post { executor.open() } }
        }

        func tell(_ model: ModelState) {
            // The loops are the ones that tell the operator of a database that is not there.
            if case .unreachable = model { letConnect() }
            let executors = state.withLock { state in
                state.model = model
                return state.executors
            }
            for (loop, executor) in executors { loop.post { executor.use(model) } }
        }
    }

    /// The keeper's own lines; `Log` is for one thread, and this is the keeper's.
    private final class KeeperLog: @unchecked Sendable {
        private let log: Log
        private var version: String?
        private var reason: String?

        init(_ options: LogOptions) { log = Log(options) }

        func warn(_ observation: Observation) {
            log.observe(observation)
            log.flush()
        }

        func observe(_ model: ModelState) {
            switch model {
            case .ready(let snapshot) where snapshot.version != version:
                version = snapshot.version
                reason = nil
                log.observe(.modelRead(version: snapshot.version, entities: snapshot.schema.model.entities.count))
            case .absent(let reason) where reason != self.reason:
                version = nil
                self.reason = reason
                log.observe(.modelAbsent(reason: reason))
            // The loops tell of the database.
            case .ready, .absent, .unreachable, .unknown: break
            }
            log.flush()
        }
    }
}
