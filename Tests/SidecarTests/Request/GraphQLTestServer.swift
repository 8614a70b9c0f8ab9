import CatalogModel
import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// A database with an API on it and a real server in front, all in this process.
final class GraphQLTestServer {
    let database: TestDatabase
    let owner: Connection
    private let connections: Int
    private let http: HTTPTestServer
    private let loopService: LoopService
    private let service: RequestService
    private let client: RawClient

    init(
        isInstalled: Bool = true, isDown: Bool = false, modelPollInterval: Int = 20, modelAnswerTimeout: Int = 60_000,
        unixPath: String? = nil, maximumBatch: Int = 0, logsStatements: Bool = false,
        options: (inout RequestExecutor.Options) -> Void = { _ in },
        login: ((Connection, TestDatabase) throws -> String)? = nil, log: Int32 = -1,
        identify: ((RequestHeaders) -> Identity)? = nil
    ) throws {
        database = try PrivateCluster.shared.makeDatabase()
        if logsStatements {
            try database.connect().query("alter database \(database.name) set log_statement = 'all'")
        }
        owner = try Connection(database.url, applicationName: "fraiseql test")
        try owner.script(schema)
        if isInstalled { try Self.install(model, owner) }
        if isDown { try Self.shut(database) }
        // Tests hold their locks for as long as a busy machine needs.
        var chosen = RequestExecutor.Options(
            pool: ConnectionPool.Options(
                url: database.url, connections: 3,
                settings: SessionSettings(statementTimeout: 10_000, lockTimeout: 0),
                limits: PipelineConnection.Limits(reads: 1024)))
        chosen.pool.stuckAfter = 60_000
        // Another login than the owner's, which the closure makes.
        if let login { chosen.pool.url = try login(owner, database) }
        options(&chosen)
        connections = chosen.pool.connections
        var silent = LogOptions()
        silent.descriptor = -1
        var keeping = ModelKeeper.Options(url: chosen.pool.url)
        keeping.pollInterval = modelPollInterval
        keeping.answerTimeout = modelAnswerTimeout
        keeping.role = chosen.modelRole
        let service = try RequestService(chosen, loops: 1, model: keeping, log: silent) {
            Issue.record("refused: \($0)")
        }
        self.service = service
        var loopService: LoopService?
        http = try HTTPTestServer(log: log) { server in
            let plugged = service.startLoop(server)
            server.handle = plugged.handle
            if let identify { server.identify = { headers, _ in identify(headers) } }
            server.isReady = plugged.isReady
            server.maximumBatch = maximumBatch
            server.loop.endOfIteration = plugged.endOfIteration
            if let unixPath {
                try server.listen(on: openListeningSockets(.unix(path: unixPath), loops: 1).descriptors[0])
            }
            loopService = plugged
        }
        self.loopService = loopService!
        client = RawClient(http)
        guard isInstalled && !isDown else { return }
        do { try waitUntilReady() } catch {
            // Its loop would go on without it.
            stop()
            throw error
        }
    }

    /// Makes a model the installed one.
    static func install(_ model: APIModel, _ owner: Connection) throws {
        try owner.query(
            """
            insert into fraiseql.api_model (format, model) values ($1::int, $2::json)
            on conflict (only_row) do update set format = excluded.format, model = excluded.model
            """, [String(APIModel.currentFormat), model.json.text])
    }

    /// No connection is let in, and none survives but those of the test.
    func shutDatabase() throws { try Self.shut(database) }

    func openDatabase() throws {
        try Connection(PrivateCluster.shared.url("postgres"))
            .query("alter database \(database.name) allow_connections true")
    }

    private static func shut(_ database: TestDatabase) throws {
        let elsewhere = try Connection(PrivateCluster.shared.url("postgres"))
        try elsewhere.query("alter database \(database.name) allow_connections false")
        try elsewhere.query(
            """
            select pg_terminate_backend(pid, 10000) from pg_stat_activity
            where datname = $1 and application_name <> 'fraiseql test'
            """, [database.name])
    }

    func waitUntilReady() throws {
        try waitUntil("the server is ready") { try get("/ready").status == 200 }
    }

    /// The process of each connection for reads, when all of them are there.
    func waitForConnections() throws -> [Int32] {
        var processes: [Int32] = []
        // The server knows of a connection before the pool has it.
        let executor = UncheckedBox(service.executors[0])
        try waitUntil("the pool has its connections") {
            http.onLoop { executor.value.pool.connections.count } == connections
        }
        try waitUntil("all connections are there") {
            let rows = try owner.query(
                """
                select pid from pg_stat_activity where application_name = 'fraiseql' and datname = current_database()
                order by pid
                """)
            processes = (0..<rows.count).compactMap { rows[$0, 0].flatMap { Int32($0) } }
            return processes.count == connections
        }
        return processes
    }

