import CatalogModel
import Configuration
import JSONText
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping
import Support
import Testing

/// Functions of a row that are given arguments, or return rows.
struct RowFunctionTests {
    private static let tables = """
        create type mood as enum ('good', 'so-so');
        create table people (
            id int primary key, name text not null, friend_id int references people, "self" text, t text);
        create table orders (id int primary key, person_id int not null references people, total numeric not null);
        insert into people values (1, 'Ada', null, 's', 'x'), (2, 'Alan', 1, null, 'y'), (3, 'Grace', 1, null, null);
        insert into orders values (1, 1, 10), (2, 1, 30.5), (3, 2, 5), (4, 1, 20);
        create function greeting(people, word text, mark text default '!') returns text language sql immutable
            return word || ' ' || $1.name || mark;
        comment on function greeting is 'A word, then the name.';
        create function nick(person people, suffix text default '!') returns text language sql immutable
            return left(person.name, 2) || suffix;
        create function orders_above(people, above numeric default 0) returns setof orders language sql stable
            begin atomic select * from orders where person_id = $1.id and total > above order by total desc; end;
        create function friend_or(people, other int) returns people language sql stable
            begin atomic select * from people where id = coalesce($1.friend_id, other); end;
        create function dearest(people) returns orders language sql stable
            begin atomic select * from orders where person_id = $1.id order by total desc limit 1; end;
        create function owner(orders) returns people language sql stable
            begin atomic select * from people where id = $1.person_id; end;
        create function tagged(people, tags text[]) returns text[] language sql immutable return tags || $1.name;
        create function feels(people, as_ mood, others mood[] default '{}') returns mood[] language sql immutable
            return others || as_;
        create function times(people, factor int) returns bigint language sql immutable strict return $1.id * factor;
        create sequence calls;
        create function counted(people, n int default 1) returns text[] language plpgsql stable as
            $$ begin return array[nextval('public.calls')::text, n::text]; end $$;
        create function counted_mood(people) returns mood language plpgsql stable as
            $$ begin perform nextval('public.calls'); return 'good'::public.mood; end $$;
        """

    private func makeDatabase(_ more: String = "", toml: String = "") throws -> InstalledDatabase {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(Self.tables + more)
        let read = try readConfiguration(toml) { _ in nil }
        return try InstalledDatabase(database) { $0 = read }
    }

    @Test func argumentsAreGivenWhereverARowIs() throws {
        let database = try makeDatabase()
        func check(_ query: String, _ expected: JSON, _ variables: JSONObject = JSONObject()) throws {
            #expect(try database.data(query, variables)["all"] == expected, "\(query)")
        }
        let ada: JSON = ["greeting": "hi Ada!"]
        try check("{ all: person(id: 1) { greeting(word: \"hi\") } }", ada)
        try check(
            "{ all: people(limit: 2) { one: greeting(word: \"a\") two: greeting(mark: \"?\", word: \"b\") } }",
            [["one": "a Ada!", "two": "b Ada?"], ["one": "a Alan!", "two": "b Alan?"]])
        try check(
            "{ all: orders(limit: 1) { person { greeting(word: \"hi\") orders(limit: 1) { person { greeting(word: \"hi\") } } } } }",
            [["person": ["greeting": "hi Ada!", "orders": [["person": ada]]]]])
        try check(
            "{ all: people(where: { friendId: { isNull: true } }) { people { greeting(word: \"hi\") } } }",
            [["people": [["greeting": "hi Alan!"], ["greeting": "hi Grace!"]]]])
        try check(
            "{ all: peopleConnection(last: 1) { nodes { greeting(word: \"hi\") } edges { node { times(factor: 4) } } } }",
            ["nodes": [["greeting": "hi Grace!"]], "edges": [["node": ["times": "12"]]]])
        try check("{ all: node(nodeId: \"WyJQZXJzb24iLCAiMSJd\") { ... on Person { greeting(word: \"hi\") } } }", ada)
        try check(
            "query ($n: Int!) { all: people(distinctOn: [friendId], orderBy: [{ friendId: ASC }], limit: $n) { tagged(tags: [\"x\"]) } }",
            [["tagged": ["x", "Alan"]]], ["n": 1])
        try check(
            "{ all: people(limit: 1) { feels(as: so_so, others: [good]) tagged(tags: []) times(factor: 2) } }",
            [["feels": ["good", "so_so"], "tagged": ["Ada"], "times": "2"]])
        let field = try #require(database.schema.object("Person")?.field("greeting"))
        #expect(field.description == "A word, then the name." && field.type == .named("String"))
        #expect(field.arguments.map { "\($0.name): \($0.type)" } == ["word: String!", "mark: String"])
    }

