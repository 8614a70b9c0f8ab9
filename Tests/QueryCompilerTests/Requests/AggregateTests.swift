import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Testing

/// What rows come to, against the same by hand.
struct AggregateTests {
    let bench: RequestBench

    init() throws { bench = try RequestBench("blog", blog) }

    private func check(_ query: String, _ sql: String, _ variables: JSONObject = JSONObject()) throws {
        let request = try Request(query, variables, in: blog)
        #expect(request.texts.count == 1)
        let key = request.compiled.roots[0].responseKey
        #expect(try bench.data(query, variables) == .object([key: try bench.json(sql)]), "\(request.texts[0])")
    }

    @Test(arguments: [
        ("{ postsAggregate { count } }", "select json_build_object('count', count(*)::text) from public.posts"),
        (
            "{ all: postsAggregate { n: count authors: count(distinct: authorId) __typename } }",
            """
            select json_build_object('n', count(*)::text, 'authors', count(distinct author_id)::text,
                '__typename', 'PostAggregate') from public.posts
            """
        ),
        (
            "{ postsAggregate(where: { published: { eq: true } }) { price { sum avg min max stddevSample } } }",
            """
            select json_build_object('price', json_build_object('sum', sum(price)::text, 'avg', avg(price)::text,
                'min', min(price)::text, 'max', max(price)::text, 'stddevSample', stddev_samp(price)::text))
            from public.posts where published
            """
        ),
        (
            "{ postsAggregate { authorId { sum avg variancePopulation } id { max } title { min } } }",
            """
            select json_build_object('authorId', json_build_object('sum', sum(author_id)::text, 'avg',
                avg(author_id)::text, 'variancePopulation', var_pop(author_id)::text), 'id',
                json_build_object('max', max(id)::text), 'title', json_build_object('min', min(title)))
            from public.posts
            """
        ),
        (
            "{ postsAggregate(where: { id: { eq: 0 } }) { count price { sum max } published { boolAnd boolOr } } }",
            """
            select json_build_object('count', '0', 'price', json_build_object('sum', null, 'max', null),
                'published', json_build_object('boolAnd', null, 'boolOr', null))
            """
        ),
        ("{ postsAggregate { __typename } }", "select json_build_object('__typename', 'PostAggregate')"),
        (
            "{ usersAggregate { createdAt { min max } } }",
            "select json_build_object('createdAt', json_build_object('min', min(created_at), 'max', max(created_at))) from public.users"
        ),
        (
            "{ users(orderBy: [{ id: ASC }]) { id postsAggregate(where: { published: { eq: true } }) { count price { sum } } } }",
            """
            select json_agg(json_build_object('id', u.id, 'postsAggregate', (
                select json_build_object('count', count(*)::text, 'price', json_build_object('sum', sum(price)::text))
                from public.posts p where p.author_id = u.id and published)) order by u.id) from public.users u
            """
        ),
    ])
    func rowsComeToWhatPostgreSQLSays(query: String, sql: String) throws {
        try check(query, sql)
    }

    @Test(arguments: [
        (
            "{ postsGroups(groupBy: [{ column: published }]) { key { published } aggregate { count price { sum } } } }",
            """
            select json_agg(json_build_object('key', json_build_object('published', published), 'aggregate',
                json_build_object('count', n::text, 'price', json_build_object('sum', s::text))) order by published)
            from (select published, count(*) n, sum(price) s from public.posts group by 1) g
            """
        ),
        (
            """
            { postsGroups(groupBy: [{ column: authorId }, { column: published }], having: { count: { gt: 1 } },
                orderBy: [{ aggregate: { count: DESC } }, { authorId: DESC }]) { key { p: published authorId } } }
            """,
            """
            select coalesce(json_agg(json_build_object('key', json_build_object('p', published, 'authorId', author_id))
                order by n desc, author_id desc, published), '[]')
            from (select author_id, published, count(*) n from public.posts group by 1, 2 having count(*) > 1) g
            """
        ),
        (
            "{ usersGroups(groupBy: [{ column: createdAt, to: MONTH }]) { key { createdAt } aggregate { count } } }",
            """
            select json_agg(json_build_object('key', json_build_object('createdAt', m), 'aggregate',
                json_build_object('count', n::text)) order by m)
            from (select date_trunc('month', created_at) m, count(*) n from public.users group by 1) g
            """
        ),
        (
            "{ usersGroups(groupBy: [{ column: mood }], limit: 2, offset: 1) { key { mood } } }",
            """
            select json_agg(json_build_object('key', json_build_object('mood', replace(mood::text, 'so-so', 'so_so'))))
            from (select mood from public.users group by mood order by mood limit 2 offset 1) g
            """
        ),
        (
            "{ postsGroups(groupBy: [{ column: authorId }], having: { price: { max: { gt: \"1\" } } }) { key { authorId } } }",
            """
            select json_agg(json_build_object('key', json_build_object('authorId', author_id)) order by author_id)
            from (select author_id from public.posts group by 1 having max(price) > 1) g
            """
        ),
        (
            "{ users(orderBy: [{ id: ASC }]) { postsGroups(groupBy: [{ column: published }]) { key { published } aggregate { count } } } }",
            """
            select json_agg(json_build_object('postsGroups', (
                select coalesce(json_agg(json_build_object('key', json_build_object('published', published),
                    'aggregate', json_build_object('count', n::text)) order by published), '[]')
                from (select published, count(*) n from public.posts p where p.author_id = u.id group by 1) g
            )) order by u.id) from public.users u
            """
        ),
    ])
    func groupsComeToWhatPostgreSQLSays(query: String, sql: String) throws {
        try check(query, sql)
    }

