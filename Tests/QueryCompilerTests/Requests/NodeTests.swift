import CatalogModel
import JSONText
import Postgres
import QueryCompiler
import SQLText
import SchemaMapping
import Testing

/// Global ids: what a row's id is, and the way back from it.
struct NodeTests {
    let bench: RequestBench

    init() throws { bench = try RequestBench("blog", blog) }

    /// The first `nodeId` in an answer.
    private func firstID(_ json: JSON) -> String? {
        switch json {
        case .object(let object):
            for member in object.members {
                if member.key == "nodeId", case .string(let text) = member.value { return text }
                if let found = firstID(member.value) { return found }
            }
            return nil
        case .array(let elements):
            for element in elements { if let found = firstID(element) { return found } }
            return nil
        default: return nil
        }
    }

    private func refusal(_ query: String, _ variables: JSONObject = JSONObject()) -> GraphQLError? {
        do throws(RequestErrors) {
            let operation = try validate(try parse(query), operationName: nil, in: blog)
            _ = try plan(operation, try coerceVariables(variables, for: operation, in: blog), in: blog)
            return nil
        } catch {
            return error.errors.first
        }
    }

    @Test(arguments: [
        ("{ users(limit: 1, where: { id: { eq: 3 } }) { nodeId } }", "User", "username", "cy_d"),
        ("{ user(id: 3) { nodeId } }", "User", "username", "cy_d"),
        ("{ posts(limit: 1, where: { title: { eq: \"First\" } }) { nodeId author { id } } }", "Post", "title", "First"),
        (
            "{ users(where: { id: { eq: 1 } }) { posts(limit: 1, orderBy: [{ id: DESC }]) { nodeId } } }", "Post",
            "title", "First"
        ),
        ("{ posts(limit: 1, where: { title: { eq: \"First\" } }) { author { nodeId } } }", "User", "username", "ada"),
    ])
    func anIDFindsItsRowAgain(query: String, type: String, field: String, value: JSON) throws {
        let id = try #require(firstID(try bench.data(query)))
        let selection = "{ __typename nodeId ... on \(type) { \(field) } ... on Comment { content } }"
        let expected: JSON = ["node": ["__typename": .string(type), "nodeId": .string(id), field: value].asJSON]
        #expect(try bench.data("{ node(nodeId: \"\(id)\") \(selection) }") == expected)
        #expect(try bench.data("query ($id: ID!) { node(nodeId: $id) \(selection) }", ["id": .string(id)]) == expected)
    }

    @Test func compositeKeysAreIDsToo() throws {
        let all = try bench.data("{ comments(orderBy: [{ postId: ASC }, { number: ASC }]) { nodeId postId number } }")
        guard case .object(let data) = all, case .array(let rows)? = data["comments"] else {
            Issue.record("no comments: \(all)")
            return
        }
        #expect(rows.count > 1)
        #expect(Set(rows.map { firstID($0) ?? "" }).count == rows.count)
        for row in rows {
            let id = try #require(firstID(row))
            let found = try bench.data("{ node(nodeId: \"\(id)\") { ... on Comment { nodeId postId number } } }")
            #expect(found == ["node": row])
        }
    }

