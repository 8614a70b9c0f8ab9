import JSONText
import QueryCompiler
import SchemaMapping
import Testing

/// No input stops the process: the tests pass by coming back.
@Suite struct FuzzTests {
    private static let documents = [
        """
        query Q($id: Int! = 1, $n: [String!], $b: Boolean = true) @x {
          first: users(where: {id: {eq: $id}, username: {in: $n}}, limit: 3, orderBy: [{id: ASC}]) @include(if: $b) {
            ...F ... on User @skip(if: false) { id posts(limit: 1) { title author { ...F } } }
          }
          __typename
          __schema { types { name fields { name type { ofType { name } } } } }
        }
        fragment F on User { id fullName }
        """,
        "{ a(b: \"\\u{1F600}\\uD83D\\uDE00\", c: \"\"\"\n  é\n   \\\"\"\" 😀\n\"\"\", d: -1.5e+3, e: {f: [null, X]}) # é\r\n }",
        "mutation { a } subscription S { b c } \"d\" query T { ...T } fragment T on Query { ...U } fragment U on Query { ...T }",
    ]

    private func survives(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(RequestErrors) {
            let document = try parse(text)
            _ = try validate(document, operationName: nil, in: blog)
            return true
        } catch {
            return !error.errors.isEmpty && !errorsText(error.errors).isEmpty
        }
    }

    @Test func survivesRandomBytes() {
        var random = SplitMix(state: 1)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0..<80, using: &random)
            #expect(survives((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }))
        }
    }

    @Test func survivesRandomTokens() {
        let tokens = [
            "{", "}", "(", ")", "[", "]", ":", "=", "@", "$", "!", "...", "on", "query", "fragment", "users", "id",
            "\"", "\"\"\"", "\\", "\\u", "1", "-", ".", "e", "\n", "\r", "#", "\u{FEFF}", "é", "😀", "where", "null",
            "&",
        ]
        var random = SplitMix(state: 2)
        for _ in 0..<3_000 {
            let count = Int.random(in: 1..<40, using: &random)
            let text = (0..<count).map { _ in tokens.randomElement(using: &random) ?? "" }.joined(separator: " ")
            #expect(survives(Array(text.utf8)))
        }
    }

    @Test(arguments: documents)
    func survivesMutations(document: String) {
        var random = SplitMix(state: 3)
        let original = Array(document.utf8)
        for _ in 0..<2_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, place + Int.random(in: 1...8, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<end)
                case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            #expect(survives(bytes))
        }
    }

    @Test(arguments: documents)
    func survivesEveryTruncation(document: String) {
        let bytes = Array(document.utf8)
        for end in bytes.indices { #expect(survives(Array(bytes[..<end]))) }
    }

    /// Whatever coercion lets through, planning and binding survive as well.
    @Test func survivesRandomVariables() throws {
        let document = try parse(
            "query ($w: UserFilter, $o: [UserOrderBy!], $n: Int) { users(where: $w, orderBy: $o, limit: $n) { id } }")
        let operation = try validate(document, operationName: nil, in: blog)
        var random = SplitMix(state: 4)
        var accepted = 0
        for _ in 0..<4_000 {
            let filter = randomJSON(4, &random)
            let values: JSONObject = [
                "w": filter == .null ? ["id": ["eq": randomJSON(0, &random)]] : filter, "o": randomJSON(2, &random),
                "n": randomJSON(0, &random),
            ]
            do throws(RequestErrors) {
                let variables = try coerceVariables(values, for: operation, in: blog)
                let compiled = printStatements(try plan(operation, variables, in: blog))
                for case .statement(let statement) in compiled.roots.map(\.answer) {
                    _ = try bindValues(statement.parameters, variables, claims: [:])
                }
                accepted += 1
            } catch {
                #expect(error.errors.allSatisfy { $0.code == .badUserInput || $0.code == .limitExceeded })
            }
        }
        #expect(accepted > 0)
    }

    private func randomJSON(_ depth: Int, _ random: inout SplitMix) -> JSON {
        let keys = [
            "and", "or", "not", "id", "username", "mood", "posts", "some", "every", "eq", "in", "isNull", "like", "x",
        ]
        let numbers = ["1", "-1", "1.0", "99999999999999999999", "1e400", "-0", "0.5", "1e3"]
        switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(numbers.randomElement(using: &random) ?? "1")
        case 3: return .string(["", "a\u{0}", "happy", "ASC", "é"].randomElement(using: &random) ?? "")
        case 4: return .object(JSONObject())
        case 5: return .array((0..<Int.random(in: 0..<3, using: &random)).map { _ in randomJSON(depth - 1, &random) })
        default:
            var object = JSONObject()
            for key in keys.shuffled(using: &random).prefix(Int.random(in: 1..<3, using: &random)) {
                object.append(key, randomJSON(depth - 1, &random))
            }
            return .object(object)
        }
    }
}

/// Steele and others' SplitMix64: the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
