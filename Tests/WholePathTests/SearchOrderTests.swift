import JSONText
import Postgres
import QueryCompiler
import Support
import Testing

/// Orders by how well a full text search is satisfied, and prefixes that an index serves.
struct SearchOrderTests {
    private func makeDatabase() throws -> InstalledDatabase {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(
            """
            create table writers (id int primary key, name text not null);
            create table articles (
                id int primary key, writer_id int not null references writers, body text not null,
                words tsvector generated always as (to_tsvector('english', body)) stored,
                notes tsvector);
            insert into writers values (1, 'ann'), (2, 'ben');
            insert into articles (id, writer_id, body) values
                (1, 1, 'a cat'), (2, 1, 'cats and dogs and cats and more cats'), (3, 2, 'a dog'), (4, 2, 'the cat of a cat'),
                (5, 2, 'a cat');
            """)
        return try InstalledDatabase(database)
    }

    private let search = "where: { words: { search: { query: $q, language: english } } }"

    @Test func theSearchOfTheConditionRanks() throws {
        let database = try makeDatabase()
        func check(_ query: String, _ variables: JSONObject, _ ids: [Int]) throws {
            let rows = try #require(try database.data(query, variables)["all"])
            #expect(try JSONReader(rows).array { (row) throws(JSONError) in try row.int("id") } == ids, "\(query)")
        }
        let query = "query ($q: String!) { all: articles(\(search), orderBy: [{ words: { rank: DESC } }]) { id } }"
        // Reduced as the language does.
        try check(query, ["q": "cats"], [2, 4, 5, 1])
        try check(query, ["q": "dog"], [3, 2])
        try check(
            "query ($q: String!) { all: articles(\(search), orderBy: [{ words: { rank: ASC } }, { id: DESC }]) { id } }",
            ["q": "cat"], [5, 1, 4, 2])
        // Whole arguments as variables.
        try check(
            "query ($w: ArticleFilter, $o: [ArticleOrderBy!]) { all: articles(where: $w, orderBy: $o) { id } }",
            [
                "w": ["and": [["words": ["search": ["query": "cat"]]], ["id": ["lt": 5]]]],
                "o": [["words": ["rank": "DESC"]]],
            ], [2, 4, 1])
        let nested = try database.data(
            "query ($q: String!) { all: writers { articles(\(search), orderBy: [{ words: { rank: DESC } }], limit: 1) { id } } }",
            ["q": "cat"])
        #expect(nested["all"] == [["articles": [["id": 2]]], ["articles": [["id": 4]]]])
    }

    @Test func pagesFollowTheRank() throws {
        let database = try makeDatabase()
        var (ids, cursor): ([Int], JSON) = ([], nil)
        repeat {
            let data = try database.data(
                "query ($q: String!, $after: String) { page: articlesConnection(first: 1, after: $after, \(search), orderBy: [{ words: { rank: DESC } }]) { nodes { id } pageInfo { endCursor hasNextPage } } }",
                ["q": "cat", "after": cursor])
            let page = JSONReader(try #require(data["page"]))
            ids += try page.array("nodes") { (row) throws(JSONError) in try row.int("id") }
            cursor = try page.member("pageInfo").member("endCursor").value
            guard try page.member("pageInfo").bool("hasNextPage") else { break }
        } while ids.count < 9
        #expect(ids == [2, 4, 5, 1])
    }

    /// The rank is of one search that every row satisfies.
    @Test(arguments: [
        "", "where: { id: { eq: 1 } },", "where: { notes: { search: { query: \"a\" } } },",
        "where: { not: { words: { search: { query: \"a\" } } } },",
        "where: { or: [{ words: { search: { query: \"a\" } } }, { id: { eq: 1 } }] },",
        "where: { and: [{ words: { search: { query: \"a\" } } }, { words: { search: { query: \"b\" } } }] },",
    ])
    func withoutOneSearchThereIsNoRank(condition: String) throws {
        let database = try makeDatabase()
        let error = try #require(throws: RequestErrors.self) {
            try database.data("{ articles(\(condition) orderBy: [{ words: { rank: DESC } }]) { id } }")
        }
        #expect(
            error.errors[0].code == .badUserInput && error.errors[0].message.contains("`where` must search it once"))
    }

    @Test func aRankOfARelatedRowIsRefused() throws {
        let database = try makeDatabase()
        #expect(throws: RequestErrors.self) {
            try database.data(
                "{ writers(where: { articles: { some: { words: { search: { query: \"cat\" } } } } }, orderBy: [{ articles: { words: { rank: DESC } } }]) { id } }"
            )
        }
    }

    /// Row security comes first, and lets only leakproof conditions to an index. The value is a parameter.
    @Test func aPrefixUsesItsIndexUnderRowSecurity() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create table things (
                id int primary key, tenant int not null, a text collate "POSIX", b varchar(40), c text collate "C");
            insert into things select n, n % 10, md5(n::text), md5(n::text), md5(n::text) from generate_series(1, 20000) n;
            create index i_a on things (a text_pattern_ops);
            create index i_b on things (b varchar_pattern_ops);
            create index i_c on things (c);
            alter table things enable row level security;
            analyze things;
            """)
        let database = try InstalledDatabase(made)
        let role = "\(made.name)_caller"
        try database.connection.script(
            """
            create role \(role) nologin nobypassrls;
            create policy own on public.things to \(role) using (tenant = 3);
            grant usage on schema public, api to \(role);
            grant select on public.things, api.v_thing to \(role);
            set role \(role);
            """)
        for field in ["a", "b", "c"] {
            let operation = try validate(
                try parse("query ($p: String!) { things(where: { \(field): { startsWith: $p } }) { id } }"),
                operationName: nil, in: database.schema)
            let variables = try coerceVariables(["p": "ab"], for: operation, in: database.schema)
            let request = printStatements(try plan(operation, variables, in: database.schema))
            guard case .statement(let statement)? = request.roots.first?.answer else {
                Issue.record("no statement")
                continue
            }
            #expect(try bindValues(statement.parameters, variables, claims: [:]) == ["ab"])
            try database.connection.script("prepare p_\(field) as \(statement.text)")
            var explained = ""
            // From the sixth on PostgreSQL would take a plan for any value, if that were cheaper.
            for _ in 1...8 {
                let rows = try database.connection.query("explain execute p_\(field)('abc')")
                explained = (0..<rows.count).compactMap { rows[$0, 0] }.joined(separator: "\n")
                try database.connection.script("execute p_\(field)('abc')")
            }
            #expect(explained.contains("i_\(field)") && explained.contains("Index Cond"), "\(explained)")
        }
    }
}
