import JSONText
import Postgres
import SchemaMapping
import Support
import Testing

/// Values of every type: a list (rows, whose JSON the sidecar writes) and a lookup (JSON that PostgreSQL writes) show the
/// same, and what they show finds the row again. OperatorPropertyTests take what is shown as operands.
@Suite struct RoundTripTests {
    @Test func whatIsShownFindsTheRowAgain() throws {
        try check((typeSamples + shownTypes).filter { $0.feature == nil })
    }

    @Test(.needs(.citext, .ltree, .xml)) func whatIsShownOfOptionalTypesFindsTheRowAgain() throws {
        try check((typeSamples + shownTypes).filter { $0.feature != nil })
    }

    private func check(_ samples: [TypeSample]) throws {
        let bench = try SampleDatabase(samples)
        for sample in samples {
            do { try check(sample, bench) } catch { Issue.record("\(sample): \(error)") }
        }
    }

    private func check(_ sample: TypeSample, _ bench: SampleDatabase) throws {
        let entity = try bench.entity(sample)
        let data = try bench.database.data("{ rows: \(entity.listField)(limit: 100) { id v a } }")
        guard case .array(let rows)? = data["rows"] else { throw JSONError("no rows") }
        #expect(rows.count == sample.values.count + 3)
        let byID = try #require(entity.keys.first { $0.columns == ["id"] })
        let byValue = entity.keys.first { $0.columns == ["v"] }
        #expect((byValue == nil) == [.nullOnly, .search].contains(sample.group))
        for case .object(let row) in rows {
            let (id, value) = (row["id"]?.text ?? "", row["v"] ?? .null)
            let single = try bench.database.data("{ row: \(byID.rootField)(id: \(id)) { id v a } }")["row"]
            #expect(single == .object(row), "\(sample) \(id)")
            guard let byValue, value != .null, isOperand(value, sample) else { continue }
            let query = "query ($x: \(entity.fields[1].type.graphQLName)!) { row: \(byValue.rootField)(v: $x) { id } }"
            let found = try bench.database.data(query, ["x": value])["row"]
            #expect(found == ["id": .number(id)], "\(sample) \(value.text)")
        }
    }

    /// GraphQL's Float has no NaN and no infinities, so no key is looked up by them.
    private func isOperand(_ value: JSON, _ sample: TypeSample) -> Bool {
        if case .string = value { return sample.group != .floating }
        return true
    }

    /// The digits and forms themselves: both ways above would also agree on what both lose.
    @Test(arguments: [
        ("int8", "'9007199254740993'", #""9007199254740993""#), ("oid", "'4294967295'", #""4294967295""#),
        ("numeric", "'-0.000'", #""0.000""#), ("numeric", "'NaN'", #""NaN""#),
        ("numeric", "'-Infinity'", #""-Infinity""#),
        ("float8", "'0.1'", "0.1"), ("float8", "'1e300'", "1e+300"), ("float8", "'NaN'", #""NaN""#),
        ("float4", "'-Infinity'", #""-Infinity""#), ("float8", "'-0'", "-0"), ("money", "'-1234.5'", #""-$1,234.50""#),
        ("jsonb", "'[1.10, 12345678901234567890123]'", "[1.10,12345678901234567890123]"),
        ("json", #"'{"b":1, "a": 2.00}'"#, #"{"b":1,"a":2.00}"#), ("bytea", #"'\xDEAD'"#, #""\\xdead""#),
        ("date", "'infinity'", #""infinity""#), ("date", "'0044-03-15 BC'", #""0044-03-15 BC""#),
        ("timestamptz", "'2024-02-29 12:00+05:30'", #""2024-02-29T06:30:00+00:00""#),
        ("timestamp", "'2024-02-29 12:00:00.5'", #""2024-02-29T12:00:00.5""#),
        ("interval", "'1 year 2 mons -3 days 04:05:06.7'", #""P1Y2M-3DT4H5M6.7S""#), ("bit(3)", "'101'", #""101""#),
        ("char(3)", "'a'", #""a  ""#), ("inet", "'::1/128'", #""::1""#), ("point", "'(1,2)'", #""(1,2)""#),
        ("int4range", "'[1,5]'", #""[1,6)""#), ("nummultirange", "'{[1.50,2)}'", #""{[1.50,2)}""#),
        ("text[]", #"array['a', null, '"', '{}']"#, #"["a",null,"\"","{}"]"#),
        ("numeric[]", "array[1.10, 'NaN']", #"["1.10","NaN"]"#),
        ("bool", "'t'", "true"),
        ("uuid", "'A0EEBC999C0B4EF8BB6D6BB9BD380A11'", #""a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11""#),
    ])
    func aValueIsShownAs(type: String, value: String, json: String) throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            "create table public.shown (id int primary key, v \(type)); insert into public.shown values (1, \(value))")
        let data = try InstalledDatabase(made).data("{ list: showns { v } row: shown(id: 1) { v } }")
        #expect(JSON.object(data).text == "{\"list\":[{\"v\":\(json)}],\"row\":{\"v\":\(json)}}")
    }

    /// A list in GraphQL has one depth; PostgreSQL's arrays have as many as their values.
    @Test func arraysOfSeveralDimensionsAreRefused() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create type public.mood as enum ('so-so', 'ok');
            create domain public.tags as text[];
            create table public.grids (id int primary key, a int[], b numeric[], c public.mood[], d public.tags);
            insert into public.grids values (1, '{1,2}', '{1}', '{ok}', '{x}'), (2, '{{1,2}}', '{{1}}', '{{so-so}}', '{{x}}'), (3, null, null, null, null);
            """)
        let database = try InstalledDatabase(made)
        for column in ["a", "b", "c", "d"] {
            for query in ["{ grids { \(column) } }", "{ grid(id: 2) { \(column) } }"] {
                let error = #expect(throws: PostgresError.self) { try database.data(query) }
                #expect(error?.sqlState == "2202E", "\(query)")
            }
        }
        #expect(
            try database.data("{ grid(id: 1) { a b c d } }")["grid"] == [
                "a": [1, 2], "b": ["1"], "c": ["ok"], "d": ["x"],
            ])
        #expect(try database.data("{ grid(id: 3) { a b c d } }")["grid"] == ["a": nil, "b": nil, "c": nil, "d": nil])
        #expect(throws: (any Error).self) { try database.data("{ grids(where: { a: { eq: [[1, 2]] } }) { id } }") }
    }
}
