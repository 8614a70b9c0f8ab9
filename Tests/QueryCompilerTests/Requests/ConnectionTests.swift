import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Testing

/// Pages by cursors against the whole list in the same order.
struct ConnectionTests {
    let bench: RequestBench

    init() throws { bench = try RequestBench("blog", blog) }

    private struct Page {
        var ids: [JSON]
        var cursors: [JSON]
        var hasNext: Bool
        var hasPrevious: Bool
        var start: JSON
        var end: JSON
    }

    private func page(_ order: String, _ variables: JSONObject, filter: String = "") throws -> Page {
        let query = """
            query ($first: Int, $after: String, $last: Int, $before: String) {
                postsConnection(\(order) \(filter) first: $first, after: $after, last: $last, before: $before) {
                    edges { cursor node { id } }
                    nodes { id }
                    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
                }
            }
            """
        let data = JSONReader(try bench.data(query, variables))
        let connection = try data.member("postsConnection")
        let info = try connection.member("pageInfo")
        let edges = try connection.array("edges") { (edge) throws(JSONError) in
            (try edge.member("node").member("id").value, try edge.member("cursor").value)
        }
        let nodes = try connection.array("nodes") { (node) throws(JSONError) in try node.member("id").value }
        #expect(nodes == edges.map(\.0))
        return Page(
            ids: edges.map(\.0), cursors: edges.map(\.1), hasNext: try info.bool("hasNextPage"),
            hasPrevious: try info.bool("hasPreviousPage"), start: JSON(try info.optionalString("startCursor")),
            end: JSON(try info.optionalString("endCursor")))
    }

    private func list(_ order: String, filter: String = "") throws -> [JSON] {
        let arguments = "\(order) \(filter) limit: 100"
        let data = JSONReader(try bench.data("{ posts(\(arguments)) { id } }"))
        return try data.array("posts") { (post) throws(JSONError) in try post.member("id").value }
    }

    private static let orders = [
        "", "orderBy: [{ id: DESC }]", "orderBy: [{ price: ASC }]", "orderBy: [{ price: DESC }]",
        "orderBy: [{ price: ASC_NULLS_FIRST }]", "orderBy: [{ price: DESC_NULLS_LAST }]",
        "orderBy: [{ published: DESC }, { price: ASC_NULLS_FIRST }, { id: DESC }]",
        "orderBy: [{ published: ASC }, { title: DESC }]", "orderBy: [{ author: { username: ASC } }]",
        "orderBy: [{ author: { fullName: DESC_NULLS_LAST } }, { price: DESC }]", "orderBy: [{ tags: ASC }]",
        "orderBy: [{ author: { mood: DESC } }, { id: DESC }]",
    ]

    @Test(arguments: orders, [1, 2, 3, 7]) func pagesMakeUpTheList(order: String, size: Int) throws {
        let all = try list(order)
        #expect(all.count > 3)
        var (seen, after, isFirst) = ([JSON](), JSON.null, true)
        while true {
            let page = try page(order, ["first": JSON(size), "after": after])
            #expect(page.ids == Array(all[seen.count..<min(seen.count + size, all.count)]))
            #expect(page.hasPrevious == !isFirst)
            #expect(page.start == page.cursors.first ?? .null && page.end == page.cursors.last ?? .null)
            seen += page.ids
            #expect(page.hasNext == (seen.count < all.count))
            guard page.hasNext, seen.count < all.count else { break }
            (after, isFirst) = (page.end, false)
        }
        #expect(seen == all)
    }

    @Test(arguments: orders, [1, 2, 3, 7]) func pagesFromTheEndMakeUpTheList(order: String, size: Int) throws {
        let all = try list(order)
        var (seen, before, isLast) = ([JSON](), JSON.null, true)
        while true {
            let page = try page(order, ["last": JSON(size), "before": before])
            let rest = all.count - seen.count
            #expect(page.ids == Array(all[max(0, rest - size)..<rest]))
            #expect(page.hasNext == !isLast)
            #expect(page.start == page.cursors.first ?? .null && page.end == page.cursors.last ?? .null)
            seen = page.ids + seen
            #expect(page.hasPrevious == (seen.count < all.count))
            guard page.hasPrevious, seen.count < all.count else { break }
            (before, isLast) = (page.start, false)
        }
        #expect(seen == all)
    }

