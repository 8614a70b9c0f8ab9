import CatalogModel
import Configuration
import JSONText
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping
import Support
import Testing

/// Functions of a row as fields.
struct ComputedFieldTests {
    private static let tables = """
        create type mood as enum ('good', 'so-so');
        create type pair as (low int, high int);
        create domain word as text check (value <> '');
        create table people (
            id int primary key, first text not null, last text not null, born date, t text, tags text[]);
        create table orders (id int primary key, person_id int not null references people, total numeric not null);
        insert into people values
            (1, 'Ada', 'Lovelace', '1815-12-10', 'x', '{a,b}'), (2, 'Alan', 'Turing', '1912-06-23', 'y', null),
            (3, 'Grace', 'Hopper', null, null, '{}');
        insert into orders values (1, 1, 10), (2, 1, 20.5), (3, 2, 5);
        create function full_name(person people) returns text language sql immutable
            return person.first || ' ' || person.last;
        comment on function full_name is 'First and last name.';
        create function spent(people) returns numeric language sql stable
            begin atomic select sum(total) from orders where person_id = $1.id; end;
        create function mood(people) returns mood language sql stable
            return case when $1.born is null then 'so-so'::mood else 'good' end;
        create function initials(people) returns text[] language sql immutable
            return array[left($1.first, 1), left($1.last, 1)];
        create function range_of(people) returns pair language sql immutable return row($1.id, $1.id + 1)::pair;
        create function nick(people, suffix text default '!') returns word language sql immutable
            return ($1.first || suffix)::word;
        create function big(people) returns bigint language sql immutable return 9007199254740993 + $1.id;
        create function boom(people) returns int language plpgsql stable as $$ begin raise 'boom'; end $$;
        """

    private func makeDatabase(
        _ more: String = "", _ configure: (inout Configuration) -> Void = { _ in }
    ) throws -> InstalledDatabase {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(Self.tables + more)
        return try InstalledDatabase(database, configure)
    }

