import JSONText
import QueryCompiler
import Testing

struct ReadTests {
    let bench: RequestBench

    init() throws { bench = try RequestBench("blog", blog) }

    @Test func aListHasItsFieldsUnderTheirResponseKeys() throws {
        let data = try bench.data("{ users(limit: 2) { id n: fullName __typename } }")
        #expect(
            data == [
                "users": [
                    ["id": 1, "n": "Ada Lovelace", "__typename": "User"], ["id": 2, "n": nil, "__typename": "User"],
                ]
            ])
    }

    @Test func aLookupFindsOneRowOrNull() throws {
        let data = try bench.data(
            "query ($n: Int!) { a: comment(postId: 2, number: $n) { content } b: comment(postId: 2, number: 9) { content } }",
            ["n": 3])
        #expect(data == ["a": ["content": "three"], "b": nil])
    }

    @Test func relationsNestBothWays() throws {
        let data = try bench.data(
            "{ posts(orderBy: [{ title: ASC }], limit: 2) { id author { username posts(limit: 1) { title } } comments { content user { id } } } }"
        )
        let expected = try bench.json(
            """
            select json_build_object('posts', (select json_agg(p) from (
                select p.id::text,
                    (select json_build_object('username', u.username, 'posts', (select coalesce(json_agg(x), '[]') from (
                        select q.title from public.posts q where q.author_id = u.id order by q.id limit 1) x))
                     from public.users u where u.id = p.author_id) as author,
                    (select coalesce(json_agg(x), '[]') from (
                        select c.content, (select json_build_object('id', u.id) from public.users u where u.id = c.user_id) as "user"
                        from public.comments c where c.post_id = p.id order by c.number) x) as comments
                from public.posts p order by p.title, p.id limit 2) p))
            """)
        #expect(data == expected)
    }
}
