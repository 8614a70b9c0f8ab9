import JSONText
import QueryCompiler
import SchemaMapping
import Testing

/// What is counted while a request is compiled: nothing larger reaches the database.
struct RequestLimitTests {
    /// What the stages up to the statements say, shape included, as the sidecar runs them.
    private func refusal(_ query: String, _ variables: JSONObject = JSONObject()) -> GraphQLError? {
        do throws(RequestErrors) {
            let operation = try validate(try parse(query), operationName: nil, in: blog)
            let variables = try coerceVariables(variables, for: operation, in: blog)
            _ = try shape(of: variables, for: operation, in: blog)
            _ = try plan(operation, variables, in: blog)
            return nil
        } catch {
            return error.errors.first
        }
    }

    private func list(_ count: Int, of element: JSON) -> JSON { .array(Array(repeating: element, count: count)) }

    private let ordered = "query ($o: [PostOrderBy!]) { posts(orderBy: $o) { id } }"
    private let filtered = "query ($w: PostFilter!) { posts(where: $w) { id } }"

    @Test func anOrderHasAtMost32Terms() {
        #expect(refusal(ordered, ["o": list(32, of: ["id": "ASC"])]) == nil)
        for count in [33, 8_000] {
            let error = refusal(ordered, ["o": list(count, of: ["id": "ASC"])])
            #expect(error?.code == .limitExceeded)
            #expect(error?.locations.isEmpty == false)
        }
        let literal = Array(repeating: "{ id: ASC }", count: 33).joined(separator: " ")
        #expect(refusal("{ posts(orderBy: [\(literal)]) { id } }")?.code == .limitExceeded)
        #expect(refusal("{ users { posts(orderBy: [\(literal)]) { id } } }")?.code == .limitExceeded)
    }

    @Test func aRequestHasAtMost1000Conditions() {
        let one: JSON = ["id": ["eq": 1]]
        #expect(refusal(filtered, ["w": ["or": list(999, of: one)]]) == nil)
        for filter: JSON in [
            ["or": list(1_000, of: one)], ["or": list(20_000, of: one)],
            ["and": list(1_001, of: ["or": []])], ["not": ["and": list(1_000, of: ["title": ["like": "a"]])]],
        ] {
            let error = refusal(filtered, ["w": filter])
            #expect(error?.code == .limitExceeded)
            #expect(error?.locations.isEmpty == false)
        }
        let literal = Array(repeating: "{ id: { eq: 1 } }", count: 1_000).joined(separator: " ")
        #expect(refusal("{ posts(where: { or: [\(literal)] }) { id } }")?.code == .limitExceeded)
    }

    /// Each of them beside one `or`, up to the limit and one more.
    @Test(
        arguments: [
            (999, ["and": []]), (999, ["or": []]), (499, ["not": ["or": []]]), (999, ["id": ["isNull": true]]),
            (50, ["comments": ["none": [:], "some": [:]]]),
        ] as [(Int, JSON)])
    func everyKindOfConditionCounts(most: Int, condition: JSON) {
        #expect(refusal(filtered, ["w": ["or": list(most, of: condition)]]) == nil)
        #expect(refusal(filtered, ["w": ["or": list(most + 1, of: condition)]])?.code == .limitExceeded)
    }