    /// `encode` breaks lines after 76 letters and pads; keys hold anything that text can.
    @Test(arguments: [
        "a", "ab", "abc", "\"\\\n\u{1}", "ünïcödé ??>>", String(repeating: "long ", count: 60), "[1,\"2\"]", "",
    ])
    func textKeysSurvive(key: String) throws {
        let text = FieldType(graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text"))
        let name = Field(name: "name", column: "name", type: text, isNullable: false)
        let label = QualifiedName("public", "labels")
        let entity = Entity(
            typeName: "Label", relation: label, kind: .table, view: label, listField: "labels", fields: [name],
            keys: [LookupKey(rootField: "label", constraint: "labels_pkey", isPrimary: true, columns: ["name"])])
        let limits = Limits(defaultPageSize: 10, maximumPageSize: 100, maximumDepth: 15)
        let schema = makeGraphQLSchema(
            APIModel(apiSchema: "public", limits: limits, entities: [entity], enumerations: []))
        let bench = try RequestBench(writing: "blog", schema)
        try bench.connection.script("create table public.labels (name text primary key)")
        _ = try bench.connection.query("insert into public.labels values ($1), ($1 || 'x')", [key])
        let id = try #require(
            firstID(try bench.data("query ($n: String!) { label(name: $n) { nodeId } }", ["n": .string(key)])))
        #expect(id.utf8.allSatisfy { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "+") })
        #expect(
            try bench.data("{ node(nodeId: \"\(id)\") { ... on Label { name } } }") == ["node": ["name": .string(key)]])
    }

    @Test(arguments: [
        "", "x", "AAAA", "!!!!", "WyJVc2VyIl0", "WyJVc2VyIiwxXQ", "WyJVc2VyIiwiMSJd=", "WyJVc2VyIiwiMSJe",
    ])
    func whatNoStatementMadeIsRefused(id: String) {
        let literal = refusal("{ node(nodeId: \"\(id)\") { nodeId } }")
        #expect(literal?.code == .badUserInput)
        #expect(literal?.message.contains("nodeId") == true)
        let variable = refusal("query ($id: ID!) { node(nodeId: $id) { nodeId } }", ["id": .string(id)])
        #expect(variable?.code == .badUserInput)
        #expect(variable?.message.contains("$id") == true)
    }

    /// `["Gone","1"]`, and an id of a user with two parts.
    @Test(arguments: ["WyJHb25lIiwiMSJd", "WyJVc2VyIiwiMSIsIjIiXQ"])
    func anIDOfNothingFindsNothing(id: String) throws {
        #expect(try bench.data("{ node(nodeId: \"\(id)\") { nodeId } }") == ["node": nil])
        let query = "query ($id: ID!) { node(nodeId: $id) { nodeId } }"
        #expect(try bench.data(query, ["id": .string(id)]) == ["node": nil])
    }

    /// The plan depends on the type in the id, and on nothing else of it.
    @Test func idsOfOneTypeShareAShape() throws {
        let query = "query ($id: ID!) { node(nodeId: $id) { nodeId } }"
        func shapeOf(_ id: String) throws -> Shape {
            let request = try Request(query, ["id": .string(id)], in: blog)
            return try shape(of: request.variables, for: request.operation, in: blog)
        }
        let (one, two, post) = ("WyJVc2VyIiwiMSJd", "WyJVc2VyIiwiMiJd", "WyJQb3N0IiwiMSJd")
        #expect(try shapeOf(one) == shapeOf(two))
        #expect(try shapeOf(one) != shapeOf(post))
        #expect(try shapeOf("WyJHb25lIiwiMSJd") != shapeOf(one))
    }

    @Test func introspectionKnowsTheInterface() throws {
        let query = "{ __type(name: \"Node\") { kind interfaces { name } possibleTypes { name } fields { name } } }"
        let node: JSON = [
            "kind": "INTERFACE", "interfaces": [],
            "possibleTypes": [["name": "Comment"], ["name": "Post"], ["name": "User"]],
            "fields": [["name": "nodeId"]],
        ]
        #expect(try bench.data(query) == ["__type": node])
        #expect(
            try bench.data("{ __type(name: \"User\") { interfaces { name } possibleTypes { name } } }")
                == ["__type": ["interfaces": [["name": "Node"]], "possibleTypes": nil]])
    }
}

extension [String: JSON] {
    /// Members in the order of the selection.
    fileprivate var asJSON: JSON {
        .object(
            ["__typename", "nodeId"].reduce(into: JSONObject()) { $0.append($1, self[$1] ?? .null) }
                .appending(contentsOf: filter { $0.key != "__typename" && $0.key != "nodeId" }))
    }
}

extension JSONObject {
    fileprivate func appending(contentsOf members: [String: JSON]) -> JSONObject {
        members.reduce(into: self) { $0.append($1.key, $1.value) }
    }
}
