import Glibc
import Postgres
import SQLText
import Support

/// A pipeline with its own tiny event loop, and what its reads came to, in the order of their outcomes.
final class Pipeline {
    let connection: PipelineConnection
    private(set) var log: [String] = []
    private(set) var lost: [Read] = []
    private(set) var loss: PostgresError?

    convenience init(
        _ database: TestDatabase, user: String = "postgres", settings: SessionSettings = .test,
        limits: PipelineConnection.Limits = .test
    ) throws {
        try self.init(
            url: PrivateCluster.shared.url(database.name, user: user), settings: settings, limits: limits)
    }

    init(
        url: String, settings: SessionSettings = .test, limits: PipelineConnection.Limits = .test
    ) throws {
        guard let connection = PipelineConnection(try openSession(url, settings), limits: limits) else {
            throw PostgresError(sqlState: "08000", message: "the session was taken")
        }
        self.connection = connection
        connection.onLoss = { [weak self] error, reads in
            self?.loss = error
            self?.log.append("lost: \(error)")
            self?.lost = reads
        }
    }

    @discardableResult
    func submit(
        _ name: String, _ statements: [(String, [String?])], as context: FlightContext = .none,
        shareable: Bool = true, maximumSize: Int = .max, rowOverhead: Int = 0
    ) -> Read {
        let parts = statements.map { Read.Part(ExactText($0.0), $0.1, rowOverhead: rowOverhead) }
        let read = Read(parts, context: context, maximumSize: maximumSize) {
            [weak self] ending, _ in
            self?.log.append("\(name): \(describe(ending))")
        }
        read.goesAlone = !shareable
        if !connection.submit(read, now: 1) { log.append("\(name): full") }
        return read
    }

    @discardableResult
    func submit(_ name: String, _ statement: String, _ parameters: String?..., as context: FlightContext = .none)
        -> Read
    {
        submit(name, [(statement, parameters)], as: context)
    }

    /// Sends and receives until nothing is left to wait for.
    func run() {
        connection.send(now: 1)
        while connection.load > 0 { turn() }
    }

    /// Waits for the socket once, and does what an event loop does.
    func turn() {
        var watched = pollfd(
            fd: connection.socket, events: Int16(POLLIN | (connection.wantsWrite ? POLLOUT : 0)), revents: 0)
        guard poll(&watched, 1, 20_000) > 0 else { fatalError("no answer within 20 s; so far: \(log)") }
        if Int32(watched.revents) & POLLOUT != 0 { connection.flush() }
        if Int32(watched.revents) & ~POLLOUT != 0 { connection.readable(now: 1) }
        connection.send(now: 1)
    }

    func takeLog() -> [String] {
        defer { log = [] }
        return log
    }
}

private func describe(_ ending: ReadEnding) -> String {
    guard case .outcome(let outcome) = ending else { return "\(ending)" }
    return describe(outcome)
}

private func describe(_ outcome: ReadOutcome) -> String {
    switch outcome {
    case .answered(let answers): answers.map { $0.single ?? "null" }.joined(separator: ", ")
    case .refused(let error, let part): "\(error.sqlState) in \(part.map { "part \($0)" } ?? "the context")"
    case .unsendable(let part): "unsendable in part \(part)"
    case .unavailable: "unavailable"
    case .expired: "expired"
    case .tooLarge: "too large"
    case .overloaded: "overloaded"
    }
}

extension SessionSettings {
    /// Tests hold their locks for as long as a busy machine needs.
    static let test = SessionSettings(statementTimeout: 10_000, lockTimeout: 0)
}

extension PipelineConnection.Limits {
    static let test = PipelineConnection.Limits(reads: 1024)
}
