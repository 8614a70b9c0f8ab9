/// Everything that the sidecar tells its operator. The log renders it; metrics can.
package enum Observation: Sendable {
    case listening(ListenAddress, loops: Int)
    case requestFinished(FinishedRequest)
    case reloading
    case draining(connections: Int)
    /// The time to drain was over.
    case drainCut(connections: Int)
    case stopped
    case databaseLost(reason: String)
    /// Nobody has been connected to it yet: it is not there, or lets nobody in.
    case databaseUnreachable(reason: String)
    case databaseConnected
    /// After it was lost.
    case databaseBack
    /// The connections to open are many for the server; with the numbers.
    case connectionsTight(String)
    /// The login would see past row-level security; nothing depends on it yet.
    case rowSecurityBypassed(reason: String)
    /// There is no `[auth]`: everybody is served as the login.
    case callersNotIdentified
    /// The installed model is served from now on.
    case modelRead(version: String, entities: Int)
    /// There is no model to serve; what to do.
    case modelAbsent(reason: String)
    /// The database and the configuration would give another API than the installed one, which is served.
    case modelDiffers
    /// PostgreSQL failed a request.
    case databaseRefused(DatabaseRefusal)
    /// Callers may say who they are, without proof.
    case developmentIdentity
    /// Nobody was recognised in so many requests.
    case identityRefused(reason: String, count: Int)
    /// The keys that tokens are checked with were read again.
    case keysRead(Int)
    /// They could not be read again: those of before are used on.
    case keysRefused(reason: String)
    /// The reader of the log was slower than the log.
    case linesDropped(Int)
}

/// A request that was answered or refused.
package struct FinishedRequest: Sendable {
    package var status: Int
    /// As the executor knows it, nil when the request had none or did not come so far.
    package var operationName: String?
    package var timings: StageTimings
    /// Nanoseconds from the request being complete to its answer being handed to the socket.
    package var total: UInt64
    /// An answer to `/health` or `/ready`. It is asked for every few seconds: what it says is told once, elsewhere.
    package var isProbe = false
    /// In development mode, of a caller who has only said who it is.
    package var isStated = false

    package var level: LogLevel { Self.level(ofStatus: status, isProbe: isProbe) }

    static func level(ofStatus status: Int, isProbe: Bool) -> LogLevel {
        if isProbe { return .debug }
        switch status {
        // Asked for by a client: an unknown transfer coding, another version of HTTP.
        case 501, 505: return .info
        // More clients than there is room for, or a database that is gone, which has an error of its own.
        case 503: return .warning
        case 500...: return .error
        case 400...: return .info
        default: return .debug
        }
    }
}

/// What the client is not told of an error of PostgreSQL.
package struct DatabaseRefusal: Sendable {
    /// The client has it as `X-Request-Id`.
    package var requestID: String
    /// As the client was told.
    package var code: String
    package var sqlState: String
    package var message: String
    package var detail: String?
    /// The functions that it was raised in.
    package var context: String?
    package var operationName: String?
    /// Where a client's value is at fault, and not the server.
    package var isExpected: Bool
}

package enum LogLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    case debug
    case info
    case warning
    case error

    package static func < (left: LogLevel, right: LogLevel) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

extension Observation {
    package var level: LogLevel {
        switch self {
        case .listening, .reloading, .draining, .stopped, .databaseConnected, .databaseBack, .modelRead,
            .identityRefused,
            .keysRead:
            .info
        case .databaseRefused(let refusal): refusal.isExpected ? .info : .error
        case .requestFinished(let request): request.level
        case .drainCut, .linesDropped, .connectionsTight, .modelDiffers, .developmentIdentity,
            .rowSecurityBypassed, .callersNotIdentified:
            .warning
        case .databaseLost, .databaseUnreachable, .modelAbsent, .keysRefused: .error
        }
    }

    /// The event's name and its fields, as the log prints them.
    var fields: (event: String, [(String, LogValue)]) {
        switch self {
        case .listening(let address, let loops):
            ("listening", [("address", .text(address.description)), ("loops", .number(loops))])
        case .requestFinished(let request):
            (
                "request_finished",
                [
                    ("status", .number(request.status)),
                    ("operation", request.operationName.map { .text($0) } ?? .none),
                    ("identity", request.isStated ? .text("stated") : .none),
                    ("compile_ms", .milliseconds(request.timings.compile)),
                    ("database_ms", .milliseconds(request.timings.database)),
                    ("total_ms", .milliseconds(request.total)),
                ]
            )
        case .reloading: ("reloading", [])
        case .draining(let connections): ("draining", [("connections", .number(connections))])
        case .drainCut(let connections): ("drain_cut", [("connections", .number(connections))])
        case .stopped: ("stopped", [])
        case .databaseLost(let reason): ("database_lost", [("reason", .text(reason))])
        case .databaseUnreachable(let reason): ("database_unreachable", [("reason", .text(reason))])
        case .databaseConnected: ("database_connected", [])
        case .databaseBack: ("database_back", [])
        case .connectionsTight(let reason): ("connections_tight", [("reason", .text(reason))])
        case .rowSecurityBypassed(let reason): ("row_security_bypassed", [("reason", .text(reason))])
        case .callersNotIdentified:
            (
                "callers_not_identified",
                [("reason", .text("there is no [auth]: whoever reaches this server reads what its login may read"))]
            )
        case .modelRead(let version, let entities):
            ("model_read", [("version", .text(version)), ("entities", .number(entities))])
        case .modelAbsent(let reason): ("model_absent", [("reason", .text(reason))])
        case .modelDiffers:
            (
                "model_differs",
                [("reason", .text("the database and the configuration differ from it; fraiseql db plan shows how"))]
            )
        case .databaseRefused(let refusal):
            (
                "database_refused",
                [
                    ("request_id", .text(refusal.requestID)), ("code", .text(refusal.code)),
                    ("sqlstate", .text(refusal.sqlState)), ("message", .text(refusal.message)),
                    ("detail", refusal.detail.map { .text($0) } ?? .none),
                    ("context", refusal.context.map { .text($0) } ?? .none),
                    ("operation", refusal.operationName.map { .text($0) } ?? .none),
                ]
            )
        case .developmentIdentity:
            (
                "development_identity",
                [
                    (
                        "reason",
                        .text(
                            "DEVELOPMENT MODE: whoever reaches this server is whoever they say in X-FraiseQL-Identity; "
                                + "remove development from [auth] before anybody else does")
                    )
                ]
            )
        case .identityRefused(let reason, let count):
            ("identity_refused", [("reason", .text(reason)), ("count", .number(count))])
        case .keysRead(let count): ("keys_read", [("count", .number(count))])
        case .keysRefused(let reason): ("keys_refused", [("reason", .text(reason))])
        case .linesDropped(let count): ("log_lines_dropped", [("count", .number(count))])
        }
    }
}

enum LogValue {
    case number(Int)
    case text(String)
    case milliseconds(UInt64)
    /// The field is left out.
    case none
}
