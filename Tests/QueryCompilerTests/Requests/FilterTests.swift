import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Testing

/// Every filter against the same condition written by hand.
struct FilterTests {
    let bench: RequestBench

    init() throws { bench = try RequestBench("blog", blog) }

    @Test(arguments: [
        ("{ id: { eq: \"9007199254740993\" } }", "id = 9007199254740993"),
        ("{ id: { in: [2, 3] } }", "id in (2, 3)"),
        ("{ id: { in: [] } }", "false"),
        ("{ id: { nin: [] } }", "true"),
        ("{ price: { nin: [\"9.9\", 0] } }", "price not in (9.9, 0)"),
        ("{ price: { gt: \"0\", lte: \"9.90\" } }", "price > 0 and price <= 9.9"),
        ("{ published: { neq: true } }", "not published"),
        ("{ price: { isNull: true } }", "price is null"),
        ("{ price: { isNull: false } }", "price is not null"),
        ("{ title: { startsWith: \"100%\" } }", "title = '100% sure'"),
        ("{ title: { startsWith: \"1%\" } }", "false"),
        ("{ title: { endsWith: \"n_\" } }", "id = 4"),
        ("{ title: { icontains: \"ORPHAN\" } }", "id in (4, 5)"),
        ("{ title: { like: \"orphan_\" } }", "id in (4, 5)"),
        ("{ tags: { eq: [\"x,y\", \"q\\\"t\"] } }", "id = 4"),
        ("{ tags: { eq: [] } }", "id = 2"),
        ("{ and: [] }", "true"),
        ("{ or: [] }", "false"),
        ("{ not: { or: [] } }", "true"),
        ("{ not: { price: { gt: 0 } } }", "not price > 0"),
        (
            "{ or: [{ id: { eq: 2 } }, { title: { eq: \"First\" }, published: { eq: true } }] }",
            "id = 2 or title = 'First'"
        ),
        ("{ or: [{ and: [{ id: { eq: 2 } }, { id: { eq: 3 } }] }, { id: { eq: 4 } }] }", "id = 4"),
        ("{ published: { eq: true }, or: [{ id: { eq: 3 } }, { id: { eq: 2 } }] }", "published and id in (3, 2)"),
        ("{ not: { or: [{ id: { eq: 3 } }, { id: { eq: 2 } }] } }", "id not in (3, 2)"),
        ("{ author: { username: { eq: \"ada\" } } }", "author_id = 1"),
        ("{ not: { author: { id: { gt: 0 } } } }", "author_id is null"),
        ("{ comments: { some: { userId: { eq: 2 } } } }", "id = 2"),
        ("{ comments: { some: {} } }", "id in (2, 3, 5)"),
        ("{ comments: { none: {} } }", "id not in (2, 3, 5)"),
        ("{ comments: { none: { userId: { eq: 2 } } } }", "id <> 2"),
        ("{ comments: { every: { content: { contains: \"o\" } } } }", "id not in (2, 5)"),
        ("{ comments: { some: { user: { mood: { eq: so_so } } } } }", "id = 2"),
        ("{ author: { mood: { in: [happy, so_so] } } }", "author_id in (1, 3)"),
        ("{ author: { moods: { eq: [happy, so_so] } } }", "author_id = 1"),
    ])
    func aFilterMeansItsCondition(filter: String, condition: String) throws {
        let expected = try bench.json(
            "select coalesce(json_agg(json_build_object('id', id::text) order by id), '[]') from public.posts where \(condition)"
        )
        #expect(try bench.data("{ posts(where: \(filter)) { id } }") == ["posts": expected])
    }