    /// Between two cursors, and with a filter on top; literals say the same as variables.
    @Test(arguments: orders) func cursorsBoundAPage(order: String) throws {
        let filter = "where: { id: { gt: 0 } }"
        let all = try page(order, ["first": 100], filter: filter)
        #expect(all.ids == (try list(order, filter: filter)))
        let (low, high) = (all.cursors[0], all.cursors[all.cursors.count - 1])
        let between = try page(order, ["after": low, "before": high], filter: filter)
        #expect(between.ids == Array(all.ids[1..<(all.ids.count - 1)]))
        #expect(between.hasNext && between.hasPrevious)
        let none = try page(order, ["after": high, "first": 5], filter: filter)
        #expect(none.ids.isEmpty && !none.hasNext && none.hasPrevious && none.start == .null && none.end == .null)
        let literal = "{ postsConnection(\(order), after: \(low.text), first: 2) { nodes { id } } }"
        #expect(try bench.data(literal) == ["postsConnection": ["nodes": .array(all.ids[1..<3].map { ["id": $0] })]])
    }

    @Test func countsOnlyWhenAsked() throws {
        let query = "{ postsConnection(first: 1, where: { published: { eq: true } }) { totalCount __typename } }"
        let expected = try bench.json("select to_json(count(*)::text) from public.posts where published")
        #expect(try bench.data(query) == ["postsConnection": ["totalCount": expected, "__typename": "PostConnection"]])
        let request = try Request(query, in: blog)
        #expect(!request.texts[0].contains("order by"))
        let page = try Request("{ postsConnection { nodes { id } } }", in: blog)
        #expect(!page.texts[0].contains("count("))
    }

    /// The rows of a relation by pages, relations inside, one statement.
    @Test func relationsHavePages() throws {
        let query = """
            { users(orderBy: [{ id: ASC }]) {
                id
                postsConnection(last: 1, orderBy: [{ title: ASC }]) {
                    totalCount
                    edges { node { title author { id } commentsConnection(first: 1) { nodes { number } } } }
                    pageInfo { hasPreviousPage }
                }
            } }
            """
        let expected = try bench.json(
            """
            select json_agg(json_build_object('id', u.id, 'postsConnection', json_build_object(
                'totalCount', (select count(*)::text from public.posts p where p.author_id = u.id),
                'edges', coalesce((select json_agg(json_build_object('node', json_build_object(
                    'title', p.title, 'author', json_build_object('id', p.author_id),
                    'commentsConnection', json_build_object('nodes', coalesce(
                        (select json_agg(json_build_object('number', c.number)) from (
                            select * from public.comments c where c.post_id = p.id order by number limit 1) c), '[]'))
                ))) from (select * from public.posts p where p.author_id = u.id order by title desc limit 1) p), '[]'),
                'pageInfo', json_build_object('hasPreviousPage',
                    (select count(*) > 1 from public.posts p where p.author_id = u.id))
            )) order by u.id) from public.users u
            """)
        #expect(try bench.data(query) == ["users": expected])
        #expect(try Request(query, in: blog).texts.count == 1)
    }

    private func refusal(_ query: String, _ variables: JSONObject = JSONObject()) throws -> GraphQLError {
        let found = #expect(throws: RequestErrors.self) { try Request(query, variables, in: blog) }
        return try #require(found?.errors.first)
    }

    @Test func aCursorBelongsToItsOrdering() throws {
        let cursor = try page("orderBy: [{ price: ASC }]", ["first": 1]).end
        for order in ["", "orderBy: [{ price: DESC }]", "orderBy: [{ price: ASC_NULLS_FIRST }]"] {
            let query = "query ($c: String) { postsConnection(\(order) after: $c) { nodes { id } } }"
            let error = try refusal(query, ["c": cursor])
            #expect(error.code == .badUserInput && error.message.contains("another ordering"))
            #expect(error.message.contains("$c"))
        }
        // Spelled otherwise, it is the same ordering.
        #expect(try page("orderBy: [{ price: ASC_NULLS_LAST }, { id: ASC }]", ["after": cursor]).hasPrevious)
        let comments = "query ($c: String) { commentsConnection(before: $c) { nodes { number } } }"
        #expect(try refusal(comments, ["c": cursor]).message.contains("another ordering"))
    }

    @Test(arguments: ["", "x", "WyJhIl0", "W10", "bnVsbA", "WzFd", "WyJhIix7fV0"])
    func whatNoStatementMadeIsRefused(cursor: String) throws {
        for argument in ["after", "before"] {
            let literal = try refusal("{ postsConnection(\(argument): \"\(cursor)\") { nodes { id } } }")
            #expect(literal.code == .badUserInput)
            let query = "query ($c: String) { postsConnection(\(argument): $c) { nodes { id } } }"
            #expect(try refusal(query, ["c": .string(cursor)]).code == .badUserInput)
        }
    }