    @Test func functionsOfARowAreFieldsOfEveryType() throws {
        let database = try makeDatabase()
        #expect(
            try database.data(
                "{ people { fullName spent mood initials rangeOf nick big } person(id: 2) { fullName spent big } }")
                == [
                    "people": [
                        [
                            "fullName": "Ada Lovelace", "spent": "30.5", "mood": "good", "initials": ["A", "L"],
                            "rangeOf": ["low": 1, "high": 2], "nick": "Ada!", "big": "9007199254740994",
                        ],
                        [
                            "fullName": "Alan Turing", "spent": "5", "mood": "good", "initials": ["A", "T"],
                            "rangeOf": ["low": 2, "high": 3], "nick": "Alan!", "big": "9007199254740995",
                        ],
                        [
                            "fullName": "Grace Hopper", "spent": nil, "mood": "so_so", "initials": ["G", "H"],
                            "rangeOf": ["low": 3, "high": 4], "nick": "Grace!", "big": "9007199254740996",
                        ],
                    ], "person": ["fullName": "Alan Turing", "spent": "5", "big": "9007199254740995"],
                ])
        let field = try #require(database.schema.object("Person")?.field("fullName"))
        #expect(field.description == "First and last name." && field.type == .named("String"))
    }

    @Test func theyFilterOrderAndGroupLikeColumns() throws {
        let database = try makeDatabase()
        func check(_ query: String, _ expected: JSON) throws {
            #expect(try database.data(query)["all"] == expected, "\(query)")
        }
        try check(
            "{ all: people(where: { fullName: { startsWith: \"A\" } }, orderBy: [{ fullName: DESC }]) { id } }",
            [["id": 2], ["id": 1]])
        try check("{ all: people(where: { mood: { eq: so_so } }) { id } }", [["id": 3]])
        try check("{ all: people(where: { initials: { has: \"L\" } }) { id } }", [["id": 1]])
        try check("{ all: people(orderBy: [{ spent: DESC_NULLS_LAST }]) { id } }", [["id": 1], ["id": 2], ["id": 3]])
        try check(
            "{ all: orders(where: { person: { spent: { gt: \"20\" } } }, orderBy: [{ person: { fullName: ASC } }]) { id } }",
            [["id": 1], ["id": 2]])
        try check(
            "{ all: peopleGroups(groupBy: [{ column: mood }]) { key { mood } aggregate { count spent { sum } } } }",
            [
                ["key": ["mood": "good"], "aggregate": ["count": "2", "spent": ["sum": "35.5"]]],
                ["key": ["mood": "so_so"], "aggregate": ["count": "1", "spent": ["sum": nil]]],
            ])
        let page = try database.data(
            "{ peopleConnection(first: 1, orderBy: [{ fullName: ASC }]) { pageInfo { endCursor } } }")
        let cursor = try JSONReader(try #require(page["peopleConnection"])).member("pageInfo").string("endCursor")
        try check(
            "{ all: peopleConnection(after: \"\(cursor)\", orderBy: [{ fullName: ASC }]) { nodes { fullName } } }",
            ["nodes": [["fullName": "Alan Turing"], ["fullName": "Grace Hopper"]]])
    }

    /// A function costs nothing where its field is not asked for, whatever else is.
    @Test(arguments: [
        "{ people { id tags } }", "{ person(id: 1) { fullName } }", "{ peopleAggregate { count id { max } } }",
        "{ people(where: { spent: { gt: \"1\" } }, orderBy: [{ first: ASC }], distinctOn: [first]) { nodeId } }",
        "{ peopleConnection(first: 2) { edges { cursor node { id } } totalCount pageInfo { hasNextPage } } }",
        "{ orders(limit: 2) { person { last orders { id } } } }",
        "{ peopleGroups(groupBy: [{ column: born }]) { aggregate { count } } }",
        "{ people(where: { ordersAggregate: { count: { gt: 1 } } }) { ordersAggregate { count } } }",
    ])
    func aFieldThatNobodyAsksForIsNotComputed(query: String) throws {
        let database = try makeDatabase()
        #expect(throws: Never.self) { try database.data(query) }
        #expect(throws: PostgresError.self) { try database.data("{ people { boom } }") }
    }

    @Test func theDocumentOfTheViewHoldsColumnsAlone() throws {
        let database = try makeDatabase("") { $0.embeds[QualifiedName("public", "orders")] = ["person"] }
        let document = try database.json("select data::text::json from api.v_order where id = 1")
        let person = try JSONReader(document).member("person")
        #expect(try person.string("first") == "Ada")
        #expect(try person.optionalMember("fullName") == nil)
    }

    /// What PostgreSQL inlines it also finds in an index on the expression.
    @Test func anIndexOnWhatIsComputedIsUsed() throws {
        let database = try makeDatabase(
            """
            insert into people select n, 'first' || n, 'last' || n from generate_series(10, 5000) n;
            create function login(people) returns text language sql immutable return lower($1.last);
            create index on people (lower(last));
            analyze people;
            """)
        let operation = try validate(
            try parse("{ people(where: { login: { eq: \"last77\" } }) { id } }"), operationName: nil,
            in: database.schema)
        let request = printStatements(try plan(operation, Variables(), in: database.schema))
        guard case .statement(let statement)? = request.roots.first?.answer else {
            Issue.record("no statement")
            return
        }
        let rows = try database.connection.query(
            explainStatement(statement.text), try bindValues(statement.parameters, Variables(), claims: [:]))
        let text = (0..<rows.count).compactMap { rows[$0, 0] }.joined(separator: "\n")
        #expect(text.contains("people_lower_idx"), "\(text)")
    }

    /// What is not called says why.
    @Test(arguments: [
        ("f(people) returns int language sql volatile return 1", "it is volatile: it may write"),
        ("f(people) returns int language sql stable security definer return 1", "it is security definer"),
        ("f(people, int) returns int language sql stable return $2", "its parameters have no names"),
        ("f(people, n pair) returns int language sql stable return 1", "is of type public.pair"),
        ("f(people, p people) returns int language sql stable return 1", "is of type public.people"),
        ("f(people, variadic n int[]) returns int language sql stable return 1", "takes any number of arguments"),
        ("f(n int, p people) returns int language sql stable return n", "is not its first argument"),
        ("f(people) returns setof int language sql stable begin atomic select 1; end", "it returns a set of values"),
        ("f(p people) returns people[] language sql stable return array[p]", "it returns an array of rows"),
        ("f(people) returns setof notes language sql stable begin atomic select * from notes; end", "which has no key"),
        (
            "f(people) returns other.hidden language sql stable begin atomic select * from other.hidden; end",
            "which is not exposed"
        ),
        (
            "f(people, out a int, out b int) language sql stable begin atomic select 1, 2; end",
            "it returns record, which is no type of the API"
        ),
        ("f(people) returns void language sql stable as ''", "it returns void"),
    ])
    func whatIsNoFieldSaysWhy(function: String, reason: String) throws {
        let database = try makeDatabase(
            """
            create schema other;
            create table other.hidden (id int primary key);
            create table notes (body text);
            create function \(function);
            """)
        #expect(database.schema.object("Person")?.field("f") == nil)
        let findings = mapSchema(database.catalog, Configuration(), installed: nil).findings
        let found = findings.filter { $0.subject.hasPrefix("public.f(") }
        #expect(found.count == 1 && found[0].code == .notExposed && found[0].message.contains(reason), "\(found)")
    }

    /// Whether the names in a body mean what they meant to its author.
    @Test(arguments: [
        ("language sql stable as 'select 1'", true), ("language plpgsql stable as 'begin return 1; end'", true),
        ("language sql stable return 1", false), ("language sql stable begin atomic select 1; end", false),
        ("language sql stable set search_path = public as 'select 1'", false),
        ("language sql stable set work_mem = '4MB' as 'select 1'", true),
    ])
    func aBodyThatIsReadWithAnotherPathIsNamed(definition: String, isNamed: Bool) throws {
        let database = try makeDatabase(
            "create function f(people) returns int \(definition); create function g() returns int \(definition);")
        let read = try readConfiguration("[functions.\"public.g\"]") { _ in nil }
        let findings = mapSchema(database.catalog, read, installed: nil).findings
        let named = findings.filter { $0.code == .functionSearchPath }.map(\.subject)
        #expect(named.contains("public.f(public.people)") == isNamed && named.contains("public.g()") == isNamed)
    }

    @Test func exclusionsHoldForFunctions() throws {
        let text = "[api]\nexclude = [\"public.people.full_name\"]"
        let read = try readConfiguration(text) { _ in nil }
        let database = try makeDatabase { $0 = read }
        #expect(database.model.entity("Person")?.fields.map(\.name).contains("fullName") == false)
        #expect(throws: Never.self) { try database.data("{ people { first spent } }") }
        // A function is given the whole row: none of a table with something to hide.
        let hidden = try readConfiguration("[api]\nexclude = [\"public.people.born\"]") { _ in nil }
        let mapping = mapSchema(database.catalog, hidden, installed: nil)
        #expect(mapping.model.entity("Person")?.fields.allSatisfy { $0.function == nil } == true)
        #expect(
            mapping.findings.contains { $0.subject.hasPrefix("public.spent") && $0.message.contains("born is excl") })
        let unknown = try readConfiguration("[api]\nexclude = [\"public.people.ful_name\"]") { _ in nil }
        let findings = mapSchema(database.catalog, unknown, installed: nil).findings
        #expect(
            findings.contains {
                $0.severity == .error && $0.message.contains("no column \"ful_name\"; did you mean \"full_name\"?")
            })
    }

    @Test func overloadsAndClashes() throws {
        let database = try makeDatabase(
            """
            create function title(people) returns text language sql stable return 'alone';
            create function title(people, n int) returns text language sql stable return 'more';
            create function either(people, int default 1) returns text language sql stable return 'int';
            create function either(people, text default '') returns text language sql stable return 'text';
            create function last(people) returns text language sql stable return 'a column has the name';
            create function orders(people) returns text language sql stable return 'a relation has the name';
            create function data(people) returns text language sql stable return 'the document has the name';
            """)
        #expect(
            try database.data("{ person(id: 1) { title last last_2 orders_2 data orders { id } } }")["person"]
                == [
                    "title": "alone", "last": "Lovelace", "last_2": "a column has the name",
                    "orders_2": "a relation has the name", "data": "the document has the name",
                    "orders": [["id": 1], ["id": 2]],
                ])
        let findings = mapSchema(database.catalog, Configuration(), installed: nil).findings
        func codes(_ subject: String) -> [Finding.Code] { findings.filter { $0.subject == subject }.map(\.code) }
        #expect(codes("public.title(public.people,integer)") == [.notExposed])
        #expect(codes("public.either(public.people,integer)") == [.notExposed])
        #expect(codes("public.either(public.people,text)") == [.notExposed])
        #expect(codes("public.last(public.people)") == [.nameClash])
        #expect(codes("public.orders(public.people)") == [.nameClash])
    }

    /// A column that takes the name of an installed function's field takes neither its field nor its answers.
    @Test func installedNamesStay() throws {
        let before = try makeDatabase()
        var catalog = before.catalog
        let index = try #require(catalog.relations.firstIndex { $0.name.name == "people" })
        var column = try #require(catalog.relations[index].column("first"))
        column.name = "full_name"
        catalog.relations[index].columns.append(column)
        let after = mapSchema(catalog, Configuration(), installed: before.model).model
        let fields = try #require(after.entity("Person")?.fields)
        #expect(fields.first { $0.name == "fullName" }?.function?.name.name == "full_name")
        #expect(fields.first { $0.name == "fullName_2" }?.column == "full_name")
        #expect(try APIModel(json: parseJSON(after.json.text)) == after)
    }

    @Test func whatCallsAFunctionIsKnown() throws {
        let database = try makeDatabase()
        func calls(_ query: String) throws -> Bool {
            let operation = try validate(try parse(query), operationName: nil, in: database.schema)
            return printStatements(try plan(operation, Variables(), in: database.schema)).callsFunctions
        }
        for query in [
            "{ people { first orders { total } } }", "{ peopleAggregate { id { max } } }",
            "{ people(where: { born: { isNull: true } }, orderBy: [{ last: ASC }]) { id } }",
        ] { #expect(try !calls(query), "\(query)") }
        for query in [
            "{ people { fullName } }", "{ orders { person { spent } } }", "{ peopleAggregate { spent { max } } }",
            "{ people(where: { mood: { eq: good } }) { id } }", "{ people(orderBy: [{ big: ASC }]) { id } }",
            "{ people(distinctOn: [big]) { id } }", "{ peopleAggregate { count(distinct: big) } }",
            "{ peopleGroups(groupBy: [{ column: nick }]) { aggregate { count } } }",
            "{ peopleGroups(groupBy: [{ column: id }], having: { big: { max: { gt: 1 } } }) { aggregate { count } } }",
            "{ peopleGroups(groupBy: [{ column: id }], orderBy: [{ aggregate: { big: { max: ASC } } }]) { aggregate { count } } }",
            "{ people(where: { not: { orders: { some: { person: { fullName: { eq: \"\" } } } } } }) { id } }",
        ] { #expect(try calls(query), "\(query)") }
    }
}
