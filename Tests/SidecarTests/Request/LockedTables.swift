import HostSystem
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

@testable import Sidecar

/// Statements that take as long as a test wants, since their tables are locked.
extension GraphQLTestServer {
    static let allUsers = #"{"data":{"users":[{"id":1},{"id":2},{"id":3}]}}"#
    static let noItems = #"{"data":{"items":[]}}"#

    /// A second entity, `items`, whose statement has been fast when this returns. All connections are there.
    func serveItems(asking client: RawClient? = nil) throws {
        _ = try waitForConnections()
        try owner.script("create table items (id int primary key); create view api.v_item as select id from items")
        try Self.install(withItems, owner)
        let client = client ?? newClient()
        try waitUntil("items are served") {
            client.send(post(#"{"query":"{ items { id } }"}"#))
            return try client.response()?.body == Self.noItems
        }
    }

    /// Locks tables until `unlock`, lets clients ask for users, and returns when one of them waits for the lock.
    func lock(_ tables: String = "users", before clients: RawClient..., asking query: String = "{ users { id } }")
        throws
    {
        try lock(tables, before: clients) { _ in query }
    }

    func lock(_ tables: String = "users", before clients: [RawClient], asking query: (Int) -> String) throws {
        try owner.script("begin; lock table \(tables) in access exclusive mode")
        for (number, client) in clients.enumerated() { client.send(post(#"{"query":"\#(query(number))"}"#)) }
        if !clients.isEmpty { try waitUntil("somebody waits") { try isSomebodyWaiting(owner) } }
    }

    /// More than what tests call slow passes first.
    func unlock(later: Bool = false) throws {
        if later { pause(milliseconds: 400) }
        try owner.script("commit")
    }

    /// A read that no client has asked for.
    func submit(_ statement: String, _ standing: Standing, reconsidered: Standing? = nil) -> UncheckedBox<Read> {
        let read = UncheckedBox(
            Read([Read.Part(ExactText(statement))], standing: standing, reconsidered: { reconsidered ?? standing }) {
                _, _ in
            })
        onPool { _ = $0.submit(read.value, now: monotonicNanoseconds()) }
        return read
    }

    /// How many sessions of this database wait for a lock.
    func waitingForLocks() throws -> Int {
        let count = try owner.query(
            """
            select count(*) from pg_locks
            where not granted and database = (select oid from pg_database where datname = current_database())
            """)
        return Int(count.single ?? "") ?? 0
    }

    private var withItems: APIModel {
        var changed = model
        var items = changed.entities[0]
        items.typeName = "Item"
        items.relation = QualifiedName("public", "items")
        items.view = QualifiedName("api", "v_item")
        items.listField = "items"
        items.fields = [items.fields[0]]
        items.keys = []
        changed.entities.append(items)
        return changed
    }
}
