import JSONText
import QueryCompiler
import SchemaMapping
import Testing

@Suite struct OperationTests {
    private func validated(
        _ text: String, _ name: String? = nil, in schema: GraphQLSchema = blog
    ) throws -> QueryCompiler.Operation {
        try validate(try parse(text), operationName: name, in: schema)
    }

    private func code(_ text: String, _ name: String? = nil, in schema: GraphQLSchema = blog) -> ErrorCode? {
        do throws(RequestErrors) {
            _ = try validate(try parse(text), operationName: name, in: schema)
            return nil
        } catch {
            return error.errors.first?.code
        }
    }

    private func keys(_ fields: [SelectedField]) -> [String] { fields.map(\.responseKey) }

    @Test func choosesTheOperation() throws {
        let two = "query A { users { id } } query B { posts { id } }"
        #expect(keys(try validated(two, "B").selections) == ["posts"])
        #expect(code(two) == .operationResolutionFailure)
        #expect(code(two, "C") == .operationResolutionFailure)
        #expect(code("{ users { id } }", "A") == .operationResolutionFailure)
        #expect(code("fragment F on User { id }") == .validationFailed)
    }

    @Test func refusesWhatIsNotServed() {
        #expect(code("mutation { createUser(input: {}) { id } }") == .unsupported)
        #expect(code("subscription ($x: Unknown) { userChanged { id } }") == .unsupported)
        #expect(code("query A { users { id } } mutation B { x }", "B") == .unsupported)
    }

    @Test func expandsFragmentsInOrder() throws {
        let operation = try validated(
            """
            { users { a: id ...F ... { c: id } ... on User { d: id ...F } } }
            fragment F on User { b: username posts { ...G } }
            fragment G on Post { title }
            """)
        let users = try #require(operation.selections.first)
        #expect(keys(users.selections) == ["a", "b", "posts", "c", "d"])
        #expect(keys(users.selections[2].selections) == ["title"])
        #expect(users.selections[2].parentType == "User")
    }

    @Test func decidesLiteralConditionsAndKeepsVariableOnes() throws {
        let operation = try validated(
            """
            query ($x: Boolean!, $y: Boolean!) {
              users { a: id @skip(if: true) b: id @include(if: true) c: id @include(if: $x)
                ...F @skip(if: $y) ... @include(if: false) { e: id } }
            }
            fragment F on User { d: id @include(if: $x) f: id @skip(if: $y) }
            """)
        let fields = try #require(operation.selections.first).selections
        let x = Condition(variable: "x", isIncludedWhen: true)
        let y = Condition(variable: "y", isIncludedWhen: false)
        #expect(keys(fields) == ["b", "c", "d", "f"])
        #expect(fields.map(\.conditions) == [[], [x], [y, x], [y]])
    }

    @Test func boundsDepthAlsoThroughFragments() {
        #expect(code("{ pick { pick { pick { id } } } }", in: small) == nil)
        #expect(code("{ pick { pick { pick { pick { id } } } } }", in: small) == .limitExceeded)
        let hidden = """
            { pick { ...A } } fragment A on Post { pick { ...B } } fragment B on Post { pick { pick { id } } }
            """
        #expect(code(hidden, in: small) == .limitExceeded)
        // Introspection has a depth of its own.
        #expect(code(usualIntrospectionQuery, in: small) == nil)
    }

    /// Each fragment doubles the one below: 2^40 fields if expanded.
    @Test func boundsFragmentsThatExplode() {
        var text = "{ users { ...F0 } }"
        for level in 0..<40 {
            text += " fragment F\(level) on User { ...F\(level + 1) ... { ...F\(level + 1) } a\(level): posts { id } }"
        }
        #expect(code(text + " fragment F40 on User { id }") == nil)
        var nested = "{ users { ...F0 } }"
        for level in 0..<40 {
            let (type, field) = level % 2 == 0 ? ("User", "posts") : ("Post", "author")
            let inner = "\(field) { ...F\(level + 1) }"
            nested += " fragment F\(level) on \(type) { a: \(inner) b: \(inner) }"
        }
        #expect(code(nested + " fragment F40 on User { id }") == .limitExceeded)
    }

    @Test func checksHostileDocumentsInBoundedTime() {
        // Every pair of equal fields compared would be a hundred million steps.
        let same = "{" + String(repeating: " users { id }", count: 3_500) + " }"
        #expect(code(same) == .limitExceeded || code(same) == nil)
        // A chain of fragments as long as the document allows.
        var chain = "{ ...F0 }"
        for level in 0..<1_800 { chain += " fragment F\(level) on Query { ...F\(level + 1) }" }
        #expect(code(chain + " fragment F1800 on Query { __typename }") == nil)
        let cycle = chain + " fragment F1800 on Query { ...F0 }"
        #expect(code(cycle) == .validationFailed)
        // Many operations over many fragments.
        var shared = ""
        for index in 0..<1_000 { shared += " query Q\(index) { ...F0 }" }
        for index in 0..<1_000 { shared += " fragment F\(index) on Query { ...F\(index + 1) }" }
        #expect(code(shared + " fragment F1000 on Query { __typename }", "Q0") == .limitExceeded)
    }

    @Test func suggestsNamesAndBoundsErrors() throws {
        do throws(RequestErrors) {
            _ = try validate(try parse("{ users { usernam } }"), operationName: nil, in: blog)
        } catch {
            #expect(
                error.errors == [
                    GraphQLError(
                        "The type \"User\" has no field \"usernam\"; did you mean \"username\"?", .validationFailed,
                        locations: [.init(line: 1, column: 11)])
                ])
        }
        do throws(RequestErrors) {
            let many = (0..<200).map { " x\($0)" }.joined()
            _ = try validate(try parse("{ users {\(many) } }"), operationName: nil, in: blog)
        } catch {
            #expect(error.errors.count == 50)
        }
        let long = String(repeating: "x", count: 100_000)
        do throws(RequestErrors) {
            _ = try validate(try parse("{ \(long) }"), operationName: nil, in: blog)
        } catch {
            #expect(error.errors.allSatisfy { $0.message.utf8.count < 1_000 })
        }
    }

    @Test func checksOneOfLiterals() {
        #expect(code("{ pick(choice: {a: 1}) { id } }", in: small) == nil)
        #expect(code("{ pick(choice: {a: 1, b: \"x\"}) { id } }", in: small) == .validationFailed)
        #expect(code("{ pick(choice: {a: null}) { id } }", in: small) == .validationFailed)
        #expect(code("query ($a: Int!) { pick(choice: {a: $a}) { id } }", in: small) == nil)
        #expect(code("query ($a: Int) { pick(choice: {a: $a}) { id } }", in: small) == .validationFailed)
        #expect(code("{ pick(box: {may: 1}) { id } }", in: small) == .validationFailed)
        #expect(code("{ pick(json: {a: [1, RED, null]}, id: 5, matrix: 1) { id } }", in: small) == nil)
        #expect(code("query ($a: Int) { pick(json: {a: $a}) { id } }", in: small) == .validationFailed)
        #expect(code("query ($a: Int) { pick(count: $a) { id } }", in: small) == nil)
    }
}
