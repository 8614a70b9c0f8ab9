import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Support
import Testing

/// Operators that take an object: what is refused, and what their statement depends on.
@Suite struct OperatorShapeTests {
    let database: InstalledDatabase

    init() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create table public.docs (id int primary key, data jsonb, body tsvector, tags text[], at inet, days daterange);
            insert into public.docs values (1, '{"a": "x"}', 'cat', '{a,b}', '10.0.0.1', '[2024-01-01,2024-02-01)');
            """)
        database = try InstalledDatabase(made)
    }

    @Test(arguments: [
        (
            #"{ data: { path: { at: ["a"] } } }"#,
            "Nothing is said about the value at the path: value, type, string, number, boolean."
        ),
        (#"{ data: { path: {} } }"#, #""JSONPathFilter" needs the member "at" of type "[String!]!"."#),
        (
            #"{ data: { path: { at: ["a"], string: {} } } }"#,
            "A filter on a column needs at least one operator of StringFilter."
        ),
        (
            #"{ data: { path: { at: ["a"], string: { eq: null } } } }"#,
            "\"eq\" may not be null: rows without a value are found with isNull."
        ),
        (#"{ data: { contains: null } }"#, "\"contains\" may not be null: rows without a value are found with isNull."),
        (#"{ tags: { length: {} } }"#, "A filter on a column needs at least one operator of IntFilter."),
        (#"{ tags: { length: null } }"#, "\"length\" may not be null: rows without a value are found with isNull."),
        (#"{ tags: { has: null } }"#, "\"has\" may not be null: rows without a value are found with isNull."),
        (#"{ tags: { hasAny: ["a", null] } }"#, #"A value of type "String!" may not be null."#),
        (#"{ tags: { isEmpty: null } }"#, "\"isEmpty\" may not be null: rows without a value are found with isNull."),
        (#"{ body: { search: { language: english } } }"#, #""TextSearch" needs the member "query" of type "String!"."#),
        (
            #"{ body: { search: { query: "x", language: klingon } } }"#,
            #"The enum "SearchLanguage" has no value "klingon"."#
        ),
        (#"{ days: { containsValue: 5 } }"#, "Date takes a string, not 5."),
    ])
    func whatSaysNothingIsRefused(filter: String, message: String) throws {
        let error = #expect(throws: RequestErrors.self) { try database.data("{ docs(where: \(filter)) { id } }") }
        #expect(
            error?.errors.contains { $0.message.hasSuffix(message) } == true, "\(error?.errors.map(\.message) ?? [])")
    }

    /// Values are binds: the same statement serves them all. What is asked is not.
    @Test func statementsDependOnWhatIsAskedOnly() throws {
        func text(_ filter: JSON) throws -> (statement: String, shape: Shape) {
            let query = "query ($w: DocFilter!) { docs(where: $w) { id } }"
            let operation = try validate(try parse(query), operationName: nil, in: database.schema)
            let variables = try coerceVariables(["w": filter], for: operation, in: database.schema)
            let request = printStatements(try plan(operation, variables, in: database.schema))
            guard case .statement(let statement)? = request.roots.first?.answer else { throw JSONError("no statement") }
            // The parameters fit the statement, and PostgreSQL takes it.
            _ = try database.answers(to: request, variables)
            return (statement.text, try shape(of: variables, for: operation, in: database.schema))
        }
        let pairs: [(JSON, JSON, isSame: Bool)] = [
            (
                ["data": ["path": ["at": ["a"], "string": ["eq": "x"]]]],
                ["data": ["path": ["at": ["b", "c"], "string": ["eq": "y"]]]], true
            ),
            (
                ["data": ["path": ["at": ["a"], "string": ["eq": "x"]]]],
                ["data": ["path": ["at": ["a"], "string": ["neq": "x"]]]], false
            ),
            (
                ["data": ["path": ["at": ["a"], "string": ["eq": "x"]]]],
                ["data": ["path": ["at": ["a"], "number": ["eq": 1]]]], false
            ),
            (["data": ["contains": ["a": "x"]]], ["data": ["contains": [1]]], true),
            (["data": ["eq": "x"]], ["data": ["eq": true]], true),
            (["data": ["in": ["x"]]], ["data": ["in": [1, ["a"]]]], true),
            (["tags": ["length": ["gt": 1]]], ["tags": ["length": ["gt": 2]]], true),
            (["tags": ["length": ["gt": 1]]], ["tags": ["length": ["lt": 1]]], false),
            (["tags": ["hasAny": ["a"]]], ["tags": ["hasAny": []]], true),
            (["tags": ["isEmpty": true]], ["tags": ["isEmpty": false]], false),
            (["at": ["isPrivate": true]], ["at": ["isPrivate": false]], false),
            (["body": ["search": ["query": "a"]]], ["body": ["search": ["query": "b or c"]]], true),
            (["body": ["search": ["query": "a"]]], ["body": ["search": ["query": "a", "language": "english"]]], false),
            (
                ["body": ["search": ["query": "a", "language": "german"]]],
                ["body": ["search": ["query": "a", "language": "english"]]], false
            ),
        ]
        for (one, other, isSame) in pairs {
            let (one, other) = (try text(one), try text(other))
            #expect((one.statement == other.statement) == isSame, "\(one.statement)\n\(other.statement)")
            #expect((one.shape == other.shape) == isSame, "\(one.statement)")
        }
    }

    /// A part of an operator's object comes from a variable of its own.
    @Test func variablesStandInsideOperands() throws {
        let query = """
            query ($at: [String!]!, $x: String!, $q: String!, $l: SearchLanguage, $n: Int!, $d: JSON, $day: Date) {
                docs(where: {
                    data: { path: { at: $at, string: { eq: $x } }, contains: $d }
                    body: { search: { query: $q, language: $l } }, tags: { length: { eq: $n }, has: $x2 }
                    days: { containsValue: $day }
                }) { id }
            }
            """.replacing("$x2", with: "\"a\"")
        var values: JSONObject = ["at": ["a"], "x": "x", "q": "cat", "l": "simple", "n": 2, "day": "2024-01-31"]
        values.append("d", ["a": "x"])
        #expect(try database.data(query, values)["docs"] == [["id": 1]])
        values.members.removeAll { $0.key == "day" }
        values.append("day", "2024-02-01")
        #expect(try database.data(query, values)["docs"] == [])
    }
}
