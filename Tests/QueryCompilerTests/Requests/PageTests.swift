import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Testing

struct PageTests {
    let bench: RequestBench

    init() throws { bench = try RequestBench("blog", blog) }

    @Test(arguments: [
        ("[]", "id"),
        ("[{ price: ASC }]", "price, id"),
        ("[{ price: DESC }]", "price desc, id desc"),
        ("[{ price: ASC_NULLS_FIRST }]", "price nulls first, id"),
        ("[{ price: DESC_NULLS_LAST }]", "price desc nulls last, id desc"),
        ("[{ published: DESC }, { title: ASC }]", "published desc, title, id"),
        (
            "[{ author: { username: DESC_NULLS_LAST } }]",
            "(select username from public.users where id = author_id) desc nulls last, id desc"
        ),
        (
            "[{ author: { fullName: ASC } }, { id: DESC }]",
            "(select full_name from public.users where id = author_id), id desc"
        ),
        ("{ id: DESC }", "id desc"),
    ])
    func anOrderIsThatOfItsColumnsAndTotal(order: String, columns: String) throws {
        let expected = try bench.json(
            "select json_agg(json_build_object('id', id::text) order by \(columns)) from public.posts")
        #expect(try bench.data("{ posts(orderBy: \(order)) { id } }") == ["posts": expected])
    }

    @Test func anOrderComesFromVariables() throws {
        let query =
            "query ($o: [PostOrderBy!], $d: OrderDirection!) { a: posts(orderBy: $o, limit: 1) { id } b: posts(orderBy: [{ author: { id: $d } }], limit: 1) { id } }"
        let data = try bench.data(query, ["o": [["author": ["username": "ASC_NULLS_FIRST"]]], "d": "DESC_NULLS_LAST"])
        #expect(data == ["a": [["id": "4"]], "b": [["id": "5"]]])
    }

    @Test func aPageHasItsLimitAndOffset() throws {
        let query = "query ($l: Int, $o: Int) { posts(limit: $l, offset: $o) { id } }"
        #expect(try bench.data(query, ["l": 1, "o": 1]) == ["posts": [["id": "3"]]])
        #expect(try bench.data(query, ["l": 0]) == ["posts": []])
        #expect(try bench.data(query, ["o": 2147483647]) == ["posts": []])
        #expect(
            try bench.data("{ posts(limit: 2, offset: 3) { id } }") == [
                "posts": [["id": "5"], ["id": "9007199254740993"]]
            ])
    }

    @Test func withoutALimitThereIsTheDefault() throws {
        let bench = try RequestBench(writing: "blog", blog)
        try bench.connection.query(
            "insert into public.users select n, 'u' || n, null, null, null, now() from generate_series(10, 300) n")
        func count(_ query: String, _ variables: JSONObject = JSONObject()) throws -> Int? {
            guard case .object(let data) = try bench.data(query, variables), case .array(let rows)? = data["users"]
            else { return nil }
            return rows.count
        }
        #expect(try count("{ users { id } }") == 10)
        #expect(try count("{ users(limit: null) { id } }") == 10)
        #expect(try count("query ($l: Int) { users(limit: $l) { id } }", ["l": nil]) == 10)
        #expect(try count("query ($l: Int) { users(limit: $l) { id } }", ["l": 100]) == 100)
    }

    @Test(arguments: [
        ("{ users(limit: 101) { id } }", "{}", ErrorCode.limitExceeded),
        ("{ users { posts(limit: 101) { id } } }", "{}", .limitExceeded),
        ("{ users(limit: -1) { id } }", "{}", .badUserInput),
        ("{ users(offset: -1) { id } }", "{}", .badUserInput),
        ("query ($l: Int) { users(limit: $l) { id } }", "{\"l\": 101}", .limitExceeded),
        ("query ($l: Int) { users(limit: $l) { id } }", "{\"l\": -1}", .badUserInput),
        ("query ($l: Int) { users(offset: $l) { id } }", "{\"l\": -2147483648}", .badUserInput),
        ("{ users(orderBy: [{ id: ASC, username: ASC }]) { id } }", "{}", .validationFailed),
        ("{ users(orderBy: [{}]) { id } }", "{}", .validationFailed),
        ("query ($d: OrderDirection) { users(orderBy: [{ id: $d }]) { id } }", "{}", .validationFailed),
        ("query ($d: OrderDirection!) { users(orderBy: [{ id: $d }]) { id } }", "{}", .badUserInput),
        ("query ($d: OrderDirection!) { users(orderBy: [{ id: $d }]) { id } }", "{\"d\": null}", .badUserInput),
        ("query ($o: [UserOrderBy!]) { users(orderBy: $o) { id } }", "{\"o\": [{}]}", .badUserInput),
    ])
    func aPageOutOfBoundsIsRefused(query: String, variables: String, code: ErrorCode) throws {
        let error = #expect(throws: RequestErrors.self) {
            try bench.data(query, try object(variables))
        }
        #expect(error?.errors.first?.code == code)
    }
}
