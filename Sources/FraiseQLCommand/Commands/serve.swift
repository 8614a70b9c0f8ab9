import Configuration
import HostSystem
import JSONText
import Postgres
import Sidecar

let serveCommand = CommandDefinition(
    path: ["serve"],
    summary: "serves the installed API as GraphQL over HTTP",
    details:
        "Boots from the model that the migrations installed. SIGTERM ends it after the open requests, SIGHUP reads "
        + "the model again. The log goes to standard error, one JSON object a line.",
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
        var options = ServeOptions(listen: try listenAddresses(invocation, settings))
        options.log.level = try logLevel(invocation)
        options.drainTimeout = milliseconds(settings.drainTimeout)
        if let loops = settings.loops { options.loops = loops }
        options.limits.connections = settings.clientConnections
        options.limits.bodyBytes = settings.maximumBodySize
        options.limits.headerTimeout = milliseconds(settings.requestTimeout)
        options.limits.bodyTimeout = milliseconds(settings.requestTimeout)
        options.limits.idleTimeout = milliseconds(settings.idleTimeout)
        var pool = ConnectionPool.Options(url: try databaseURL(invocation, configuration))
        pool.connections = settings.databaseConnections
        pool.settings.statementTimeout = milliseconds(settings.statementTimeout)
        pool.limits.reads = max(1, settings.queueLength / settings.databaseConnections)
        try serve(options, RequestExecutor.Options(pool: pool))
        return .done
    })

private func serve(_ options: ServeOptions, _ requests: RequestExecutor.Options) throws(CommandFailure) {
    let service = try reading { () throws(SystemError) in try RequestService(requests, log: options.log) }
    do throws(ServeError) {
        try Sidecar.serve(options, startLoop: { service.startLoop($0) })
    } catch {
        service.stop()
        throw CommandFailure(error.description)
    }
    service.stop()
}

private func listenAddresses(
    _ invocation: Invocation, _ settings: ServerSettings
) throws(CommandFailure) -> [ListenAddress] {
    let text = invocation.options["listen"] ?? settings.listen
    guard let address = parseListenAddress(text) else {
        throw CommandFailure(
            "\"\(text)\" is no address to listen on: use HOST:PORT, such as 127.0.0.1:8080", exitCode: .usage)
    }
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
