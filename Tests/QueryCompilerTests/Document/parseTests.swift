import QueryCompiler
import SchemaMapping
import Testing

@Suite struct ParseTests {
    private func query(_ text: String) throws -> Document.Operation {
        try #require(try parse(text).operations.first)
    }

    private func failure(_ text: String, limits: DocumentLimits = DocumentLimits()) -> GraphQLError? {
        do throws(RequestErrors) {
            _ = try parse(text, limits: limits)
            return nil
        } catch {
            return error.errors.first
        }
    }

    private func argument(_ text: String) throws -> InputValue {
        guard case .field(let field)? = try query("{ a(b: \(text)) }").selections.first else { return .null }
        return try #require(field.arguments.first?.value.inputValue)
    }

    @Test func readsAnOperationWithEverything() throws {
        let document = try parse(
            """
            "what it is for" query Orders("which" $id: [UUID!]! = ["x"] @d, "how many" $n: Int = 3) @on(a: 1) {
              first: orders(where: {id: {in: $id}}, limit: $n) @include(if: true) { id ...F ... on Order { id } ... { id } }
            }
            "what it shows" fragment F on Order @d { total }
            """)
        let operation = try #require(document.operations.first)
        #expect(operation.name?.text == "Orders")
        #expect(operation.variables.map(\.type.type.description) == ["[UUID!]!", "Int"])
        #expect(operation.variables.first?.defaultValue?.inputValue == .list([.string("x")]))
        guard case .field(let field)? = operation.selections.first else { throw RequestErrors([]) }
        #expect(field.responseKey == "first")
        #expect(field.location == .init(line: 2, column: 3))
        #expect(field.selections?.count == 4)
        #expect(document.fragments.map(\.typeCondition.text) == ["Order"])
    }

    @Test(arguments: [
        ("1", InputValue.int("1")), ("-0", .int("-0")), ("1.5e-3", .float("1.5e-3")), ("true", .boolean(true)),
        ("null", .null), ("ASC", .enumeration("ASC")), ("$v", .variable("v")), ("[]", .list([])),
        ("{a: [1]}", .object([.init(name: "a", value: .list([.int("1")]))])),
        (#""a\"\\\/\b\f\n\r\tA\u{1F600}\uD83D\uDE00é""#, .string("a\"\\/\u{8}\u{C}\n\r\tA😀😀é")),
        ("\"\"\"\n    one\n      two\\\"\"\"\r\n\n    three\n  \"\"\"", .string("one\n  two\"\"\"\n\nthree")),
        ("\"\"", .string("")), ("\"\"\"\"\"\"", .string("")), ("\"\"\" a \"\"\"", .string(" a ")),
    ])
    func readsValues(text: String, value: InputValue) throws {
        #expect(try argument(text) == value)
    }

    @Test(arguments: [
        ("", 1, 1), ("{", 1, 2), ("{ a(b: 01) }", 1, 9), ("{ a(b: 1x) }", 1, 9), ("{ a(b: 1.) }", 1, 10),
        ("{ a(b: \"x\n\") }", 1, 10), ("{ a(b: \"\\uD83D\") }", 1, 9), ("{ a(b: \"\\u{110000}\") }", 1, 9),
        ("{ a(b: \"\\x\") }", 1, 9), ("{ }", 1, 3), ("{ a() }", 1, 5), ("query($a: Int = $b) { a }", 1, 17),
        ("fragment on on A { a }", 1, 10), ("type A { a: Int }", 1, 1), ("{ a } x", 1, 7), ("{ a ? }", 1, 5),
        ("# é\r\n{\ra\n%", 4, 1), ("{ a(b: \"é😀\", c: %) }", 1, 17), ("\u{FEFF}{ % }", 1, 4),
        ("{ a(b: \"\"\"x\n\ny\"\"\", %) }", 3, 7), ("\"d\" { a }", 1, 5), ("query ($a: Int) ($b: Int) { a }", 1, 17),
        ("{ a..b }", 1, 4), ("{ a(b: \"", 1, 9),
    ])
    func saysWhereItFails(text: String, line: Int, column: Int) {
        let error = failure(text)
        #expect(error?.code == .parseFailed)
        #expect(error?.locations == [.init(line: line, column: column)], "\(error?.message ?? "no error")")
    }

    @Test func boundsBytesTokensAndDepth() {
        let deep = String(repeating: "{a", count: 65) + String(repeating: "}", count: 65)
        #expect(failure(deep)?.code == .limitExceeded)
        let lists = "{ a(b: " + String(repeating: "[", count: 100_000)
        #expect(failure(lists)?.code == .limitExceeded)
        #expect(failure("query($a: " + String(repeating: "[", count: 100_000))?.code == .limitExceeded)
        #expect(failure("{" + String(repeating: " a", count: 15_000) + "}")?.code == .limitExceeded)
        #expect(failure(String(repeating: "#", count: 262_145))?.code == .limitExceeded)
        #expect(failure("{" + String(repeating: " a", count: 14_998) + "}") == nil)
    }
}