    @Test func aPageIsCountedFromOneEnd() throws {
        #expect(try refusal("{ postsConnection(first: 1, last: 1) { nodes { id } } }").message.contains("exclude"))
        #expect(try refusal("{ postsConnection(first: 101) { nodes { id } } }").code == .limitExceeded)
        #expect(try refusal("{ postsConnection(last: -1) { nodes { id } } }").code == .badUserInput)
        for end in ["first", "last"] {
            let none = try page("", [end: 0])
            #expect(none.ids.isEmpty && none.start == .null && none.end == .null, "\(end)")
            #expect((none.hasNext, none.hasPrevious) == (end == "first", end == "last"))
            let parts = "startCursor endCursor hasNextPage hasPreviousPage"
            let literal = "{ postsConnection(\(end): 0) { pageInfo { \(parts) } } }"
            let info = try JSONReader(bench.data(literal)).member("postsConnection").member("pageInfo")
            #expect(try info.optionalString("startCursor") == nil && info.optionalString("endCursor") == nil)
        }
    }

    @Test func objectsWithoutAnyFieldAreThere() throws {
        let none = "... @skip(if: true) { __typename }"
        #expect(try bench.data("{ postsConnection { \(none) } }") == ["postsConnection": [:]])
        let query = "{ postsConnection(first: 1) { pageInfo { \(none) } edges { \(none) } nodes { \(none) } } }"
        #expect(try bench.data(query) == ["postsConnection": ["pageInfo": [:], "edges": [[:]], "nodes": [[:]]]])
        let aggregates = "{ postsAggregate { \(none) } posts(limit: 1) { commentsAggregate { \(none) } } }"
        #expect(try bench.data(aggregates) == ["postsAggregate": [:], "posts": [["commentsAggregate": [:]]]])
    }

    /// Cursors of one ordering share a statement as long as the same of their values are null.
    @Test func cursorsOfOneOrderingShareAShape() throws {
        let order = "orderBy: [{ price: ASC_NULLS_FIRST }]"
        let query = "query ($c: String) { postsConnection(\(order) after: $c) { nodes { id } } }"
        func shapeOf(_ cursor: JSON) throws -> Shape {
            let request = try Request(query, ["c": cursor], in: blog)
            return try shape(of: request.variables, for: request.operation, in: blog)
        }
        let cursors = try page(order, ["first": 100]).cursors
        let last = cursors.count - 1
        #expect(try shapeOf(cursors[last]) == shapeOf(cursors[last - 1]))
        #expect(try shapeOf(cursors[0]) != shapeOf(cursors[last]))
    }

    /// What a client writes into a cursor cannot make one shape look like another.
    @Test func shapesOfForgedCursorsDiffer() throws {
        let query = """
            query ($a: String, $b: String, $c: String, $d: String, $s: Boolean!) {
                a: postsConnection(after: $a) @skip(if: $s) { totalCount }
                b: postsConnection(after: $b) @skip(if: $s) { totalCount }
                c: postsConnection(after: $c) @skip(if: $s) { totalCount }
                d: postsConnection(after: $d) @skip(if: $s) { totalCount }
            }
            """
        func shapeOf(_ cursors: [JSON]) throws -> Shape {
            let values = zip(["a", "b", "c", "d"], cursors).reduce(into: JSONObject()) { $0.append($1.0, $1.1) }
            let request = try Request(query, values.appending("s", true), in: blog)
            return try shape(of: request.variables, for: request.operation, in: blog)
        }
        // ["00x","1"], ["x","1"], ["ab","2"] and ["00ab","2"], in base64url.
        let (one, two, three, four): (JSON, JSON, JSON, JSON) = (
            "WyIwMHgiLCIxIl0", "WyJ4IiwiMSJd", "WyJhYiIsIjIiXQ", "WyIwMGFiIiwiMiJd"
        )
        #expect(try shapeOf([one, nil, nil, three]) != shapeOf([nil, nil, two, four]))
        #expect(try shapeOf([one, nil, nil, three]) != shapeOf([nil, nil, one, three]))
    }

    /// A page deep in a table starts where its cursor is.
    @Test(arguments: ["", "orderBy: [{ id: DESC }]"]) func anIndexStartsAtTheCursor(order: String) throws {
        let cursor = try page(order, ["first": 3]).end
        let connection = bench.connection
        try connection.script("set enable_seqscan = off")
        defer { _ = try? connection.script("reset enable_seqscan") }
        let plan = try bench.explain(
            "query ($c: String) { postsConnection(\(order) after: $c) { nodes { id } } }", ["c": cursor])
        #expect(plan.contains("Index") && plan.contains("Index Cond: (id \(order.isEmpty ? ">" : "<")"), "\(plan)")
        #expect(!plan.contains("Sort"), "\(plan)")
    }
}

extension JSONObject {
    fileprivate func appending(_ key: String, _ value: JSON) -> JSONObject {
        var object = self
        object.append(key, value)
        return object
    }
}
