import Configuration
import HostSystem
import JSONText
import Postgres
import SchemaMapping
import Sidecar
import Synchronization

let serveCommand = CommandDefinition(
    path: ["serve"],
    summary: "serves the installed API as GraphQL over HTTP",
    details:
        "Boots from the model that the migrations installed. SIGTERM ends it after the open requests, SIGHUP reads "
        + "the model and the keys of [auth] again. The log goes to standard error, one JSON object a line.",
    options: [
        OptionDefinition(name: "listen", value: "HOST:PORT", help: "where to listen (default: [server] listen)"),
        OptionDefinition(name: "unix", value: "PATH", help: "a unix socket to listen on as well"),
        OptionDefinition(
            name: "log-level", value: "LEVEL", help: "debug tells every request; info (default), warning, error"),
    ],
    example: "fraiseql serve --listen 127.0.0.1:8080",
    run: { (invocation) throws(CommandFailure) in
        let configuration = try readConfigurationFile(invocation, isNeeded: false)
        let settings = configuration.server
        let requestTimeout = milliseconds(settings.requestTimeout)
        var options = ServeOptions(
            listen: try listenAddresses(invocation, settings), loops: settings.loops(onCores: processorCount()),
            limits: HTTPLimits(
                connections: settings.clientConnections, bodyBytes: settings.maximumBodySize,
                idleTimeout: milliseconds(settings.idleTimeout), headerTimeout: requestTimeout,
                bodyTimeout: requestTimeout),
            drainTimeout: milliseconds(settings.drainTimeout))
        options.maximumBatch = settings.maximumBatch
        options.compresses = settings.compresses
        options.crossOrigins = settings.crossOrigins
        options.log.level = try logLevel(invocation)
        let ordinary = max(1, settings.databaseConnections - 1)
        var pool = ConnectionPool.Options(
            url: try databaseURL(invocation, configuration), connections: settings.databaseConnections,
            settings: SessionSettings(statementTimeout: milliseconds(settings.statementTimeout)),
            limits: PipelineConnection.Limits(reads: max(1, settings.queueLength / ordinary)))
        pool.queueLength = settings.queueLength
        var requests = RequestExecutor.Options(pool: pool)
        requests.modelRole = configuration.grantRole
        requests.disclosure.introspection = settings.introspection
        requests.disclosure.suggestions = settings.suggestions
        if !hasConfigurationFile(invocation) { options.localOnly = .noConfiguration }
        try authenticate(&requests, &options, configuration)
        try serve(options, requests) {
            warnAboutDifferenceLater(invocation, configuration, url: pool.url, log: options.log)
        }
        return .done
    })

/// Reads the keys of `[auth]`, so that what is wrong with them is said before anything starts.
private func authenticate(
    _ requests: inout RequestExecutor.Options, _ options: inout ServeOptions, _ configuration: Configuration
) throws(CommandFailure) {
    guard var settings = configuration.authentication else { return }
    options.identifiesCallers = true
    switch settings.key {
    case .keyFile(let path): settings.key = .keyFile(besideFile(configuration.path, path))
    case .keySetFile(let path): settings.key = .keySetFile(besideFile(configuration.path, path))
    case nil: break
    }
    if settings.isDevelopment { options.localOnly = .development }
    do throws(TokenKeysError) { requests.keys = try readTokenKeys(settings) } catch {
        throw CommandFailure("\(configuration.text(of: settings.keyPlace)): \(error)")
    }
    requests.authentication = settings
}

private func serve(
    _ options: ServeOptions, _ requests: RequestExecutor.Options, beside: () -> Void
) throws(CommandFailure) {
    // Before the first thread starts: the signals are for the main thread, and the service may want to stop the process.
    holdOperatorSignals()
    beside()
    let refusal = Refusal()
    let service = try reading { () throws(SystemError) in
        try RequestService(requests, loops: options.loops, log: options.log) { reason in
            refusal.reason.withLock { $0 = reason }
            stopThisProcess()
        }
    }
    defer { service.stop() }
    do throws(ServeError) {
        try Sidecar.serve(options, reload: { service.readKeysAgain() }, startLoop: { service.startLoop($0) })
    } catch {
        throw CommandFailure(error.description)
    }
    if let reason = refusal.reason.withLock({ $0 }) { throw CommandFailure(reason) }
}

/// Why the service cannot go on, told from another thread.
private final class Refusal: Sendable {
    let reason = Mutex<String?>(nil)
}

private func listenAddresses(
    _ invocation: Invocation, _ settings: ServerSettings
) throws(CommandFailure) -> [ListenAddress] {
    var listen = settings.listen
    if let text = invocation.options["listen"] {
        guard let address = HostAndPort(text) else {
            throw CommandFailure(
                "\"\(text)\" is no address to listen on: use HOST:PORT, such as 127.0.0.1:8080", exitCode: .usage)
        }
        listen = address
    }
    let address = ListenAddress.tcp(host: listen.host, port: listen.port)
    guard let path = invocation.options["unix"] ?? settings.unixPath else { return [address] }
    return [address, .unix(path: path)]
}

private func logLevel(_ invocation: Invocation) throws(CommandFailure) -> LogLevel {
    guard let text = invocation.options["log-level"] else { return .info }
    guard let level = LogLevel(rawValue: text) else {
        let known = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandFailure("\"\(text)\" is no log level: use \(known)", exitCode: .usage)
    }
    return level
}

private func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue)
        + Int(attoseconds / 1_000_000_000_000_000)
}