    /// The process that answers the keeper of the model.
    func keeperProcess() throws -> Int32 {
        var process: Int32?
        try waitUntil("the keeper is there") {
            let rows = try owner.query(
                """
                select pid from pg_stat_activity
                where application_name = 'fraiseql model' and datname = current_database()
                """)
            process = rows.single.flatMap { Int32($0) }
            return process != nil
        }
        return process!
    }

    /// Reads that wait for a connection or an answer.
    func readsUnderWay() throws -> Int {
        onPool { $0.load }
    }

    func onPool<Value: Sendable>(_ body: @escaping @Sendable (ConnectionPool) -> Value) -> Value {
        let executor = UncheckedBox(service.executors[0])
        return http.onLoop { body(executor.value.pool) }
    }

    func stop() {
        let plugged = UncheckedBox(loopService)
        http.onLoop { plugged.value.stop() }
        http.stop()
        service.stop()
    }

    /// What the server does at SIGHUP.
    func reload() {
        service.readKeysAgain()
        let plugged = UncheckedBox(loopService)
        http.onLoop { plugged.value.reload() }
    }

    /// The service belongs to the loop, and `onLoop` takes it there.
    struct UncheckedBox<Value>: @unchecked Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    func get(_ path: String) throws -> RawClient.Response {
        client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
        return try #require(try client.response())
    }

    func newClient() -> RawClient { RawClient(http) }

    /// - Parameter address: the client's own, such as `127.0.0.2`.
    func newClient(from address: String) throws -> RawClient { try RawClient(connectingTo: http.port, from: address) }

    /// Reads of unknown statements that wait for their turn.
    func readsWithoutTurn() -> Int {
        onPool { $0.unknown.count }
    }

    func withLoopBusy(_ body: () throws -> Void) rethrows { try http.withLoopBusy(body) }

    /// The answer's status and body.
    @discardableResult
    func ask(_ query: String, _ variables: JSON = .null, headers: String = "") throws -> RawClient.Response {
        let body: JSON = ["query": .string(query), "variables": variables]
        client.send(post(body.text, headers: headers))
        return try #require(try client.response())
    }

    /// The value of `data`; every other answer fails the test.
    func data(_ query: String, _ variables: JSON = .null) throws -> String {
        let response = try ask(query, variables)
        #expect(response.status == 200)
        let body = response.body
        #expect(body.hasPrefix("{\"data\":") && body.hasSuffix("}"), "\(body)")
        return String(body.dropFirst(8).dropLast())
    }

    /// The only error of an answer: status, code and path.
    func failure(_ query: String, _ variables: JSON = .null) throws -> String {
        let response = try ask(query, variables)
        let answer = try JSONReader(parseJSON(response.body))
        let error = try #require(try answer.array("errors") { (error) throws(JSONError) in error }.first)
        let code = try error.member("extensions").string("code")
        let path = try error.optionalMember("path")?.value.text
        return [String(response.status), code, path].compactMap { $0 }.joined(separator: " ")
    }
}

private let schema = """
    create table users (id int primary key, name text, score int);
    insert into users values (1, 'Ada', 10), (2, 'Grace', 20), (3, E'quote " and \\\\ and \\n line', null);
    create schema api;
    create view api.v_user with (security_invoker = true) as select id, name, score from users;
    create schema fraiseql;
    create table fraiseql.api_model (
        only_row boolean primary key default true,
        format integer not null,
        model json not null,
        installed_at timestamp with time zone not null default clock_timestamp()
    );
    """

let model = APIModel(
    apiSchema: "api", limits: Limits(defaultPageSize: 10, maximumPageSize: 100, maximumDepth: 15),
    entities: [
        Entity(
            typeName: "User", relation: QualifiedName("public", "users"), kind: .table,
            view: QualifiedName("api", "v_user"), listField: "users",
            fields: [
                field("id", "Int", "int4"), field("name", "String", "text", isNullable: true),
                field("score", "Int", "int4", isNullable: true),
            ],
            keys: [LookupKey(rootField: "user", constraint: "users_pkey", isPrimary: true, columns: ["id"])])
    ], enumerations: [])

private func field(_ name: String, _ scalar: String, _ type: String, isNullable: Bool = false) -> Field {
    Field(
        name: name, column: name,
        type: FieldType(graphQLName: scalar, postgresType: QualifiedName("pg_catalog", type)), isNullable: isNullable)
}
