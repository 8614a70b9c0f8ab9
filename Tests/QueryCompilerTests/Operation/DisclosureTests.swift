import SchemaMapping
import Testing

@testable import QueryCompiler

/// What a schema keeps to itself when it is told to.
struct DisclosureTests {
    private func messages(_ query: String, _ change: (inout SchemaDisclosure) -> Void) throws -> [String] {
        var disclosure = SchemaDisclosure()
        change(&disclosure)
        let model = APIModel(
            apiSchema: "api", limits: Limits(defaultPageSize: 10, maximumPageSize: 100, maximumDepth: 15), entities: [],
            enumerations: [])
        let schema = makeGraphQLSchema(model, disclosure: disclosure)
        do throws(RequestErrors) { _ = try validate(try parse(query), operationName: nil, in: schema) } catch {
            return error.errors.map { "\($0.code.rawValue): \($0.message)" }
        }
        return []
    }

    @Test(arguments: [
        "{ __schema { queryType { name } } }", "{ __typename x: __type(name: \"Query\") { name } }",
        "{ ...f } fragment f on Query { __schema { queryType { name } } }",
    ])
    func introspectionIsAnsweredUnlessItIsOff(_ query: String) throws {
        #expect(try messages(query) { _ in } == [])
        #expect(
            try messages(query) { $0.introspection = false } == ["UNSUPPORTED: This server answers no introspection."])
    }

    @Test func theTypeOfAnObjectIsNoIntrospection() throws {
        #expect(try messages("{ __typename }") { $0.introspection = false } == [])
    }

    @Test(arguments: [
        "{ __schema { queryTyp { name } } }", "{ __typename @skipp(if: true) }",
        "{ ...ff } fragment f on Query { __typename }",
        "{ ... on Querry { __typename } }", "{ __type(nam: \"Query\", name: \"Query\") { name } }",
        "{ __schema { types { kind(x: 1) nam } } }",
    ])
    func namesAreSuggestedUnlessThatIsOff(_ query: String) throws {
        #expect(try messages(query) { _ in }.contains { $0.contains("did you mean") })
        let silent = try messages(query) { $0.suggestions = false }
        #expect(!silent.isEmpty && !silent.contains { $0.contains("did you mean") })
    }
}
