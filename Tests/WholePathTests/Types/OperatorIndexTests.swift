import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Support
import Testing

/// Operators that an index can serve are written so that it does.
@Suite struct OperatorIndexTests {
    @Test func operatorsUseTheIndexThatExists() throws {
        let script = """
            create type public.mood as enum ('sad', 'ok', 'happy');
            create domain public.good_mood as public.mood;
            create table public.things (
                id int primary key, n int8, title text collate "C", name varchar(50), mood public.mood,
                good public.good_mood, tags text[], words varchar(9)[], data jsonb, days daterange,
                at inet, net cidr, body tsvector
            );
            create index i_n on public.things (n);
            create index i_title on public.things (title);
            create index i_name on public.things (name);
            create index i_mood on public.things (mood);
            create index i_good on public.things (good);
            create index i_tags on public.things using gin (tags);
            create index i_words on public.things using gin (words);
            create index i_data on public.things using gin (data);
            create index i_days on public.things using gist (days);
            create index i_at on public.things using gist (at inet_ops);
            create index i_net on public.things (net);
            create index i_body on public.things using gin (body);
            """
        let filters: [(field: String, filters: [String])] = [
            ("n", ["eq: 1", "in: [1, 2]", "lt: 3", "gte: 4", "isNull: true"]),
            ("title", [#"eq: "a""#, #"startsWith: "a_b""#, #"like: "ab%""#, #"regex: "^abc""#, #"gt: "a""#]),
            ("name", [#"eq: "a""#, #"in: ["a", "b"]"#]),
            ("mood", ["eq: ok", "in: [sad, ok]", "gt: sad"]), ("good", ["eq: ok", "in: [ok]", "gte: ok"]),
            (
                "tags",
                [
                    #"has: "a""#, #"hasAny: ["a"]"#, #"hasAll: ["a", "b"]"#, #"containedBy: ["a"]"#, #"eq: ["a"]"#,
                    "isEmpty: true",
                ]
            ),
            ("words", [#"has: "a""#, #"eq: ["a"]"#]),
            ("data", ["contains: { a: 1 }", #"hasKey: "a""#, #"hasAnyKeys: ["a"]"#, #"hasAllKeys: ["a", "b"]"#]),
            (
                "days",
                [
                    #"overlaps: "[2024-01-01,2024-02-01)""#, #"contains: "[2024-01-01,2024-02-01)""#,
                    #"containsValue: "2024-01-01""#, #"containedBy: "[2024-01-01,2024-02-01)""#,
                    #"strictlyLeft: "[2024-01-01,2024-02-01)""#, #"strictlyRight: "[2024-01-01,2024-02-01)""#,
                    #"adjacent: "[2024-01-01,2024-02-01)""#, #"eq: "[2024-01-01,2024-02-01)""#,
                ]
            ),
            (
                "at",
                [
                    #"eq: "10.0.0.1""#, #"inSubnet: "10.0.0.0/8""#, #"inSubnetOrEqual: "10.0.0.0/8""#,
                    #"containsSubnet: "10.0.0.1""#, #"containsSubnetOrEqual: "10.0.0.1""#,
                    #"overlapsSubnet: "10.0.0.0/8""#, "isPrivate: true", "isLoopback: true",
                ]
            ),
            ("net", [#"inSubnet: "10.0.0.0/8""#, "isPrivate: true"]),
            ("body", [#"search: { query: "a -b" }"#, #"search: { query: "a", language: german }"#]),
        ]
        try check(filters, of: script)
    }

    @Test(.needs(.citext, .ltree)) func operatorsOfExtensionsUseTheIndexThatExists() throws {
        let script = """
            create schema extensions;
            create extension ltree schema extensions;
            create extension citext schema extensions;
            create table public.things (id int primary key, nick extensions.citext, place extensions.ltree);
            create index i_nick on public.things (nick);
            create index i_place on public.things using gist (place);
            """
        let filters: [(field: String, filters: [String])] = [
            ("nick", [#"eq: "a""#, #"in: ["a"]"#, #"lt: "b""#]),
            (
                "place",
                [
                    #"eq: "a.b""#, #"ancestorOf: "a.b""#, #"descendantOf: "a.b""#, #"matches: "a.*""#,
                    #"matchesAny: ["a.*", "b"]"#, #"matchesText: "a & b""#,
                ]
            ),
        ]
        try check(filters, of: script)
    }

    private func check(_ filters: [(field: String, filters: [String])], of script: String) throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(script)
        let database = try InstalledDatabase(made)
        // Pages are ordered by the key: the planner would rather walk its index.
        try database.connection.script(
            "alter table public.things drop constraint things_pkey; set enable_seqscan = off")
        for (field, operators) in filters {
            for filter in operators {
                let plan = try explain("{ things(where: { \(field): { \(filter) } }, limit: 1) { id } }", database)
                #expect(plan.contains("i_\(field)") && plan.contains("Index Cond"), "\(field) \(filter)\n\(plan)")
            }
        }
    }

    private func explain(_ query: String, _ database: InstalledDatabase) throws -> String {
        let operation = try validate(try parse(query), operationName: nil, in: database.schema)
        let variables = try coerceVariables([:], for: operation, in: database.schema)
        let request = printStatements(try plan(operation, variables, in: database.schema))
        guard case .statement(let statement)? = request.roots.first?.answer else { return "" }
        let rows = try database.connection.query(
            "explain (costs off) \(statement.text)", try bindValues(statement.parameters, variables, claims: [:]))
        return (0..<rows.count).map { rows[$0, 0] ?? "" }.joined(separator: "\n")
    }
}
