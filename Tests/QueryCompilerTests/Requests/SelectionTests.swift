import JSONText
import QueryCompiler
import SchemaMapping
import Testing

struct SelectionTests {
    let bench: RequestBench

    init() throws { bench = try RequestBench("blog", blog) }

    @Test func conditionsLeaveFieldsOutAndEqualKeysMerge() throws {
        let query = """
            query ($no: Boolean!, $yes: Boolean = true) {
                user(id: 1) { username ...a @include(if: $no) ...b @include(if: $yes) }
                user(id: 1) { id @skip(if: $no) posts(limit: 1) { title } }
                none: user(id: 1) @skip(if: $yes) { id }
            }
            fragment a on User { fullName }
            fragment b on User { posts(limit: 1) { id title } username }
            """
        #expect(
            try bench.data(query, ["no": false])
                == ["user": ["username": "ada", "posts": [["id": "2", "title": "second"]], "id": 1]])
    }

    @Test func anObjectWithEveryFieldSkippedIsEmpty() throws {
        let query =
            "query ($yes: Boolean!) { users(limit: 2) { id @skip(if: $yes) } user(id: 1) { posts(limit: 1) { id @skip(if: $yes) } } }"
        #expect(try bench.data(query, ["yes": true]) == ["users": [[:], [:]], "user": ["posts": [[:]]]])
    }

    @Test func responseKeysMayBeLongMayBeManyAndMayLookLikeAliases() throws {
        let long = String(repeating: "a", count: 80)
        #expect(
            try bench.data(
                "{ users(limit: 1) { \(long)1: id \(long)2: username r1: id t1: id object: id posts(limit: 1) { \(long)3: title } } }"
            )
                == [
                    "users": [
                        [
                            "\(long)1": 1, "\(long)2": "ada", "r1": 1, "t1": 1, "object": 1,
                            "posts": [["\(long)3": "second"]],
                        ]
                    ]
                ])
        #expect(
            try bench.data("{ r1: users(limit: 1) { r1: username t1: id r2: posts(limit: 1) { r2: id r1: title } } }")
                == ["r1": [["r1": "ada", "t1": 1, "r2": [["r2": "2", "r1": "second"]]]]])
    }

    @Test(arguments: [60, 50, 51, 150, 1_600])
    func aLongKeyAmongManyKeepsAllOfThem(count: Int) throws {
        let long = String(repeating: "b", count: 70)
        let keys = (0..<count - 1).map { "k\($0)" } + [long]
        let selection = keys.map { "\($0): username" }.joined(separator: " ")
        let expected = JSON.object(keys.reduce(into: JSONObject()) { $0.append($1, "ada") })
        #expect(try bench.data("{ user(id: 1) { \(selection) } }") == ["user": expected])
    }

    @Test func moreFieldsThanARowHoldsAreRefused() throws {
        let selection = (0...1_600).map { "k\($0): id" }.joined(separator: " ")
        let error = #expect(throws: RequestErrors.self) { try Request("{ user(id: 1) { \(selection) } }", in: blog) }
        #expect(error?.errors.first?.code == .limitExceeded)
    }

    @Test func valuesTravelInTheirScalarsForm() throws {
        let data = try bench.data(
            "{ posts(orderBy: [{ id: DESC }], limit: 4) { id price tags meta } users { mood moods } }")
        #expect(
            data == [
                "posts": [
                    ["id": "9007199254740993", "price": "9.90", "tags": ["a", "b"], "meta": ["k": [1, nil]]],
                    ["id": "5", "price": "-1.50", "tags": nil, "meta": []],
                    ["id": "4", "price": "0.00", "tags": ["x,y", "q\"t"], "meta": nil],
                    ["id": "3", "price": "12345678.90", "tags": nil, "meta": "text"],
                ],
                "users": [
                    ["mood": "happy", "moods": ["happy", "so_so"]], ["mood": nil, "moods": nil],
                    ["mood": "so_so", "moods": []], ["mood": "SAD", "moods": ["so_so", nil, "SAD"]],
                ],
            ])
    }

    @Test func typeNamesStandAnywhere() throws {
        let query = "{ __typename t: __typename user(id: 1) { t: __typename posts(limit: 1) { __typename } } }"
        #expect(
            try bench.data(query)
                == ["__typename": "Query", "t": "Query", "user": ["t": "User", "posts": [["__typename": "Post"]]]])
    }
}
