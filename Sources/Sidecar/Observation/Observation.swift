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
    case databaseBack
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
        case .listening, .reloading, .draining, .stopped, .databaseBack: .info
        case .requestFinished(let request): Self.level(ofStatus: request.status)
        case .drainCut, .linesDropped: .warning
        case .databaseLost: .error
        }
    }

    static func level(ofStatus status: Int) -> LogLevel {
        status >= 500 ? .error : status >= 400 ? .info : .debug
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
        case .databaseBack: ("database_back", [])
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