    /// A statement that is compiled already is not planned again: what its variables cost is known before.
    @Test func theLimitsHoldForAShapeAlone() throws {
        for (query, variables, isGood): (String, JSONObject, Bool) in [
            (ordered, ["o": list(32, of: ["id": "ASC"])], true), (ordered, ["o": list(33, of: ["id": "ASC"])], false),
            (filtered, ["w": ["or": list(999, of: ["or": []])]], true),
            (filtered, ["w": ["or": list(1_000, of: ["or": []])]], false),
        ] {
            let operation = try validate(try parse(query), operationName: nil, in: blog)
            let variables = try coerceVariables(variables, for: operation, in: blog)
            let error =
                isGood
                ? nil
                : #expect(throws: RequestErrors.self) {
                    try shape(of: variables, for: operation, in: blog)
                }
            if isGood { _ = try shape(of: variables, for: operation, in: blog) }
            #expect(error?.errors.first?.code == (isGood ? nil : .limitExceeded))
        }
    }

    @Test func aVariableCountsWhereverItStands() {
        let fields = (0..<3).map { "a\($0): posts(where: $w) { id }" }.joined(separator: " ")
        let query = "query ($w: PostFilter!) { \(fields) }"
        #expect(refusal(query, ["w": ["or": list(332, of: ["id": ["eq": 1]])]]) == nil)
        #expect(refusal(query, ["w": ["or": list(333, of: ["id": ["eq": 1]])]])?.code == .limitExceeded)
        let orders = (0..<40).map { "a\($0): posts(orderBy: $o) { id }" }.joined(separator: " ")
        let error = refusal("query ($o: [PostOrderBy!]) { \(orders) }", ["o": list(32, of: ["id": "ASC"])])
        #expect(error?.code == .limitExceeded)
    }

    @Test func conditionsOnRelatedRowsAreFewer() {
        let related: JSON = ["author": ["id": ["eq": 1]]]
        #expect(refusal(filtered, ["w": ["and": list(100, of: related)]]) == nil)
        #expect(refusal(filtered, ["w": ["and": list(101, of: related)]])?.code == .limitExceeded)
        for quantifier in ["some", "every", "none"] {
            let comments: JSON = ["comments": .object([quantifier: ["userId": ["eq": 1]]])]
            #expect(refusal(filtered, ["w": ["or": list(100, of: comments)]]) == nil)
            #expect(refusal(filtered, ["w": ["or": list(101, of: comments)]])?.code == .limitExceeded)
        }
        let orders = (0..<4).map { "a\($0): posts(orderBy: $o) { id }" }.joined(separator: " ")
        let byAuthor: JSON = ["author": ["id": "ASC"]]
        #expect(refusal("query ($o: [PostOrderBy!]) { \(orders) }", ["o": list(25, of: byAuthor)]) == nil)
        let error = refusal("query ($o: [PostOrderBy!]) { \(orders) }", ["o": list(26, of: byAuthor)])
        #expect(error?.code == .limitExceeded)
    }

    @Test func aDocumentHasAtMost262144Bytes() {
        func padded(_ count: Int) -> String { "{ __typename }" + String(repeating: " ", count: count - 14) }
        #expect(refusal(padded(262_144)) == nil)
        #expect(refusal(padded(262_145))?.code == .limitExceeded)
    }

    @Test func anOperationHasAtMost5000FieldsWithItsFragments() {
        func query(_ more: Int) -> String {
            let fields = String(repeating: " id", count: 500)
            let spreads = String(repeating: " a: user(id: 1) { ...f }", count: 9)
            return
                "{\(spreads) user(id: 1) {\(String(repeating: " id", count: more)) } } fragment f on User {\(fields) }"
        }
        // Nine times a field, a spread and five hundred, and one field more.
        let used = 9 * 502 + 1
        #expect(refusal(query(5_000 - used)) == nil)
        #expect(refusal(query(5_001 - used))?.code == .limitExceeded)
    }

    @Test func introspectionIsAtMost20LevelsDeep() {
        func query(_ count: Int) -> String {
            let (open, close) = (
                String(repeating: " { ofType", count: count), String(repeating: " }", count: count + 2)
            )
            return "{ __type(name: \"User\")\(open) { name\(close)"
        }
        #expect(refusal(query(18)) == nil)
        #expect(refusal(query(19))?.code == .limitExceeded)
    }

    @Test func operationsShareFragmentsWithinBounds() throws {
        func error(_ operations: Int) -> GraphQLError? {
            let queries = (0..<operations).map { "query q\($0) { ...f0 }" }
            let fragments = (0..<500).map { "fragment f\($0) on Query { ...f\($0 + 1) }" }
            let document = (queries + fragments + ["fragment f500 on Query { __typename }"]).joined(separator: " ")
            do throws(RequestErrors) {
                _ = try validate(try parse(document), operationName: "q0", in: blog)
                return nil
            } catch { return error.errors.first }
        }
        #expect(error(99) == nil)
        #expect(error(100)?.code == .limitExceeded)
    }

    @Test func aDefaultPageIsNoLargerThanTheLargest() throws {
        var model = blog.model
        model.limits = Limits(defaultPageSize: 50, maximumPageSize: 20, maximumDepth: 15)
        let request = try Request("{ users { id } }", in: makeGraphQLSchema(model))
        #expect(request.texts.first?.contains("limit 20") == true)
    }

    @Test func aResponseKeyHasAtMost255Bytes() {
        let (good, bad) = (String(repeating: "k", count: 255), String(repeating: "k", count: 256))
        #expect(refusal("{ posts { \(good): id } }") == nil)
        for query in ["{ posts { \(bad): id } }", "{ \(bad): posts { id } }", "{ \(bad): __typename }"] {
            let error = refusal(query)
            #expect(error?.code == .limitExceeded)
            #expect(error?.locations.isEmpty == false)
            #expect((error?.message.utf8.count ?? 1_000) < 200)
        }
    }

    @Test(arguments: [
        ("{ posts(limit: 1000) { id } }", JSONObject()),
        ("query ($l: Int) { posts(limit: $l) { id } }", ["l": 1000] as JSONObject),
        ("query ($l: Int) { posts(offset: $l) { id } }", ["l": -1] as JSONObject),
    ])
    func aPageOutOfBoundsSaysWhere(query: String, variables: JSONObject) throws {
        let error = #expect(throws: RequestErrors.self) {
            let request = try Request(query, variables, in: blog)
            for case .statement(let statement) in request.compiled.roots.map(\.answer) {
                _ = try bindValues(statement.parameters, request.variables, claims: [:])
            }
        }
        #expect(error?.errors.first?.path == [.key("posts")])
        #expect(error?.errors.first?.locations.first?.line == 1)
    }

    @Test func aStatementTellsWhatItsKeysAddToARow() throws {
        let request = try Request("{ posts { id longer: title } }", in: blog)
        guard case .statement(let statement)? = request.compiled.roots.first?.answer else { return }
        // `{"id":null,"longer":null},` without its values.
        #expect(statement.rowOverhead == #"{"id":,"longer":},"#.utf8.count)
    }
}
