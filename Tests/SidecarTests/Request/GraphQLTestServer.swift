import CatalogModel
import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support
import Synchronization
import Testing

@testable import Sidecar

/// A database with an API on it and a real server in front, all in this process.
final class GraphQLTestServer {
    let database: TestDatabase
    let owner: Connection
    private let http: HTTPTestServer
    private let worker: Worker
    private let keeper: ModelKeeper
    private let client: RawClient

    init(options: (inout Worker.Options) -> Void = { _ in }, limits: HTTPLimits = HTTPLimits()) throws {
        database = try PrivateCluster.shared.makeDatabase()
        owner = try database.connect()
        try owner.script(schema)
        try owner.query(
            "insert into fraiseql.api_model (format, model) values ($1::int, $2::json)",
            [
                String(APIModel.currentFormat), model.json.text,
            ])
        var chosen = Worker.Options(pool: ConnectionPool.Options(url: database.url))
        options(&chosen)
        let keeperOfWorker = Mutex<ModelKeeper?>(nil)
        let box = KeeperBox(keeperOfWorker)
        var made: Worker?
        http = try HTTPTestServer(limits: limits) { server in
            let worker = Worker(on: server, chosen) { box.keeper.withLock { $0?.check() } }
            worker.open()
            made = worker
        }
        let worker = made!
        let loop = http.loop
        self.worker = worker
        keeper = ModelKeeper(url: database.url, pollInterval: 50) { state in loop.post { worker.use(state) } }
        box.keeper.withLock { [keeper] in $0 = keeper }
        keeper.start()
        client = RawClient(http)
        while try get("/ready").status != 200 {}
    }

    private final class KeeperBox: Sendable {
        let keeper: Mutex<ModelKeeper?>
        init(_ keeper: consuming sending Mutex<ModelKeeper?>) { self.keeper = keeper }
    }

    func stop() {
        keeper.stop()
        let worker = worker
        http.onLoop { worker.close() }
        http.stop()
    }

    func get(_ path: String) throws -> RawClient.Response {
        client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
        return try #require(try client.response())
    }

    func newClient() -> RawClient { RawClient(http) }

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
    apiSchema: "api", limits: Limits(defaultPageSize: 10, maximumPageSize: 100),
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