    @Test func groupsTakeVariables() throws {
        let query = """
            query ($by: [PostGroupBy!]!, $having: PostAggregateFilter, $order: [PostGroupOrderBy!], $limit: Int) {
                postsGroups(groupBy: $by, having: $having, orderBy: $order, limit: $limit) { key { authorId } }
            }
            """
        let variables: JSONObject = [
            "by": [["column": "authorId"]], "having": ["count": ["gte": 1]],
            "order": [["aggregate": ["price": ["sum": "DESC_NULLS_LAST"]]]], "limit": 2,
        ]
        try check(
            query,
            """
            select json_agg(json_build_object('key', json_build_object('authorId', author_id)))
            from (select author_id from public.posts group by 1 order by sum(price) desc nulls last, 1 limit 2) g
            """, variables)
    }

    @Test(arguments: [
        ("postsAggregate: { count: { gt: 1 } }", "(select count(*) from public.posts p where p.author_id = u.id) > 1"),
        ("postsAggregate: { count: { eq: 0 } }", "not exists (select from public.posts p where p.author_id = u.id)"),
        (
            "postsAggregate: { price: { sum: { gte: \"9.9\" }, max: { isNull: false } }, count: { gt: 0 } }",
            "(select sum(price) from public.posts p where p.author_id = u.id) >= 9.9"
        ),
        (
            "not: { postsAggregate: { count: { gt: 0 } } }",
            "not exists (select from public.posts p where p.author_id = u.id)"
        ),
        (
            "posts: { some: { commentsAggregate: { count: { gt: 1 } } } }",
            """
            exists (select from public.posts p where p.author_id = u.id
                and (select count(*) from public.comments c where c.post_id = p.id) > 1)
            """
        ),
    ])
    func rowsAreFilteredByWhatTheirsComeTo(filter: String, condition: String) throws {
        try check(
            "{ users(where: { \(filter) }, orderBy: [{ id: ASC }]) { id } }",
            "select coalesce(json_agg(json_build_object('id', id) order by id), '[]') from public.users u where \(condition)"
        )
    }

    @Test(arguments: [
        (
            "postsAggregate: { count: DESC }",
            "(select count(*) from public.posts p where p.author_id = u.id) desc, id desc"
        ),
        (
            "postsAggregate: { price: { max: ASC_NULLS_FIRST } }",
            "(select max(price) from public.posts p where p.author_id = u.id) nulls first, id"
        ),
    ])
    func rowsAreOrderedByWhatTheirsComeTo(order: String, sql: String) throws {
        let expected =
            "select json_agg(json_build_object('id', id)) from (select id from public.users u order by \(sql)) u"
        try check("{ users(orderBy: [{ \(order) }]) { id } }", expected)
        let ids = try bench.json(expected)
        let pages = try bench.data(
            "{ usersConnection(orderBy: [{ \(order) }], first: 2) { nodes { id } pageInfo { endCursor } } }")
        let connection = try JSONReader(pages).member("usersConnection")
        let cursor = try connection.member("pageInfo").string("endCursor")
        let rest = try bench.data(
            "query ($c: String) { usersConnection(orderBy: [{ \(order) }], after: $c) { nodes { id } } }",
            ["c": .string(cursor)])
        guard case .array(let all) = ids else { return }
        #expect(rest == ["usersConnection": ["nodes": .array(Array(all.dropFirst(2)))]])
    }

    @Test(arguments: [
        ("distinctOn: [authorId]", "select distinct on (author_id) * from public.posts order by author_id, id"),
        (
            "distinctOn: [published], orderBy: [{ published: DESC }, { price: DESC_NULLS_LAST }]",
            "select distinct on (published) * from public.posts order by published desc, price desc nulls last, id desc"
        ),
        (
            "distinctOn: [authorId, published], orderBy: [{ published: ASC }, { authorId: DESC }], limit: 2",
            "select distinct on (author_id, published) * from public.posts order by published, author_id desc, id desc limit 2"
        ),
    ])
    func listsGiveTheFirstOfEach(arguments: String, sql: String) throws {
        try check(
            "{ posts(\(arguments)) { id author { id } } }",
            """
            select json_agg(json_build_object('id', p.id::text, 'author',
                case when p.author_id is not null then json_build_object('id', p.author_id) end)) from (\(sql)) p
            """)
        try check(
            "query { users(where: { id: { eq: 1 } }) { posts(\(arguments)) { id } } }",
            """
            select json_build_array(json_build_object('posts', (select json_agg(json_build_object('id', p.id::text))
                from (\(sql.replacing("public.posts", with: "(select * from public.posts where author_id = 1) s"))) p)))
            """)
    }

