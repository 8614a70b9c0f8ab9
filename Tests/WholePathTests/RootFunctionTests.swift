import CatalogModel
import Configuration
import JSONText
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping
import Support
import Testing

/// Functions that `fraiseql.toml` names as fields of Query.
struct RootFunctionTests {
    private static let tables = """
        create type status as enum ('draft', 'on-sale');
        create domain code as text check (value ~ '^[a-z]+$');
        create table makers (id int primary key, name text not null);
        create table products (
            id int primary key, maker_id int not null references makers, name text not null, price numeric not null,
            status status not null default 'draft', "position" int);
        create table notes (body text);
        insert into makers values (1, 'acme'), (2, 'bell');
        insert into products values
            (1, 1, 'red chair', 30, 'on-sale'), (2, 1, 'blue chair', 50, 'draft'), (3, 2, 'green chair', 40, 'on-sale'),
            (4, 2, 'lamp', 10, 'draft');
        create function search_products(query text, min_price numeric default 20, "Statuses" status[] default null)
            returns setof products language sql stable begin atomic
            select * from products
            where name like '%' || query || '%' and price >= min_price and ("Statuses" is null or status = any ("Statuses"))
            order by price desc;
        end;
        comment on function search_products is 'Products by name, the dearest first.';
        create function cheapest(maker int) returns products language sql stable strict begin atomic
            select * from products where maker_id = maker order by price limit 1; end;
        create function price_of(product int default 4) returns numeric language sql stable strict
            begin atomic select price from products where id = product; end;
        create function paint(products) returns text language sql immutable return split_part($1.name, ' ', 1);
        """

    private func makeDatabase(_ more: String = "", toml: String) throws -> InstalledDatabase {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(Self.tables + more)
        let read = try readConfiguration(toml) { _ in nil }
        return try InstalledDatabase(database) { $0 = read }
    }

    private static let three = """
        [functions."public.search_products"]
        [functions."public.cheapest"]
        [functions."public.price_of"]
        """

    private func findings(_ database: InstalledDatabase, _ toml: String) throws -> [Finding] {
        mapSchema(database.catalog, try readConfiguration(toml) { _ in nil }, installed: nil).findings
    }

    @Test func nothingIsAFieldUnlessItIsNamed() throws {
        let database = try makeDatabase(toml: "")
        #expect(database.model.functions == [])
        #expect(database.schema.object("Query")?.field("searchProducts") == nil)
    }

