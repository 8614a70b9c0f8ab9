import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Testing

/// Filters and relations reach the indexes of the tables below the views.
struct IndexTests {
    @Test func filtersRelationsAndPagesUseIndexes() throws {
        let bench = try RequestBench(writing: "blog", blog)
        try bench.connection.script(
            """
            insert into public.users select n, 'user' || n, 'Name ' || n, null, null, now() from generate_series(10, 20000) n;
            insert into public.posts select n, n / 2, 'Title ' || n, n, true, null, null from generate_series(20, 40000) n;
            insert into public.comments select n, 1, n / 2, 'text' from generate_series(20, 40000) n;
            create index on public.users (username text_pattern_ops);
            create index on public.comments (user_id);
            analyze;
            """)
        let cases: [(String, JSONObject)] = [
            ("query ($id: Int!) { user(id: $id) { username } }", ["id": 77]),
            ("query ($n: String!) { userByUsername(username: $n) { id } }", ["n": "user77"]),
            ("query ($ids: [Int!]) { users(where: { id: { in: $ids } }) { username } }", ["ids": [77, 78]]),
            (
                "query ($p: String) { users(where: { username: { startsWith: $p } }, limit: 5, orderBy: [{ createdAt: ASC }]) { id } }",
                ["p": "user777"]
            ),
            ("{ users(limit: 20) { id } }", [:]),
            (
                "query ($l: Int) { users(limit: $l, orderBy: [{ id: DESC }]) { posts(limit: 3) { title comments(limit: 2) { content } } } }",
                ["l": 5]
            ),
            ("{ posts(limit: 10) { title author { username } } }", [:]),
            ("query ($l: Int) { posts(limit: $l) { title author { username } } }", ["l": 10]),
            ("{ comments(where: { user: { username: { eq: \"user77\" } } }, limit: 5) { content } }", [:]),
            ("{ users(where: { id: { in: [5, 6] }, posts: { some: { published: { eq: true } } } }) { id } }", [:]),
        ]
        for (query, variables) in cases {
            let plan = try bench.explain(query, variables)
            #expect(plan.contains("Index") && !plan.contains("Seq Scan"), "\(query)\n\(plan)")
        }
    }
}
