import Configuration
import JSONText
import Postgres
import SchemaMapping
import Support
import Testing

@testable import QueryCompiler

/// Pages by cursors in the order in which a function gives its rows.
struct FunctionPageTests {
    private static let tables = """
        create table items (id int primary key, owner text not null, parent_id int references items);
        insert into items select n, case when n % 3 = 0 then 'other' else 'me' end, 1 from generate_series(1, 9) as n;
        alter table items enable row level security;
        create function ranked(above int default 0) returns setof items language sql stable security definer
            begin atomic select * from items where id > above order by id desc; end;
        create function risen(above int default 0) returns setof items language sql stable
            begin atomic select * from items where id > above order by id; end;
        create sequence calls;
        create function counted() returns setof items language plpgsql stable as
            $$ begin perform nextval('public.calls'); return query select * from public.items order by id; end $$;
        create function below(items) returns setof items language plpgsql stable as
            $$ begin perform nextval('public.calls');
            return query select * from public.items where parent_id = $1.id order by id; end $$;
        """
    private static let toml = """
        [functions."public.ranked"]
        security_definer = true
        [functions."public.risen"]
        [functions."public.counted"]
        """

    private func makeDatabase() throws -> InstalledDatabase {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(Self.tables)
        let read = try readConfiguration(Self.toml) { _ in nil }
        return try InstalledDatabase(database) { $0 = read }
    }

    /// The cursors of a page's edges and its ids.
    private func edges(_ database: InstalledDatabase, _ field: String) throws -> (cursors: [String], ids: [Int]) {
        let data = try database.data("{ all: \(field) { edges { cursor node { id } } } }")
        let edges = try JSONReader(try #require(data["all"])).array("edges") { (edge) throws(JSONError) in
            (try edge.string("cursor"), try edge.member("node").int("id"))
        }
        return (edges.map(\.0), edges.map(\.1))
    }

    /// The text that a statement would make of these parts.
    private func opaque(_ json: String, _ database: InstalledDatabase) throws -> String {
        try #require(
            try database.connection.query(
                "select translate(encode(convert_to($1::text, 'UTF8'), 'base64'), E'+/=\\n', '-_')", [json]
            ).single)
    }

    /// A gap would show how many rows stand between two.
    @Test func cursorsCountTheRowsThatTheCallerSees() throws {
        let database = try makeDatabase()
        let role = "\(try #require(try database.connection.query("select current_database()").single))_caller"
        try database.connection.script(
            """
            create role \(role) nologin;
            create policy own on public.items to \(role) using (owner = 'me');
            grant usage on schema public, api to \(role);
            grant select on all tables in schema public, api to \(role);
            set role \(role);
            """)
        let all = try edges(database, "rankedConnection(first: 9)")
        #expect(all.ids == [8, 7, 5, 4, 2, 1])
        #expect(all.cursors.compactMap { Cursor($0)?.values } == (1...6).map { [String($0)] })
        // Page by page, either way; filters take rows out and leave the places of the others.
        for (number, cursor) in all.cursors.enumerated() {
            let after = try edges(database, "rankedConnection(first: 2, after: \"\(cursor)\")")
            #expect(after.ids == Array(all.ids.dropFirst(number + 1).prefix(2)))
            #expect(after.cursors == Array(all.cursors.dropFirst(number + 1).prefix(2)))
            let before = try edges(database, "rankedConnection(last: 2, before: \"\(cursor)\")")
            #expect(before.ids == Array(all.ids.prefix(number).suffix(2)))
        }
        let odd = try edges(database, "rankedConnection(where: { id: { in: [7, 5, 1] } })")
        #expect(odd.ids == [7, 5, 1] && odd.cursors == [all.cursors[1], all.cursors[2], all.cursors[5]])
        try database.connection.script("reset role; delete from public.items where owner = 'other'; set role \(role)")
        #expect(try edges(database, "rankedConnection(first: 9)") == all)
    }

    @Test func aCursorIsOfItsFunction() throws {
        let database = try makeDatabase()
        let ranked = try edges(database, "rankedConnection(first: 3)").cursors[2]
        let below = try database.data("{ item(id: 1) { belowConnection(first: 1) { pageInfo { endCursor } } } }")
        let ofRow = try #require(below["item"]?.text.split(separator: "\"").dropLast().last.map { String($0) })
        #expect(Cursor(ofRow) != nil)
        for cursor in [ranked, ofRow] {
            let error = try #require(throws: RequestErrors.self) {
                try edges(database, "risenConnection(first: 1, after: \"\(cursor)\")")
            }
            #expect(error.errors[0].code == .badUserInput)
            #expect(error.errors[0].message.contains("is a cursor of another ordering"))
        }
        // With other arguments it is a place in the rows that there are then, as with another filter.
        #expect(try edges(database, "rankedConnection(first: 1, above: 0, after: \"\(ranked)\")").ids == [6])
        #expect(try edges(database, "rankedConnection(first: 1, above: 5, after: \"\(ranked)\")").ids == [6])
        #expect(try edges(database, "rankedConnection(first: 1, above: 6, after: \"\(ranked)\")").ids == [])
    }

    @Test func aPlaceThatIsNullIsRefused() throws {
        let database = try makeDatabase()
        func check(_ cursor: String, _ field: String) throws {
            let name = try #require(Cursor(cursor)?.ordering)
            let made = try opaque("[\"\(name)\", null]", database)
            for argument in ["after", "before"] {
                let error = try #require(throws: RequestErrors.self) {
                    try edges(database, "\(field)(\(argument): \"\(made)\")")
                }
                #expect(error.errors[0].code == .badUserInput)
                #expect(error.errors[0].message == "\(argument): is no cursor of this API: pass one as it was read")
                let given = try #require(throws: RequestErrors.self) {
                    try database.data(
                        "query ($c: String) { \(field)(\(argument): $c) { nodes { id } } }", ["c": .string(made)])
                }
                #expect(given.errors[0].message == "$c: is no cursor of this API: pass one as it was read")
            }
        }
        try check(edges(database, "risenConnection(first: 1)").cursors[0], "risenConnection")
        try check(edges(database, "itemsConnection(first: 1)").cursors[0], "itemsConnection")
    }

    /// However many parts of a page are asked for.
    @Test func aPageIsOneCall() throws {
        let database = try makeDatabase()
        let parts = "totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor }"
        let cursor = try edges(database, "countedConnection(first: 3)").cursors[2]
        func calls(_ query: String) throws -> Int? {
            try database.connection.query("select setval('public.calls', 1, false)")
            _ = try database.data(query)
            return Int(try database.connection.query("select nextval('public.calls') - 1").single ?? "")
        }
        #expect(try calls("{ countedConnection(first: 2) { nodes { id } } }") == 1)
        #expect(try calls("{ countedConnection(first: 2) { totalCount } }") == 1)
        for arguments in ["first: 2", "last: 2, before: \"\(cursor)\"", "first: 1, after: \"\(cursor)\""] {
            #expect(try calls("{ countedConnection(\(arguments)) { \(parts) } }") == 1, "\(arguments)")
        }
        #expect(try calls("{ countedConnection(first: 2, orderBy: [{ id: DESC }]) { \(parts) } }") == 1)
        // One for each row that it is called with.
        #expect(try calls("{ items(limit: 4) { belowConnection(first: 2) { \(parts) } } }") == 4)
        let data = try database.data("{ item(id: 1) { belowConnection(last: 2) { \(parts) } } }")
        #expect(data["item"]?.text.contains("\"totalCount\":\"9\"") == true, "\(data)")
    }
}