    @Test func anAbsentArgumentHasTheDefaultAndNullIsAValue() throws {
        let database = try makeDatabase()
        let query =
            "query ($w: String!, $m: String, $f: Int) "
            + "{ person(id: 1) { greeting(word: $w, mark: $m) nick(suffix: $m) times(factor: $f) } }"
        func check(_ variables: JSONObject, _ expected: JSON) throws {
            let given = query.replacing("factor: $f", with: "factor: 3").replacing(", $f: Int", with: "")
            #expect(try database.data(given, variables)["person"] == expected)
        }
        try check(["w": "hi"], ["greeting": "hi Ada!", "nick": "Ad!", "times": "3"])
        try check(["w": "hi", "m": "?"], ["greeting": "hi Ada?", "nick": "Ad?", "times": "3"])
        try check(["w": "hi", "m": nil], ["greeting": nil, "nick": nil, "times": "3"])
        // What has no default must be given, and not null: whether the function is strict is its own matter.
        for refused in [
            "{ people { greeting } }", "{ people { greeting(word: null) { id } } }",
            "{ people { times(factor: null) } }",
            "{ people { greeting(word: 1) } }", "{ people { greeting(word: \"a\", more: 1) } }", query,
        ] { #expect(throws: RequestErrors.self, "\(refused)") { try database.data(refused) } }
    }

    /// GraphQL specification, section 5.3.2.
    @Test func fieldsOfDifferentArgumentsDoNotMerge() throws {
        let database = try makeDatabase()
        for query in [
            "{ people { greeting(word: \"a\") greeting(word: \"b\") } }", "{ people { nick nick(suffix: \"b\") } }",
            "{ people { ordersAbove { id } ordersAbove(above: 1) { id } } }",
        ] {
            let errors = #expect(throws: RequestErrors.self) { try database.data(query) }
            #expect(
                errors?.errors.first?.message.contains("the arguments differ") == true, "\(query): \(errors as Any)")
        }
        #expect(
            try database.data("{ person(id: 1) { greeting(word: \"a\") ... { greeting(word: \"a\") } } }")["person"]
                == ["greeting": "a Ada!"])
    }

    @Test func textStaysText() throws {
        let database = try makeDatabase(
            """
            create function "Odd ""Name"(people, ") = 1; drop table orders; --" text) returns text language sql stable
                return $2;
            """,
            toml: "[functions.'public.\"Odd \"\"Name\"']\narguments = { ') = 1; drop table orders; --' = \"a\" }")
        let attack = "'); drop table public.orders; -- $1 \\' \\\\ \" ${x} %s \u{1}"
        let query =
            "query ($a: String!) { person(id: 1) { oddName(a: $a) literal: oddName(a: \(JSON.string(attack).text)) "
            + "greeting(word: $a) } }"
        let person = try database.data(query, ["a": .string(attack)])["person"]
        #expect(
            person == ["oddName": .string(attack), "literal": .string(attack), "greeting": .string("\(attack) Ada!")])
        #expect(try database.json("select count(*) from public.orders") == 4)
        #expect(throws: RequestErrors.self) { try database.data(query, ["a": "\0"]) }
        let statement = try #require(statements(database, query, ["a": .string(attack)]).first)
        #expect(!statement.text.contains("${x}") && !statement.text.contains("drop table public"))
    }

    @Test func rowsAreListsAndSingleRowsOfTheirEntity() throws {
        let database = try makeDatabase()
        func check(_ query: String, _ expected: JSON) throws {
            #expect(try database.data(query)["all"] == expected, "\(query)")
        }
        func ids(_ ids: Int...) -> JSON { .array(ids.map { ["id": JSON($0)] }) }
        // In the function's order; in that of the request where it has one.
        try check(
            "{ all: people { ordersAbove { id } } }",
            [["ordersAbove": ids(2, 4, 1)], ["ordersAbove": ids(3)], ["ordersAbove": []]])
        try check(
            "{ all: person(id: 1) { ordersAbove(above: \"10\", orderBy: [{ id: DESC }]) { id person { nick } } } }",
            ["ordersAbove": [["id": 4, "person": ["nick": "Ad!"]], ["id": 2, "person": ["nick": "Ad!"]]]])
        try check(
            "{ all: person(id: 1) { ordersAbove(where: { total: { lt: \"25\" } }, offset: 1, limit: 1) { id } } }",
            ["ordersAbove": ids(1)])
        try check(
            "{ all: people { dearest { id total owner { name dearest { id } } } friendOr(other: 3) { name } } }",
            [
                [
                    "dearest": ["id": 2, "total": "30.5", "owner": ["name": "Ada", "dearest": ["id": 2]]],
                    "friendOr": ["name": "Grace"],
                ],
                [
                    "dearest": ["id": 3, "total": "5", "owner": ["name": "Alan", "dearest": ["id": 3]]],
                    "friendOr": ["name": "Ada"],
                ], ["dearest": nil, "friendOr": ["name": "Ada"]],
            ])
        // Below what is joined to a page, and on a page by cursors.
        try check(
            "{ all: orders(limit: 1) { person { ordersAbove(limit: 1) { id } dearest { id } } owner { name } } }",
            [["person": ["ordersAbove": ids(2), "dearest": ["id": 2]], "owner": ["name": "Ada"]]])
        try check(
            "{ all: peopleConnection(first: 1) { edges { node { ordersAbove(limit: 2) { id } dearest { id } } } } }",
            ["edges": [["node": ["ordersAbove": ids(2, 4), "dearest": ["id": 2]]]]])
        let fields = try #require(database.schema.object("Person"))
        #expect(fields.field("ordersAbove")?.type.description == "[Order!]!")
        #expect(fields.field("dearest")?.type == .named("Order"))
    }

    /// As of every relation to many.
    @Test func rowsComeByPagesAndAreCounted() throws {
        let database = try makeDatabase()
        #expect(
            try database.data(
                "{ all: people { ordersAboveAggregate(above: 5) { count total { sum } } dearest { person { ordersAboveConnection(first: 1) { totalCount nodes { id } pageInfo { hasNextPage } } } } } }"
            )["all"] == [
                [
                    "ordersAboveAggregate": ["count": "3", "total": ["sum": "60.5"]],
                    "dearest": [
                        "person": [
                            "ordersAboveConnection": [
                                "totalCount": "3", "nodes": [["id": 2]], "pageInfo": ["hasNextPage": true],
                            ]
                        ]
                    ],
                ],
                [
                    "ordersAboveAggregate": ["count": "0", "total": ["sum": nil]],
                    "dearest": [
                        "person": [
                            "ordersAboveConnection": [
                                "totalCount": "1", "nodes": [["id": 3]], "pageInfo": ["hasNextPage": false],
                            ]
                        ]
                    ],
                ], ["ordersAboveAggregate": ["count": "0", "total": ["sum": nil]], "dearest": nil],
            ])
        // Below what is joined to a page, and on a page by cursors: the row comes along.
        #expect(
            try database.data(
                "{ all: orders(limit: 1) { person { ordersAboveGroups(groupBy: [{ column: personId }]) { aggregate { count } } ordersAboveConnection(last: 1) { nodes { id } } } } }"
            )["all"] == [
                [
                    "person": [
                        "ordersAboveGroups": [["aggregate": ["count": "3"]]],
                        "ordersAboveConnection": ["nodes": [["id": 1]]],
                    ]
                ]
            ])
        #expect(
            try database.data(
                "{ all: peopleConnection(first: 1) { nodes { ordersAboveAggregate { count } ordersAboveConnection(first: 1) { nodes { id } } } } }"
            )["all"] == [
                "nodes": [["ordersAboveAggregate": ["count": "3"], "ordersAboveConnection": ["nodes": [["id": 2]]]]]
            ])
    }

    /// Parameters with defaults leave the column as it is: it filters, orders and groups with them.
    @Test func aColumnTakesArgumentsWhereItIsShown() throws {
        let database = try makeDatabase()
        #expect(
            try database.data(
                "{ all: people(where: { nick: { eq: \"Al!\" } }, orderBy: [{ nick: ASC }]) { nick a: nick(suffix: \"\") } }"
            )[
                "all"] == [["nick": "Al!", "a": "Al"]])
        let filter = try #require(database.schema.inputObject("PersonFilter"))
        #expect(filter.field("nick") != nil)
        #expect(filter.field("greeting") == nil && filter.field("ordersAbove") == nil && filter.field("dearest") == nil)
        #expect(database.schema.inputObject("PersonOrderBy")?.field("greeting") == nil)
        let plain = try #require(statements(database, "query ($s: String) { people { nick(suffix: $s) } }", [:]).first)
        #expect(!plain.text.contains("self") && plain.parameters.isEmpty)
    }

    /// The JSON form of a list or of an enum names its value more than once.
    @Test(arguments: [
        "{ people { counted } }", "{ people { counted(n: 2) } }", "{ people { countedMood } }",
        "{ orders(where: { id: { neq: 1 } }, limit: 3) { person { counted } } }",
        "{ peopleConnection(first: 3) { nodes { counted(n: 2) } } }",
        "{ a: person(id: 1) { counted } b: person(id: 2) { countedMood } c: person(id: 3) { counted(n: 4) } }",
    ])
    func aValueIsComputedOnceARow(query: String) throws {
        let database = try makeDatabase()
        _ = try database.data(query)
        #expect(try database.json("select last_value from public.calls") == 3, "\(query)")
    }

    @Test func whatIsNotAskedForIsNotCalled() throws {
        let database = try makeDatabase(
            "create function boom(people, n int) returns int language plpgsql stable as $$ begin raise 'boom'; end $$;")
        for query in ["{ people { id greeting(word: \"a\") } }", "{ peopleConnection(first: 2) { nodes { id } } }"] {
            #expect(throws: Never.self) { try database.data(query) }
        }
        let errors = #expect(throws: PostgresError.self) { try database.data("{ people { boom(n: 1) } }") }
        #expect(errors.map { "\($0)".contains("boom") } == true)
        #expect(throws: Never.self) {
            try database.data("query ($no: Boolean!) { people { id boom(n: 1) @skip(if: $no) } }", ["no": true])
        }
    }

    /// Its statement is the same for all values, and says that it calls functions.
    @Test func aCallIsPartOfTheStatement() throws {
        let database = try makeDatabase()
        let query = "query ($w: String!) { people(limit: 2) { greeting(word: $w) tagged(tags: [\"a\"]) } }"
        let statement = try #require(statements(database, query, ["w": "x"]).first)
        #expect(
            statement.text == """
                select
                    public.greeting(t1.self_, word => $1::pg_catalog.text),
                    to_json((
                        select case when array_ndims(c.value) > 1 then trim_array(c.value, -1) else c.value end
                        from (
                            select public.tagged(t1.self_, tags => $2::pg_catalog.text[]) as value
                            offset 0
                        ) as c
                    ))
                from api.v_person as t1
                order by t1.id
                limit 2
                """)
        #expect(try compile(database, query, ["w": "x"]).callsFunctions)
        #expect(try compile(database, "{ people { dearest { id } } }", [:]).callsFunctions)
        #expect(try compile(database, "{ people { name } }", [:]).callsFunctions == false)
    }

    /// What is called by name and arguments is called by no other's.
    @Test func overloads() throws {
        let database = try makeDatabase(
            """
            create function title(people) returns text language sql stable return 'alone';
            create function title(people, n int) returns text language sql stable return 'more';
            create function title(orders, n int) returns text language sql stable return 'order';
            create function which(people, n int default 1) returns text language sql stable return 'default';
            create function which(people, t text) returns text language sql stable return 'text';
            """)
        let person = try #require(database.model.entity("Person"))
        #expect(person.fields.contains { $0.name == "title" } && !person.functions.contains { $0.field == "title" })
        #expect(person.fields.first { $0.name == "which" }?.arguments == [])
        #expect(
            try database.data("{ person(id: 1) { title which } }")["person"] == ["title": "alone", "which": "default"])
        #expect(try database.data("{ order(id: 1) { title(n: 1) } }")["order"] == ["title": "order"])
        let findings = mapSchema(database.catalog, Configuration(), installed: nil).findings.filter {
            $0.code == .notExposed
        }
        #expect(findings.map(\.subject) == ["public.title(public.people,integer)", "public.which(public.people,text)"])
    }

    /// Rows of what is no table: of a view, of a partitioned table, of a table whose names are odd.
    @Test func everyKindOfRowIsGiven() throws {
        let database = try makeDatabase(
            """
            create view names as select id, name from people;
            create function twice(names, sep text) returns text language sql stable return $1.name || sep || $1.name;
            create table parts (id int primary key, v text) partition by range (id);
            create table parts_1 partition of parts for values from (0) to (10);
            insert into parts values (1, 'one');
            create function shout(parts, mark text) returns text language sql stable return upper($1.v) || mark;
            create table "Odd ""Row" ("Id" int primary key, "T" text);
            alter table "Odd ""Row" drop column "T", add column "U" text default 'u';
            insert into "Odd ""Row" values (1);
            create function odd("Odd ""Row", n int) returns text language sql stable return $1."U" || n;
            """, toml: "[tables.\"public.names\"]\nkey = [\"id\"]")
        #expect(
            try database.data(
                "{ name(id: 1) { twice(sep: \"-\") } parts { shout(mark: \"!\") } oddRows { odd(n: 3) } }")
                == ["name": ["twice": "Ada-Ada"], "parts": [["shout": "ONE!"]], "oddRows": [["odd": "u3"]]])
    }

    /// It runs as its caller, who may not read an excluded column; of the rows only the keys matter.
    @Test func rowsOfWhichAColumnIsExcludedAreSaid() throws {
        let toml = "[api]\nexclude = [\"public.orders.total\"]"
        let database = try makeDatabase(
            """
            create function keys(people) returns setof orders language sql stable
                begin atomic select id, person_id, null::numeric from orders where person_id = $1.id order by id; end;
            """, toml: toml)
        let findings = mapSchema(database.catalog, try readConfiguration(toml) { _ in nil }, installed: nil).findings
        let said = findings.filter { $0.code == .functionReadsExcluded }
        #expect(said.count == 3 && said.allSatisfy { $0.severity == .notice }, "\(said)")
        #expect(said.contains { $0.subject == "public.dearest(public.people)" && $0.message.contains("total") })
        #expect(
            try database.data("{ person(id: 1) { keys(limit: 2) { id person { name } } } }")["person"] == [
                "keys": [["id": 1, "person": ["name": "Ada"]], ["id": 2, "person": ["name": "Ada"]]]
            ])
    }

    @Test func namesAreChosenAndStay() throws {
        let more =
            "create function name(people, \"limit\" int) returns setof orders language sql stable begin atomic select * from orders; end;"
        let toml = "[functions.\"public.greeting\"]\nfield = \"hello\"\narguments = { word = \"say\" }"
        let database = try makeDatabase(more, toml: toml)
        #expect(try database.data("{ person(id: 1) { hello(say: \"a\") } }")["person"] == ["hello": "a Ada!"])
        let person = try #require(database.model.entity("Person"))
        let clash = try #require(person.functions.first { $0.function.name.name == "name" })
        #expect(clash.field == "name_2" && clash.arguments.map(\.name) == ["limit_"])
        #expect(person.rowColumn == "self_")
        #expect(try APIModel(json: parseJSON(database.model.json.text)) == database.model)
        let after = mapSchema(database.catalog, Configuration(), installed: database.model).model.entity("Person")
        let kept = try #require(after?.functions.first { $0.function.name.name == "greeting" })
        #expect(kept.field == "hello" && kept.arguments.map(\.name) == ["say", "mark"])
    }

    private func compile(
        _ database: InstalledDatabase, _ query: String, _ values: JSONObject
    ) throws -> CompiledRequest {
        let operation = try validate(try parse(query), operationName: nil, in: database.schema)
        let variables = try coerceVariables(values, for: operation, in: database.schema)
        return printStatements(try plan(operation, variables, in: database.schema))
    }

    private func statements(
        _ database: InstalledDatabase, _ query: String, _ values: JSONObject
    ) throws -> [Statement] {
        try compile(database, query, values).roots.compactMap { root in
            if case .statement(let statement) = root.answer { statement } else { nil }
        }
    }
}
