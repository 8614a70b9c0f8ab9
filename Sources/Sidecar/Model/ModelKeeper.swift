private import Glibc
package import HostSystem
private import ModelReader
package import Postgres
package import SchemaMapping
import Synchronization

/// Keeps the installed model at hand: a thread that reads it and looks whether it was written again: at once when
/// `fraiseql.record_model` has told it or somebody asks, and every two seconds for what nobody tells (a companion of an
/// earlier release, a standby). What it finds it tells; it never ends by itself.
package final class ModelKeeper: Sendable {
    private struct Orders {
        var isStopped = false
        var isAsked = false
    }

    package struct Options: Sendable {
        package var url: String
        /// Who may read the model: taken on where the login may not, and is a member of it (NOINHERIT).
        package var role: String?
        package var disclosure = SchemaDisclosure()
        /// In milliseconds, like the others.
        package var pollInterval = 2_000
        /// However often somebody notifies, in milliseconds from one look to the next.
        package var breath = 20
        /// The model is one row: whoever waits longer waits for a lock, and looks again on a fresh connection.
        package var statementTimeout = 10_000
        /// A server that does not even say so hangs: the connection is given up, and another one tried.
        package var answerTimeout = 12_000

        package init(url: String) { self.url = url }
    }

    private let options: Options
    private let meet: @Sendable (Connection) throws(PostgresError) -> Void
    private let inspect: @Sendable (Connection, ModelSnapshot) throws(PostgresError) -> String?
    private let refuse: @Sendable (String) -> Void
    private let tell: @Sendable (ModelState) -> Void
    private let orders = Mutex(Orders())
    /// A pipe that wakes the thread.
    private let bell: (ear: Int32, rope: Int32)

    /// All are called on the keeper's thread: `meet` with the first connection before it is used, `inspect` with each model
    /// before it is told, `tell` at each change and once after each `check`, and `refuse` with the reason, at the end, when
    /// nothing can be served over this URL. `inspect` answers why a model may not be served, or nil: the first such model is
    /// refused, a later one counts as absent, since whoever waits for the database to be mended needs no restart.
    package init(
        _ options: Options,
        meet: @escaping @Sendable (Connection) throws(PostgresError) -> Void,
        inspect: @escaping @Sendable (Connection, ModelSnapshot) throws(PostgresError) -> String?,
        refuse: @escaping @Sendable (String) -> Void,
        tell: @escaping @Sendable (ModelState) -> Void
    ) {
        self.options = options
        self.meet = meet
        self.inspect = inspect
        self.refuse = refuse
        self.tell = tell
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe: out of files")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        bell = (ends[0], ends[1])
    }

    deinit {
        close(bell.ear)
        close(bell.rope)
    }

    package func start() throws(SystemError) {
        try startThread("model") { self.run() }.detach()
    }

    /// Looks now, and tells what it finds even when nothing has changed.
    package func check() {
        orders.withLock { $0.isAsked = true }
        ring()
    }

    package func stop() {
        orders.withLock { $0.isStopped = true }
        ring()
    }

    private func ring() {
        var byte: UInt8 = 0
        // A full pipe wakes it just as well.
        _ = write(bell.rope, &byte, 1)
    }

    private func run() {
        var connection: Connection?
        var hasMet = false
        var hasServed = false
        var backoff = Backoff()
        var told: ModelState = .unknown
        while !orders.withLock({ $0.isStopped }) {
            let isAsked = orders.withLock { orders in
                defer { orders.isAsked = false }
                return orders.isAsked
            }
            let found = look(&connection, &hasMet, &hasServed, told)
            if isAsked || !found.isSame(as: told) { tell(found) }
            told = found
            if connection == nil {
                wait(Int(backoff.next()), &connection)
            } else {
                backoff.reset()
                wait(options.pollInterval, &connection)
            }
        }
    }

    private func look(
        _ connection: inout Connection?, _ hasMet: inout Bool, _ hasServed: inout Bool, _ last: ModelState
    ) -> ModelState {
        do throws(PostgresError) {
            let current: Connection
            if let connection {
                current = connection
            } else {
                current = try Connection(
                    options.url, applicationName: "fraiseql model", statementTimeout: options.statementTimeout,
                    answerTimeout: options.answerTimeout)
            }
            // Before the first look: what is written after it is told.
            if connection == nil { _ = try current.listen(modelChannel) }
            if !hasMet { try meet(current) }
            hasMet = true
            connection = current
            let state = try found(current, last)
            if case .ready(let snapshot) = state, !state.isSame(as: last) {
                if let reason = try inspect(current, snapshot) {
                    if !hasServed {
                        refuse(reason)
                        stop()
                    }
                    return .absent(reason)
                }
                hasServed = true
            }
            return state
        } catch {
            connection = nil
            if error.isTransactionPooler {
                refuse(error.message)
                stop()
                return last
            }
            return .unreachable(error.description)
        }
    }

    private func found(
        _ connection: Connection, _ last: ModelState, hasRole: Bool = false
    ) throws(PostgresError) -> ModelState {
        do throws(ModelTrouble) {
            if case .ready(let snapshot) = last, try readModelVersion(connection) == snapshot.version { return last }
            return .ready(try readModel(connection, disclosure: options.disclosure))
        } catch {
            switch error {
            case .absent(let reason): return .absent(reason)
            case .forbidden(let reason):
                guard !hasRole, let role = options.role, try becomeModelReader(role, connection) else {
                    return .absent(reason)
                }
                return try found(connection, last, hasRole: true)
            case .database(let lost): throw lost
            }
        }
    }

    /// Until it is asked, notified or time is over. A connection that is lost meanwhile is given up.
    private func wait(_ milliseconds: Int, _ connection: inout Connection?) {
        let begun = monotonicNanoseconds()
        while true {
            do throws(PostgresError) {
                // First: one that came with the answers of a look makes the socket readable no more.
                if try connection?.takeNotifications() ?? false {
                    return pause(milliseconds: max(0, options.breath - self.milliseconds(since: begun)))
                }
            } catch {
                connection = nil
                return
            }
            let left = max(0, milliseconds - self.milliseconds(since: begun))
            var watched = [pollfd(fd: bell.ear, events: Int16(POLLIN), revents: 0)]
            if let connection { watched.append(pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0)) }
            poll(&watched, nfds_t(watched.count), Int32(clamping: left))
            var bytes = [UInt8](repeating: 0, count: 64)
            while read(bell.ear, &bytes, bytes.count) > 0 {}
            if watched[0].revents != 0 || left == 0 { return }
        }
    }

    private func milliseconds(since time: UInt64) -> Int { Int((monotonicNanoseconds() - time) / 1_000_000) }
}

/// What `fraiseql.record_model` notifies.
private let modelChannel = "fraiseql_model"

extension ModelState {
    fileprivate func isSame(as other: ModelState) -> Bool {
        switch (self, other) {
        case (.ready(let one), .ready(let two)): one === two
        case (.absent(let one), .absent(let two)): one == two
        // The text may hold a time or a process id; the state is the same.
        case (.unreachable, .unreachable), (.unknown, .unknown): true
        default: false
        }
    }
}
