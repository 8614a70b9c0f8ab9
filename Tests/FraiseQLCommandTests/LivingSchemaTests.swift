import HostSystem
import Postgres
import Support
import Testing

/// A running server while the database and its API change.
struct LivingSchemaTests {
    @Test func statusSaysWhatOfTheAPIIsStale() throws {
        let shop = try installedShop()
        #expect(try !shop.fraiseql("db", "status").answer.contains("stale"))
        try shop.database.connect().script(
            """
            alter table public.products add column shade text;
            create table public.carriers (id int primary key);
            alter table public.orders alter column number drop not null;
            """)
        let status = try shop.fraiseql("db", "status")
        #expect(status.exitCode == 2)
        #expect(status.answer.contains("stale: Product (public.products): column shade added\n"), "\(status.answer)")
        #expect(status.answer.contains("stale: Carrier (public.carriers): is new\n"))
        #expect(status.answer.contains("stale: Order (public.orders): column number may be null now\n"))
        #expect(status.answer.contains("'fraiseql db plan' shows"))
        let json = try shop.fraiseql("db", "status", "--json").answer
        #expect(json.contains("\"column shade added\"") && json.contains("\"hasWork\": true"))
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        #expect(try shop.fraiseql("db", "status").exitCode == 0)
    }

    /// Hundreds of requests are in flight all the time.
    @Test func anAdditiveChangeFailsNoRequest() throws {
        let server = try Server(installedShop())
        try server.waitUntilReady()
        let load = try Load(
            server.address,
            [
                "{ products(limit: 3) { id } }", "{ orders(limit: 2) { id customer { id } } }",
                "{ ordersAggregate { count } }",
            ],
            clients: 200, isFine: { $0.hasPrefix("200 {\"data\":{\"") })
        let owner = try server.shop.database.connect()
        for number in 1...3 {
            let before = load.answers
            try waitUntil("the load is on") { load.answers > before + 400 }
            try owner.script(
                """
                alter table public.products add column shade\(number) text;
                create table public.carrier\(number)s (id int primary key, next_id int references public.carrier\(number)s);
                """)
            #expect(try server.shop.fraiseql("db", "apply").exitCode == 0)
            try waitUntil("the new column is served") {
                try server.answer("/graphql", query: "{ products(limit: 1) { shade\(number) } }").hasSuffix(" 200")
            }
        }
        let outcome = load.stop()
        #expect(outcome.failures.isEmpty)
        #expect(outcome.answers > 1_200)
        server.process.send(.terminate)
        #expect(try server.exitCode() == 0)
    }

    /// Whoever asks meanwhile waits behind the migration, which steps back before they give up.
    @Test func aMigrationThatWaitsForAReaderFailsNoRequest() throws {
        let server = try Server(installedShop())
        try server.waitUntilReady()
        let shop = server.shop
        let (owner, reader) = (try shop.database.connect(), try shop.database.connect())
        try owner.script("alter table public.products add column shade text")
        try reader.script("begin; select count(*) from api.v_product")
        let load = try Load(
            server.address, ["{ products(limit: 3) { id } }"], clients: 8, isFine: { $0.hasPrefix("200 {\"data\":{\"") }
        )
        let apply = try RunningProcess(
            "env DATABASE_URL=\(quoteForShell(shop.database.url)) \(repositoryRoot)/.build/debug/fraiseql db apply",
            in: shop.folder)
        try waitUntil("the migration has stepped back three times") {
            try apply.output().contains("attempt 3 of")
        }
        let before = load.answers
        try reader.script("commit")
        #expect(apply.waitForExit() == 0)
        try waitUntil("the load goes on") { load.answers > before }
        #expect(load.stop().failures.isEmpty)
        server.process.send(.terminate)
        #expect(try server.exitCode() == 0)
    }

    /// Random changes of the database, wanted and unwanted, with the migrations behind them: what fails, fails because
    /// the schema has changed, and the server serves what is there at the end.
    @Test(arguments: [1, 2] as [UInt64]) func whateverChangesNothingFailsInside(seed: UInt64) throws {
        let server = try Server(installedShop())
        try server.waitUntilReady()
        let owner = try server.shop.database.connect()
        try owner.script("create table public.notes (id int primary key); insert into public.notes values (1), (2)")
        #expect(try server.shop.fraiseql("db", "apply").exitCode == 0)
        let columns = ["a", "b", "c"]
        let load = try Load(
            server.address,
            ["{ notes { id } }"] + columns.map { "{ notes { id \($0) } }" } + ["{ products(limit: 2) { id } }"],
            clients: 80
        ) { answer in
            answer.hasPrefix("200 {\"data\":{\"") || answer.contains("SCHEMA_CHANGED")
                // The field is not there now.
                || answer.contains("GRAPHQL_VALIDATION_FAILED")
                // Where a statement waited for a lock of the migration for longer than a second.
                || answer.contains("\"OVERLOADED\"")
        }
        var random = Shuffle(state: seed)
        var types: [String: String] = [:]
        for _ in 1...8 {
            guard let column = columns.randomElement(using: &random) else { continue }
            let statement: String
            if types[column] == nil {
                types[column] = "integer"
                statement = "alter table public.notes add column \(column) integer"
            } else if Bool.random(using: &random) {
                types[column] = nil
                statement = "alter table public.notes drop column \(column)"
            } else {
                let type = ["integer", "bigint", "text"].randomElement(using: &random) ?? "text"
                types[column] = type
                statement = "alter table public.notes alter column \(column) type \(type) using null"
            }
            try server.shop.fraiseql(
                "db", "around", "public.notes", "--", "psql", "-qX", server.shop.database.url, "-c", statement)
            #expect(try server.shop.fraiseql("db", "apply").exitCode == 0, "\(statement)")
        }
        try waitUntil("the last model is served") {
            let fields = ["id"] + types.keys.sorted()
            return try server.answer("/graphql", query: "{ notes { \(fields.joined(separator: " ")) } }").hasSuffix(
                " 200")
        }
        #expect(load.stop().failures.isEmpty)
        server.process.send(.terminate)
        #expect(try server.exitCode() == 0)
        #expect(try !server.process.output().contains("INTERNAL_ERROR"))
    }
}

/// The same seed gives the same changes everywhere (Sebastiano Vigna's SplitMix64).
private struct Shuffle: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