    @Test func theFirstOfEachMayBeWithoutFields() throws {
        let (first, none) = ("posts(distinctOn: [authorId], limit: 1)", "{ ... @skip(if: true) { id } }")
        #expect(try bench.data("{ \(first) \(none) }") == ["posts": [[:]]])
        #expect(try bench.data("{ \(first) { author \(none) } }") == ["posts": [["author": [:]]]])
        let nested = try bench.data("{ users(where: { id: { eq: 1 } }) { \(first) \(none) } }")
        #expect(nested == ["users": [["posts": [[:]]]]])
    }

    private func refusal(_ query: String, _ variables: JSONObject = JSONObject()) throws -> String {
        let found = #expect(throws: RequestErrors.self, "\(query)") { try Request(query, variables, in: blog) }
        let error = try #require(found?.errors.first)
        #expect(error.code != .internalError, "\(error)")
        return error.message
    }

    @Test(arguments: [
        ("{ postsGroups(groupBy: []) { key { id } } }", "postsAggregate"),
        ("{ postsGroups(groupBy: [{ column: published }]) { key { id } } }", "groupBy"),
        ("{ postsGroups(groupBy: [{ column: published }, { column: published }]) { key { published } } }", "twice"),
        ("{ postsGroups(groupBy: [{ column: published, to: MONTH }]) { key { published } } }", "date and time"),
        ("{ postsGroups(groupBy: [{ column: published }], orderBy: [{ id: ASC }]) { key { published } } }", "groupBy"),
        ("{ postsGroups(groupBy: [{ column: published }], having: {}) { key { published } } }", "count or a column"),
        ("{ postsGroups(groupBy: [{ column: published }], having: { count: {} }) { key { published } } }", "operator"),
        ("{ postsGroups(groupBy: [{ column: published }], limit: 1000) { key { published } } }", "100"),
        ("{ postsGroups { key { published } } }", "groupBy"),
        ("{ posts(distinctOn: [id], orderBy: [{ title: ASC }]) { id } }", "distinctOn"),
        ("{ posts(distinctOn: [meta]) { id } }", "meta"),
        ("{ users(where: { postsAggregate: {} }) { id } }", "count or a column"),
        ("{ users(where: { postsAggregate: { count: null } }) { id } }", "null"),
        ("query ($n: BigInt) { users(where: { postsAggregate: { count: { gt: $n } } }) { id } }", "no value"),
        ("query ($f: BigIntFilter) { users(where: { postsAggregate: { count: $f } }) { id } }", "no value"),
        ("{ users(orderBy: [{ postsAggregate: {} }]) { id } }", "one"),
        ("query ($t: String) { posts(where: { tags: { neq: [$t] } }) { id } }", "no value"),
        ("query ($t: String) { posts(where: { tags: { neq: [\"a\", $t] } }) { id } }", "no value"),
        (
            "query ($h: PostAggregateFilter) { postsGroups(groupBy: [{ column: published }], having: $h) { key { published } } }",
            "no value"
        ),
        (
            "query ($n: BigInt) { postsGroups(groupBy: [{ column: published }], having: { count: { gt: $n } }) { key { published } } }",
            "no value"
        ),
        (
            "query ($f: BigIntFilter) { postsGroups(groupBy: [{ column: published }], having: { count: $f }) { key { published } } }",
            "no value"
        ),
        ("{ postsGroups(groupBy: [{ column: published }], having: null) { key { published } } }", "null"),
        ("{ postsGroups(groupBy: [{ column: published }], having: { price: {} }) { key { published } } }", "function"),
        ("{ postsGroups(groupBy: [{ column: published }], having: { price: null }) { key { published } } }", "null"),
    ])
    func whatMakesNoSenseIsRefused(query: String, part: String) throws {
        let message = try refusal(query)
        #expect(message.contains(part), "\(message)")
    }

    @Test func theSameFilterFromVariablesSaysSomethingToo() throws {
        let query = "query ($w: UserFilter) { users(where: $w) { id } }"
        for filter: JSON in [["postsAggregate": [:]], ["postsAggregate": ["count": [:]]], ["postsAggregate": nil]] {
            _ = try refusal(query, ["w": filter])
        }
        let groups = """
            query ($h: PostAggregateFilter) {
                postsGroups(groupBy: [{ column: published }], having: $h) { key { published } }
            }
            """
        for filter: JSON in [[:], ["count": [:]], ["count": nil], ["price": [:]], ["price": ["max": nil]], nil] {
            _ = try refusal(groups, ["h": filter])
        }
        let few = try bench.data(query, ["w": ["postsAggregate": ["count": ["gt": 1]]]])
        #expect(try few == bench.data("{ users(where: { postsAggregate: { count: { gt: 1 } } }) { id } }"))
    }
}