    /// What ties related rows to theirs holds whatever the filter beside it is.
    @Test func aFilterOnRelatedRowsLeadsToNoRowsOfOthers() throws {
        let posts = "posts(where: { or: [{ id: { eq: 3 } }, { id: { eq: 5 } }] }) { id }"
        #expect(
            try bench.data("{ users { id \(posts) } }") == [
                "users": [
                    ["id": 1, "posts": []], ["id": 2, "posts": [["id": "3"]]], ["id": 3, "posts": [["id": "5"]]],
                    ["id": 4, "posts": []],
                ]
            ])
        let some = "posts: { some: { or: [{ id: { eq: 3 } }, { id: { eq: 4 } }] } }"
        #expect(try bench.data("{ users(where: { \(some) }) { id } }") == ["users": [["id": 2]]])
    }

    /// A post without a price is not known to be dear.
    @Test func everyDoesNotHoldForWhatIsUnknown() throws {
        let query = "{ users(where: { posts: { every: { price: { gt: 0 } } } }) { id } }"
        #expect(try bench.data(query) == ["users": [["id": 2], ["id": 4]]])
    }

    /// Whatever stands in a text, `contains` and its kin look for that and nothing else.
    @Test func wildcardsInATextAreText() throws {
        let texts = [
            "%", "_", "\\", "\\%", "\\_", "\\\\", "%%", "a%", "%a", "a_c", "a\\", "\\a", "ab", "abc", "AB", "'", "''",
            "\"", "' or true --", "$1", "\u{e9}", "e\u{301}", "'\u{301}", "",
        ]
        let bench = try RequestBench(writing: "blog", blog)
        for (number, text) in (texts + ["xabcx", "x%x", "x_x", "x\\x"]).enumerated() {
            try bench.connection.query(
                "insert into public.posts (id, title, published) values ($1::int, $2, true)",
                [String(1000 + number), text])
        }
        let conditions: [(name: String, sql: (_ title: String, _ text: String) -> String)] = [
            ("contains", { "position(\($1) in \($0)) > 0" }), ("startsWith", { "starts_with(\($0), \($1))" }),
            ("endsWith", { "right(\($0), length(\($1))) = \($1)" }),
        ]
        for text in texts {
            for (name, sql) in conditions {
                try expect(bench, name, text, where: sql("title", "$1::text"))
                try expect(bench, "i\(name)", text, where: sql("lower(title)", "lower($1::text)"))
            }
        }
    }

    /// As a literal and as a variable.
    private func expect(_ bench: RequestBench, _ name: String, _ text: String, where condition: String) throws {
        let answer = try bench.connection.query(
            "select json_agg(json_build_object('id', id::text) order by id) from public.posts where \(condition)",
            [text])
        let expected: JSON = ["posts": try answer.single.map { try parseJSON($0) } ?? []]
        func query(_ value: String) -> String { "posts(limit: 100, where: { title: { \(name): \(value) } }) { id }" }
        let literal = JSON.string(text)
        #expect(try bench.data("{ \(query(literal.text)) }") == expected, "\(name) \(literal.text)")
        #expect(
            try bench.data("query ($t: String) { \(query("$t")) }", ["t": literal]) == expected,
            "\(name) \(literal.text)")
    }

    @Test func theSameFilterComesFromVariables() throws {
        let query = "query ($where: PostFilter) { posts(where: $where) { id } }"
        let filter: JSON = [
            "or": [
                ["author": ["mood": ["in": ["so_so"]]]], ["id": ["in": ["2", 4]], "published": ["eq": true]],
                ["tags": ["eq": ["a", "b"]]], ["title": ["startsWith": "100%"]],
            ]
        ]
        let data = try bench.data(query, ["where": filter])
        #expect(data == ["posts": [["id": "3"], ["id": "4"], ["id": "5"], ["id": "9007199254740993"]]])
    }

    @Test func variablesStandInsideLiterals() throws {
        let query =
            "query ($a: BigInt!, $b: [String!], $t: String) { posts(where: { id: { in: [2, $a] }, tags: { neq: $b }, title: { contains: $t } }) { id } }"
        #expect(
            try bench.data(query, ["a": "4", "b": ["a\\", "\"b\""], "t": "o"]) == ["posts": [["id": "2"], ["id": "4"]]])
        #expect(try bench.data(query, ["a": "4", "b": ["x,y", "q\"t"], "t": "_"]) == ["posts": []])
    }

    @Test(arguments: [
        "{ posts(where: {}) { id } }",
        "{ posts(where: { id: {} }) { id } }",
        "{ posts(where: { id: { eq: null } }) { id } }",
        "{ posts(where: { not: {} }) { id } }",
        "{ posts(where: { or: [{}] }) { id } }",
        "{ posts(where: { author: {} }) { id } }",
        "{ posts(where: { comments: { every: {} } }) { id } }",
        "{ posts(where: null) { id } }",
        "{ users { posts(where: null) { id } } }",
        "query ($x: PostFilter) { posts(where: $x) { id } }",
        "query ($x: PostFilter = null) { posts(where: $x) { id } }",
        "query ($x: PostFilter) { users { posts(where: $x) { id } } }",
        "query ($x: PostFilter) { posts(where: { id: { gt: 1 }, not: $x }) { id } }",
        "query ($x: PostFilter) { users(where: { posts: { some: {}, none: $x } }) { id } }",
        "query ($x: BigInt) { posts(where: { id: { gt: $x, lt: 3 } }) { id } }",
        "query ($x: UserFilter) { posts(where: { id: { gt: 1 }, author: $x }) { id } }",
        "query ($x: [PostFilter!]) { posts(where: { id: { gt: 1 }, and: $x }) { id } }",
        "query ($x: BigInt) { posts(where: { id: { eq: $x } }) { id } }",
        "query ($x: PostFilter) { posts(where: { not: $x }) { id } }",
        "query ($x: Int) { posts(where: { comments: { some: { userId: { eq: $x } } } }) { id } }",
        "query ($x: Boolean) { posts(where: { id: { isNull: $x } }) { id } }",
        "query ($x: PostFilter = {}) { posts(where: $x) { id } }",
        "query ($x: PostFilter = { author: {} }) { posts(where: { and: [$x] }) { id } }",
    ])
    func aFilterThatSaysNothingIsRefused(query: String) throws {
        let error = #expect(throws: RequestErrors.self) { try Request(query, in: blog) }
        let codes: Set<ErrorCode> = [.badUserInput, .validationFailed]
        #expect(error.map { Set($0.errors.map(\.code)).isSubset(of: codes) } == true)
    }

    /// One sentence for each, wherever it is found: in a literal, a variable, or what absent variables leave.
    @Test(arguments: [
        ("{}", "An empty filter would match every row: leave it out instead."),
        ("{ not: {} }", "An empty filter would match every row: leave it out instead."),
        ("{ id: {} }", "A filter on a column needs at least one operator of BigIntFilter."),
        ("{ comments: {} }", "A filter on a list needs at least one of some, every and none."),
        ("{ id: { eq: null } }", "\"eq\" may not be null: rows without a value are found with isNull."),
        ("{ and: null }", "\"and\" may not be null: leave it out instead."),
        ("{ author: null }", "\"author\" may not be null: leave it out instead."),
    ])
    func aRefusalHasOneWording(filter: String, sentence: String) throws {
        let literal = #expect(throws: RequestErrors.self) {
            try Request("{ posts(where: \(filter)) { id } }", in: blog)
        }
        #expect(literal?.errors.map(\.message) == [sentence])
        #expect(literal?.errors.map(\.code) == [.badUserInput])
        let asDefault = #expect(throws: RequestErrors.self) {
            try Request("query ($w: PostFilter = \(filter)) { posts(where: $w) { id } }", in: blog)
        }
        #expect(asDefault?.errors.count == 1)
        #expect(asDefault?.errors.allSatisfy { $0.message.hasSuffix(sentence) && $0.code == .badUserInput } == true)
        let json = try object("{ \"w\": \(quotedKeys(filter)) }")
        let variable = #expect(throws: RequestErrors.self) {
            try Request("query ($w: PostFilter) { posts(where: $w) { id } }", json, in: blog)
        }
        #expect(variable?.errors.count == 1)
        #expect(
            variable?.errors.allSatisfy {
                $0.message.hasPrefix("$w") && $0.message.hasSuffix(": \(sentence)") && $0.code == .badUserInput
            } == true, "\(variable?.errors.first?.message ?? "")")
    }

    @Test(arguments: [
        (
            "query ($x: BigInt) { posts(where: { id: { eq: $x } }) { id } }", "{}",
            "where.id.eq: The variable has no value, and without it more rows would match: leave the condition out instead."
        ),
        (
            "query ($x: BigInt) { posts(where: { id: { eq: $x } }) { id } }", "{\"x\":null}",
            "$x: \"eq\" may not be null: rows without a value are found with isNull."
        ),
        (
            "query ($x: PostFilter) { posts(where: { not: $x }) { id } }", "{\"x\":{}}",
            "$x: An empty filter would match every row: leave it out instead."
        ),
    ])
    func whatVariablesLeaveHasTheSameWording(query: String, variables: String, message: String) throws {
        let error = #expect(throws: RequestErrors.self) { try Request(query, object(variables), in: blog) }
        #expect(error?.errors.map(\.message) == [message])
        #expect(error?.errors.map(\.code) == [.badUserInput])
    }

    private func quotedKeys(_ literal: String) -> String {
        var text = ""
        var word = ""
        for character in literal {
            if character.isLetter {
                word.append(character)
                continue
            }
            text += word.isEmpty || word == "null" ? word : "\"\(word)\""
            word = ""
            text.append(character)
        }
        return text
    }

    @Test func aNullInVariablesIsRefused() {
        for query in [
            "query ($x: PostFilter) { posts(where: $x) { id } }",
            "query ($x: PostFilter) { users { posts(where: $x) { id } } }",
            "query ($x: PostFilter) { posts(where: { id: { gt: 1 }, not: $x }) { id } }",
        ] {
            let error = #expect(throws: RequestErrors.self) { try Request(query, ["x": nil], in: blog) }
            #expect(error?.errors.first?.code == .badUserInput)
            #expect(error?.errors.first?.locations.isEmpty == false)
        }
    }
}