    @Test func rowsComeInTheFunctionsOrderWithAllThatListsHave() throws {
        let database = try makeDatabase(toml: Self.three)
        func check(_ query: String, _ expected: JSON, _ variables: JSONObject = JSONObject()) throws {
            #expect(try database.data(query, variables)["all"] == expected, "\(query)")
        }
        func ids(_ ids: Int...) -> JSON { .array(ids.map { ["id": JSON($0)] }) }
        try check("{ all: searchProducts(query: \"chair\") { id } }", ids(2, 3, 1))
        try check("{ all: searchProducts(query: \"chair\", limit: 1, offset: 1) { id } }", ids(3))
        try check("{ all: searchProducts(query: \"chair\", orderBy: [{ name: ASC }]) { id } }", ids(2, 3, 1))
        try check(
            "{ all: searchProducts(query: \"chair\", orderBy: [{ maker: { name: DESC } }, { id: DESC }]) { id } }",
            ids(3, 2, 1))
        try check(
            "{ all: searchProducts(query: \"chair\", where: { maker: { name: { eq: \"acme\" } } }) { id } }", ids(2, 1))
        try check("{ all: searchProducts(query: \"\", distinctOn: [makerId]) { id } }", ids(2, 3))
        try check(
            "{ all: searchProducts(query: \"chair\", limit: 2) { name paint nodeId maker { name products { id } } } }",
            [
                [
                    "name": "blue chair", "paint": "blue", "nodeId": "WyJQcm9kdWN0IiwgIjIiXQ",
                    "maker": ["name": "acme", "products": [["id": 1], ["id": 2]]],
                ],
                [
                    "name": "green chair", "paint": "green", "nodeId": "WyJQcm9kdWN0IiwgIjMiXQ",
                    "maker": ["name": "bell", "products": [["id": 3], ["id": 4]]],
                ],
            ])
        try check("{ all: cheapest(maker: 2) { name maker { name } } }", ["name": "lamp", "maker": ["name": "bell"]])
        try check("{ all: cheapest(maker: 9) { name } }", nil)
        let field = try #require(database.schema.object("Query")?.field("searchProducts"))
        #expect(field.type.description == "[Product!]!")
        #expect(field.description == "Products by name, the dearest first.")
        #expect(
            field.arguments.map { "\($0.name): \($0.type)" } == [
                "query: String!", "minPrice: Decimal", "statuses: [Status]", "where: ProductFilter",
                "orderBy: [ProductOrderBy!]", "limit: Int", "offset: Int", "distinctOn: [ProductColumn!]",
            ])
    }

    /// In the function's order, in which a cursor is a place; under another one as every page is.
    @Test func rowsComeByPages() throws {
        let database = try makeDatabase(toml: Self.three)
        func page(_ arguments: String, _ cursor: JSON? = nil) throws -> (ids: [Int], info: JSONObject) {
            let after = cursor.map { ", after: \($0.text)" } ?? ""
            let data = try database.data(
                "{ all: searchProductsConnection(query: \"\", \(arguments)\(after)) { nodes { id } totalCount "
                    + "edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }")
            let reader = JSONReader(try #require(data["all"]))
            let ids = try reader.array("nodes") { (node) throws(JSONError) in try node.int("id") }
            #expect(try reader.string("totalCount") == "3")
            guard case .object(let all)? = data["all"], case .object(let info)? = all["pageInfo"] else {
                return (ids, [:])
            }
            return (ids, info)
        }
        // The lamp is too cheap; the dearest come first.
        for (arguments, expected) in [("first: 2", [2, 3, 1]), ("first: 2, orderBy: [{ name: DESC }]", [1, 3, 2])] {
            let first = try page(arguments)
            #expect(first.ids == Array(expected.prefix(2)) && first.info["hasNextPage"] == true)
            let second = try page(arguments, first.info["endCursor"])
            #expect(second.ids == [expected[2]] && second.info["hasNextPage"] == false)
            #expect(second.info["hasPreviousPage"] == true)
            #expect(throws: RequestErrors.self) {
                try page("first: 1, orderBy: [{ id: ASC }]", first.info["endCursor"])
            }
        }
        let last = try page("last: 2")
        #expect(last.ids == [3, 1] && last.info["hasPreviousPage"] == true)
        let nodes = try database.data(
            "{ all: searchProductsConnection(query: \"chair\", minPrice: \"45\", where: { makerId: { eq: 1 } }) { nodes { name paint } } }"
        )
        #expect(nodes["all"] == ["nodes": [["name": "blue chair", "paint": "blue"]]])
    }

    @Test func rowsAreCountedAndGrouped() throws {
        let database = try makeDatabase(toml: Self.three)
        #expect(
            try database.data(
                "query ($q: String!) { all: searchProductsAggregate(query: $q, where: { price: { lt: 45 } }) { count price { max } paint { min } } }",
                ["q": "chair"])["all"] == ["count": "2", "price": ["max": "40"], "paint": ["min": "green"]])
        #expect(
            try database.data(
                "{ all: searchProductsGroups(query: \"\", groupBy: [{ column: makerId }], having: { count: { gt: 1 } }) { key { makerId } aggregate { count price { sum } } } }"
            )["all"] == [["key": ["makerId": 1], "aggregate": ["count": "2", "price": ["sum": "80"]]]])
        #expect(throws: RequestErrors.self) { try database.data("{ searchProductsAggregate { count } }") }
        let query = try #require(database.schema.object("Query"))
        #expect(query.field("cheapestAggregate") == nil && query.field("priceOfConnection") == nil)
    }

    @Test func anAbsentArgumentHasTheDefaultAndNullIsAValue() throws {
        let database = try makeDatabase(toml: Self.three)
        let query =
            "query ($q: String!, $min: Decimal, $s: [Status]) { all: searchProducts(query: $q, minPrice: $min, statuses: $s) { id } }"
        func ids(_ variables: JSONObject) throws -> [Int] {
            try JSONReader(database.data(query, variables)["all"] ?? .null).array { (row) throws(JSONError) in
                try row.int("id")
            }
        }
        #expect(try ids(["q": ""]) == [2, 3, 1])
        #expect(try ids(["q": "", "min": "35.5"]) == [2, 3])
        // `price >= null` holds for no row.
        #expect(try ids(["q": "", "min": nil]) == [])
        #expect(try ids(["q": "", "s": ["on_sale"]]) == [3, 1])
        #expect(try ids(["q": "", "s": [], "min": 0]) == [])
        #expect(try ids(["q": "", "s": nil]) == [2, 3, 1])
        func value(_ call: String) throws -> JSON? { try database.data("{ all: \(call) }")["all"] }
        #expect(try value("priceOf") == "10" && value("priceOf(product: 3)") == "40")
        // Strict: null without a call.
        #expect(try value("priceOf(product: null)") == JSON.null && value("priceOf(product: 9)") == JSON.null)
        #expect(throws: RequestErrors.self) { try value("searchProducts { id }") }
        #expect(throws: RequestErrors.self) { try value("searchProducts(query: null) { id }") }
        #expect(throws: RequestErrors.self) { try value("cheapest { id }") }
    }

    /// What goes in comes out, as a literal and as a variable; each as the type of its parameter.
    @Test(arguments: [
        ("bigint", "\"9007199254740993\""), ("numeric", "\"1.10\""), ("text", "\"it's $1 \\\\ \\\"x\\\"\""),
        ("varchar(3)", "\"abcdef\""), ("boolean", "true"), ("uuid", "\"0b9a7a3e-6d1c-4a70-9d2f-3f2b9a3f5c11\""),
        ("timestamptz", "\"2026-02-28T17:30:00+00:00\""), ("public.status", "on_sale"),
        ("public.status[]", "[draft, on_sale, null]"), ("text[]", "[\"a,b\", \"\", null]"), ("int[]", "[]"),
        ("jsonb", "{ a: [1, \"x\", null] }"), ("json", "\"text\""), ("public.code", "\"abc\""),
        ("public.code[]", "[\"abc\", \"d\"]"), ("int4range", "\"[1,3)\""), ("point", "\"(1,2)\""),
        ("bytea", "\"\\\\xdeadbeef\""), ("double precision", "1.5"), ("name", "\"n\""),
    ])
    func everyTypeGoesInAndOut(type: String, literal: String) throws {
        let database = try makeDatabase(
            "create function echo(\"in\" \(type), unused int default 1) returns \(type) language sql immutable return $1;",
            toml: "[functions.\"public.echo\"]")
        let argument = try #require(database.schema.object("Query")?.field("echo")?.arguments.first)
        let written = try database.data("{ all: echo(in: \(literal)) }")["all"]
        let shown = written.map { $0.text } ?? ""
        let expected = constantJSON(try parseConstant(literal).inputValue)
        #expect(written == expected, "\(shown)")
        let given = try database.data("query ($in: \(argument.type)) { all: echo(in: $in) }", ["in": expected])["all"]
        #expect(given == expected)
    }

    @Test func textStaysText() throws {
        let database = try makeDatabase(
            """
            create function "Odd ""Name"(") = 1; drop table products; --" text, "B" text default 'b') returns text
                language sql stable return $1 || $2;
            """, toml: "[functions.'public.\"Odd \"\"Name\"']\narguments = { ') = 1; drop table products; --' = \"a\" }"
        )
        let attack = "'); drop table public.products; --"
        let query = "query ($a: String!) { all: oddName(a: $a), literal: oddName(a: \"\(attack)\", b: \"\\\\\") }"
        let data = try database.data(query, ["a": .string(attack)])
        #expect(data["all"] == .string(attack + "b") && data["literal"] == .string(attack + "\\"))
        #expect(try database.json("select count(*) from public.products") == 4)
    }

    /// One statement, whatever is given; the values are no part of it.
    @Test func aCallIsOneStatement() throws {
        let database = try makeDatabase(toml: Self.three)
        let operation = try validate(
            try parse("query ($q: String!) { searchProducts(query: $q, limit: 5) { name } priceOf(product: 1) }"),
            operationName: nil, in: database.schema)
        let variables = try coerceVariables(["q": "x"], for: operation, in: database.schema)
        let request = printStatements(try plan(operation, variables, in: database.schema))
        #expect(request.callsFunctions)
        let statements = request.roots.compactMap { root in
            if case .statement(let statement) = root.answer { statement.text } else { nil }
        }
        #expect(
            statements == [
                """
                select
                    t1.name
                from (
                    select
                        v1.*,
                        f1.position_
                    from (
                        select
                            f1.id,
                            row_number() over () as position_
                        from public.search_products(query => $1::pg_catalog.text) as f1
                    ) as f1
                    join api.v_product as v1
                        on v1.id = f1.id
                ) as t1
                order by t1.position_
                limit 5
                """,
                """
                select to_json(t2.value::pg_catalog.text)
                from (
                    select public.price_of(product => $1::pg_catalog.int4) as value
                    offset 0
                ) as t2
                """,
            ])
    }

    /// What cannot be a field is an error, since it was asked for.
    @Test(arguments: [
        ("f(n int) returns int language sql volatile return n", "it is volatile: it may write"),
        ("f(n int) returns int language sql stable security definer return n", "it is security definer"),
        ("f(variadic n int[]) returns int language sql stable return 1", "any number of arguments"),
        ("f(int) returns int language sql stable return $1", "its parameters have no names"),
        ("f(n anyelement) returns int language sql stable as 'select 1'", "is of type anyelement"),
        ("f(n public.pair) returns int language sql stable return 1", "is of type public.pair"),
        ("f(n int) returns setof int language sql stable begin atomic select n; end", "it returns a set of values"),
        ("f(n int) returns void language sql stable as ''", "it returns void"),
        ("f(n int) returns table (a int) language sql stable begin atomic select n; end", "it returns a set of values"),
        (
            "f(n int) returns table (a int, b int) language sql stable begin atomic select n, n; end",
            "it returns record"
        ),
        ("f(n int) returns setof notes language sql stable begin atomic select * from notes; end", "which has no key"),
        (
            "f(n int) returns other.hidden language sql stable begin atomic select * from other.hidden; end",
            "which is not exposed"
        ),
        ("f(n int) returns products[] language sql stable return array[]::products[]", "it returns an array of rows"),
        (
            "f(n int) returns int language sql stable return n; create function f(n text) returns int language sql stable return 1",
            "several functions have this name"
        ),
    ])
    func whatCannotBeAFieldIsAnError(function: String, reason: String) throws {
        let database = try makeDatabase(
            """
            create type public.pair as (a int, b int);
            create schema other; create table other.hidden (id int primary key);
            create function \(function);
            """, toml: "[functions.\"public.f\"]")
        #expect(database.model.functions == [])
        let errors = try findings(database, "[functions.\"public.f\"]").filter { $0.severity == .error }
        #expect(
            errors.count == 1 && errors[0].text.contains(reason) && errors[0].subject == "fraiseql.toml:1:12",
            "\(errors)")
    }

    @Test(arguments: [
        ("[functions.\"public.serch_products\"]", "did you mean \"public.search_products\"?"),
        ("[functions.\"public.search_products\".arguments]\nquerry = \"q\"", "did you mean \"query\"?"),
        ("[functions.\"public.search_products\".arguments]\nquery = \"limit\"", "\"limit\" is reserved"),
    ])
    func whatTheFileNamesWronglyIsAnError(toml: String, part: String) throws {
        let database = try makeDatabase(toml: "")
        let errors = try findings(database, toml).filter { $0.severity == .error }
        #expect(errors.contains { $0.text.contains(part) }, "\(errors.map(\.text))")
    }

    @Test func namesComeFromTheRulesAndStay() throws {
        let more =
            "create function products(\"limit\" int, where_ text) returns setof products language sql stable begin atomic select * from products; end;"
        let toml =
            "[functions.\"public.products\"]\n[functions.\"public.price_of\"]\nfield = \"price\"\narguments = { product = \"id\" }"
        let database = try makeDatabase(more, toml: toml)
        #expect(database.model.functions.map(\.field) == ["price", "products_2"])
        #expect(database.model.functions[1].arguments.map(\.name) == ["limit_", "where_"])
        #expect(try database.data("{ price(id: 1) }")["price"] == "30")
        #expect(try APIModel(json: parseJSON(database.model.json.text)) == database.model)
        // A table that would take the name of an installed function.
        var catalog = database.catalog
        var relation = try #require(catalog.relation(QualifiedName("public", "notes")))
        relation.name = QualifiedName("public", "prices")
        catalog.relations.append(relation)
        let plain = try readConfiguration("[functions.\"public.price_of\"]") { _ in nil }
        let after = mapSchema(catalog, plain, installed: database.model).model
        #expect(after.functions.map(\.field) == ["price"] && after.functions[0].arguments.map(\.name) == ["id"])
        #expect(after.entities.map(\.typeName).contains("PublicPrice"))
    }
}
