import JSONText
import QueryCompiler
import SchemaMapping
import Testing

@Suite struct CoercionTests {
    /// `$v` of the type, used where it fits: only the definitions of variables matter here.
    private func coerce(
        _ type: String, _ values: JSONObject, in schema: GraphQLSchema = blog
    ) throws(RequestErrors) -> JSON? {
        let document = try parse("query ($v: \(type)) { __typename @skip(if: false) }")
        guard let variable = document.operations.first?.variables.first else { return nil }
        let operation = QueryCompiler.Operation(
            kind: .query, name: nil,
            variables: [
                VariableDefinition(
                    name: "v", type: variable.type.type, defaultValue: variable.defaultValue?.inputValue,
                    location: variable.location)
            ], selections: [])
        return try coerceVariables(values, for: operation, in: schema).values["v"]
    }

    private func refusal(_ type: String, _ value: JSON?, in schema: GraphQLSchema = blog) -> String? {
        do throws(RequestErrors) {
            _ = try coerce(type, value.map { ["v": $0] } ?? [:], in: schema)
            return nil
        } catch {
            #expect(error.errors.allSatisfy { $0.code == .badUserInput && $0.locations == [.init(line: 1, column: 8)] })
            return error.errors.first?.message
        }
    }

    @Test func keepsAbsentAndNullApart() throws {
        #expect(try coerce("Int", [:]) == nil)
        #expect(try coerce("Int", ["v": nil]) == .null)
        #expect(try coerce("Int = 5", [:]) == 5)
        #expect(try coerce("Int = 5", ["v": nil]) == .null)
        #expect(
            try coerce("Box", ["v": ["must": 1, "may": nil]], in: small)
                == ["must": 1, "may": nil, "given": 7, "colors": ["RED"]])
        #expect(
            try coerce("Box", ["v": ["must": 1, "given": 2, "colors": nil]], in: small)
                == ["must": 1, "given": 2, "colors": nil])
    }

    @Test(arguments: [
        ("Int", "-2147483648", "-2147483648"), ("Int", "3.0", "3"), ("Int", "1e3", "1000"), ("Float", "1", "1"),
        ("Float", "1.5", "1.5"), ("ID", "5", #""5""#), ("ID", #""x""#, #""x""#), ("Boolean", "true", "true"),
        ("String", #""é""#, #""é""#), ("BigInt", "5", "5"), ("Decimal", "1.50", "1.50"),
        ("BigInt", "9007199254740993.0", "9007199254740993"), ("BigInt", "-12.50e2", "-1250"), ("Int", "-0.0", "0"),
        ("BigInt", #""9007199254740993""#, #""9007199254740993""#), ("Decimal", #""1.50""#, #""1.50""#),
        ("DateTime", #""2026-01-01""#, #""2026-01-01""#), ("[Int]", "1", "[1]"), ("[Int!]!", "[1,2]", "[1,2]"),
        ("[[Int]]", "[1,[2,null]]", "[[1],[2,null]]"), ("Mood", #""so_so""#, #""so_so""#),
        ("JSON", #"{"a":[1,null]}"#, #"{"a":[1,null]}"#), ("[Mood!] = [happy]", "null", "null"),
    ])
    func takes(type: String, value: String, coerced: String) throws {
        #expect(try coerce(type, ["v": try parseJSON(value)])?.text == coerced)
    }

    @Test func fillsDefaultsIn() throws {
        #expect(try coerce("[Mood!] = happy", [:]) == ["happy"])
        #expect(try coerce("UserFilter = {id: {in: 1}}", [:]) == ["id": ["in": [1]]])
        #expect(try coerce("BigInt = 12345678901", [:]) == 12_345_678_901)
    }

    @Test func refusesAMissingValue() {
        #expect(refusal("Int!", nil) == "$v: a value of type Int! is required.")
    }

    @Test(arguments: [
        ("Int!", "null", "$v: a value of type Int! may not be null."),
        ("Int", #""1""#, #"$v: Int takes an integer of 32 bits, not "1"."#),
        ("Int", "2147483648", "$v: 2147483648 is out of range for Int."),
        ("Int", "1.5", "$v: Int takes an integer of 32 bits, not 1.5."),
        ("Int", "1.00000000000000000001", "$v: Int takes an integer of 32 bits, not 1.00000000000000000001."),
        ("Int", "5e-1", "$v: Int takes an integer of 32 bits, not 5e-1."),
        ("Int", "1e999999999999999999999", "$v: Int takes an integer of 32 bits, not 1e999999999999999999999."),
        ("Boolean", "1", "$v: Boolean takes true or false, not 1."),
        ("String", "1", "$v: String takes a string, not 1."),
        ("BigInt", #""9223372036854775808""#, "$v: 9223372036854775808 is out of range for BigInt."),
        ("BigInt", #""1e3""#, #"$v: BigInt takes an integer of 64 bits, as a string or a number, not "1e3"."#),
        ("Decimal", #""1,5""#, #"$v: Decimal takes a decimal number, as a string or a number, not "1,5"."#),
        ("DateTime", "1", "$v: DateTime takes a string, not 1."),
        ("String", #""a\u0000b""#, "$v: PostgreSQL text cannot hold the character U+0000."),
        ("JSON", #"[{"a":"\u0000"}]"#, "$v: PostgreSQL text cannot hold the character U+0000."),
        ("[Int!]", "[1,null]", "$v[1]: a value of type Int! may not be null."),
        ("[[Int]]", #"[[1],["x"]]"#, #"$v[1][0]: Int takes an integer of 32 bits, not "x"."#),
        ("Mood", #""hapy""#, #"$v: Mood has no value "hapy"; did you mean "happy"?"#),
        ("Mood", "1", "$v: Mood takes the name of a value as a string, not 1."),
        ("UserFilter", "1", "$v: UserFilter takes an object, not 1."),
        (
            "UserFilter", #"{"and":[{"id":{"eq":"x"}}]}"#,
            #"$v.and[0].id.eq: Int takes an integer of 32 bits, not "x"."#
        ),
        (
            "UserFilter", #"{"id":{"equals":1}}"#,
            #"$v.id: IntFilter has no member "equals"; it has eq, neq, in, nin, lt, lte, gt, gte, isNull."#
        ),
        ("UserFilter", #"{"id":{"eqq":1}}"#, #"$v.id: IntFilter has no member "eqq"; did you mean "eq"?"#),
        (
            "UserFilter", #"{"usrname":{}}"#,
            #"$v: UserFilter has no member "usrname"; did you mean "username"?"#
        ),
    ])
    func refuses(type: String, value: String, message: String) throws {
        #expect(refusal(type, try parseJSON(value)) == message)
    }

    @Test func refusesANumberBeyondDoublePrecision() {
        #expect(refusal("Float", .number("1e400")) == "$v: 1e400 is out of range for Float.")
    }

    @Test(arguments: [
        #"{"id":{}}"#, #"{"id":null}"#, #"{"id":{"eq":null}}"#, #"{"not":{}}"#, #"{"not":null}"#, #"{"and":[{}]}"#,
        #"{"and":null}"#, #"{"posts":{}}"#, #"{"posts":{"every":{}}}"#, #"{"posts":{"some":null}}"#,
        #"{"posts":{"some":{"id":{}}}}"#,
    ])
    func refusesFiltersThatSayNothing(filter: String) throws {
        #expect(refusal("UserFilter", try parseJSON(filter)) != nil)
    }

    @Test func takesFiltersThatSaySomething() throws {
        let filter: JSON = ["and": [], "posts": ["some": [:], "none": [:]], "id": ["isNull": true]]
        #expect(try coerce("UserFilter", ["v": filter]) == filter)
    }

    @Test func takesOneMemberOfAOneOf() throws {
        #expect(try coerce("Choice", ["v": ["a": 1]], in: small) == ["a": 1])
        for value: JSON in [[:], ["a": nil], ["a": 1, "b": "x"]] {
            #expect(refusal("Choice", value, in: small) == "$v: Choice takes exactly one member, and not null.")
        }
        #expect(refusal("Box", ["may": 1], in: small) == "$v.must: a value of type Int! is required.")
    }

    @Test func ignoresWhatNoVariableNames() throws {
        #expect(try coerce("Int", ["v": 1, "w": 2]) == 1)
    }

    @Test func reportsEveryVariable() throws {
        let document = try parse("query ($a: Int!, $b: Boolean!) { users(limit: $a) { id @skip(if: $b) } }")
        let operation = try validate(document, operationName: nil, in: blog)
        do throws(RequestErrors) {
            _ = try coerceVariables(["a": "x"], for: operation, in: blog)
            Issue.record("no error")
        } catch {
            #expect(error.errors.map(\.locations) == [[.init(line: 1, column: 8)], [.init(line: 1, column: 18)]])
        }
    }
}
