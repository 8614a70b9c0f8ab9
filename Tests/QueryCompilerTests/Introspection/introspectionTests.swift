import HostSystem
import JSONText
import QueryCompiler
import SchemaMapping
import Support
import Testing

/// In the form that GraphiQL and most tools send it; `make bench` asks the same.
let usualIntrospectionQuery =
    (try? readTextFile("\(repositoryRoot)/bench/queries/introspection.graphql")) ?? "bench/queries has no introspection"

/// The answer to every root field, as the data of a response.
func introspectionJSON(
    _ query: String, _ values: JSONObject = [:], in schema: GraphQLSchema
) throws(RequestErrors) -> String {
    let operation = try validate(try parse(query), operationName: nil, in: schema)
    let variables = try coerceVariables(values, for: operation, in: schema)
    var members: [String] = []
    var bytesLeft = maximumIntrospectionBytes
    for field in operation.selections {
        let answer = try introspect(field, variables, in: schema, bytesLeft: &bytesLeft)
        members.append("\"\(field.responseKey)\":\(answer)")
    }
    return "{\(members.joined(separator: ","))}"
}

@Suite struct IntrospectionTests {
    @Test func answersInResponseOrderWithAliases() throws {
        let query = """
            { t: __type(name: "Post") { kind: name k: kind __typename of: ofType { name }
              fields { name t: type { kind ofType { name __typename } } } possibleTypes { name } interfaces { name } } }
            """
        let answer = """
            {"t":{"kind":"Post","k":"OBJECT","__typename":"__Type","of":null,"fields":[\
            {"name":"id","t":{"kind":"NON_NULL","ofType":{"name":"ID","__typename":"__Type"}}},\
            {"name":"pick","t":{"kind":"OBJECT","ofType":null}}],"possibleTypes":null,"interfaces":[]}}
            """
        #expect(try introspectionJSON(query, in: small) == answer)
    }

    @Test func showsDeprecatedValuesWhenAsked() throws {
        let query = "query ($d: Boolean!) { __type(name: \"Color\") { enumValues(includeDeprecated: $d) { name } } }"
        #expect(
            try introspectionJSON(query, ["d": false], in: small) == #"{"__type":{"enumValues":[{"name":"RED"}]}}"#)
        #expect(
            try introspectionJSON(query, ["d": true], in: small)
                == #"{"__type":{"enumValues":[{"name":"RED"},{"name":"PINK"}]}}"#)
    }

    @Test func saysWhatItDoesNotKnow() throws {
        let query = "query ($n: String!) { __type(name: $n) { name isOneOf specifiedByURL } }"
        #expect(try introspectionJSON(query, ["n": "Nothing"], in: small) == #"{"__type":null}"#)
        #expect(
            try introspectionJSON(query, ["n": "Choice"], in: small)
                == #"{"__type":{"name":"Choice","isOneOf":true,"specifiedByURL":null}}"#)
        #expect(
            try introspectionJSON("{ __schema { mutationType { name } subscriptionType { name } } }", in: small)
                == #"{"__schema":{"mutationType":null,"subscriptionType":null}}"#)
    }

    /// `isRepeatable`, `isOneOf`, and `includeDeprecated` wherever something can be deprecated.
    @Test func answersWhatTheEditionOf2025Adds() throws {
        let query = """
            { __schema { description directives { name isRepeatable args(includeDeprecated: true) { name isDeprecated } } }
              box: __type(name: "Box") { isOneOf inputFields(includeDeprecated: true) { name isDeprecated deprecationReason } }
              choice: __type(name: "Choice") { isOneOf inputFields { name defaultValue } }
              post: __type(name: "Post") { isOneOf fields { args(includeDeprecated: false) { name isDeprecated } } } }
            """
        let answer = try JSONReader(parseJSON(try introspectionJSON(query, in: small)))
        let directives = try answer.member("__schema").array("directives") { (each) throws(JSONError) in each.value.text
        }
        #expect(
            directives == [
                #"{"name":"skip","isRepeatable":false,"args":[{"name":"if","isDeprecated":false}]}"#,
                #"{"name":"include","isRepeatable":false,"args":[{"name":"if","isDeprecated":false}]}"#,
                #"{"name":"deprecated","isRepeatable":false,"args":[{"name":"reason","isDeprecated":false}]}"#,
                #"{"name":"specifiedBy","isRepeatable":false,"args":[{"name":"url","isDeprecated":false}]}"#,
                #"{"name":"oneOf","isRepeatable":false,"args":[]}"#,
            ])
        let box = try answer.member("box")
        #expect(try box.member("isOneOf").value == false)
        let fields = try box.array("inputFields") { (field) throws(JSONError) in field.value.text }
        #expect(fields.count == 5)
        #expect(fields[0] == #"{"name":"must","isDeprecated":false,"deprecationReason":null}"#)
        #expect(
            try answer.member("choice").value.text
                == #"{"isOneOf":true,"inputFields":[{"name":"a","defaultValue":null},{"name":"b","defaultValue":null}]}"#
        )
        let post = try answer.member("post")
        #expect(try post.optionalMember("isOneOf") == nil)
        let arguments = try post.array("fields") { (field) throws(JSONError) in
            try field.array("args") { (argument) throws(JSONError) in try argument.bool("isDeprecated") }
        }
        #expect(arguments == [[], Array(repeating: false, count: 7)])
    }

    @Test func honoursConditions() throws {
        let query = "query ($b: Boolean!) { __type(name: \"Post\") { name @include(if: $b) kind @skip(if: $b) } }"
        #expect(try introspectionJSON(query, ["b": true], in: small) == #"{"__type":{"name":"Post"}}"#)
        #expect(try introspectionJSON(query, ["b": false], in: small) == #"{"__type":{"kind":"OBJECT"}}"#)
    }

    @Test func answersTheUsualQuery() throws {
        let json = try parseJSON(try introspectionJSON(usualIntrospectionQuery, in: blog))
        guard case .object(let root) = json, case .object(let schema)? = root["__schema"],
            case .array(let types)? = schema["types"], case .array(let directives)? = schema["directives"]
        else {
            Issue.record("no types")
            return
        }
        #expect(types.count == blog.typeNames.count)
        #expect(directives.count == blog.directives.count)
    }

    /// Every root field repeats a whole answer.
    @Test func allRootFieldsShareOneBudget() throws {
        let big = ScalarDefinition(name: "Big", description: String(repeating: "x", count: 1 << 20))
        let schema = GraphQLSchema(
            model: small.model, shared: small.typeNames.compactMap { small.type($0) } + [.scalar(big)],
            directives: small.directives)
        func roots(_ count: Int) -> String {
            let fields = (0..<count).map { "a\($0): __type(name: \"Big\") { description }" }
            return "{ \(fields.joined(separator: " ")) }"
        }
        #expect(try Request(roots(63), in: schema).plan.roots.count == 63)
        let refusal = #expect(throws: RequestErrors.self) { try Request(roots(66), in: schema) }
        #expect(refusal?.errors.map(\.code) == [.limitExceeded])
    }

    @Test func refusesToGoRoundInCircles() {
        let bomb = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
        #expect(throws: RequestErrors.self) { try introspectionJSON(bomb, in: blog) }
        let nested = String(repeating: "ofType { ", count: 30) + "name" + String(repeating: " }", count: 30)
        let deep = "{ __type(name: \"Post\") { \(nested) } }"
        #expect(throws: RequestErrors.self) { try introspectionJSON(deep, in: blog) }
    }
}
