import JSONText
import QueryCompiler
import SchemaMapping
import Testing

struct ShapeTests {
    private let query = """
        query ($where: PostFilter, $order: [PostOrderBy!], $id: BigInt, $ids: [BigInt!], $limit: Int, $on: Boolean!,
            $off: Boolean, $direction: OrderDirection!, $mood: Mood) {
            posts(where: $where, orderBy: $order, limit: $limit) {
                id
                title @include(if: $on)
                author { username @skip(if: $on) posts(orderBy: [{ price: $direction }]) { id } }
                comments(where: { postId: { eq: $id, in: $ids, gt: 0 }, user: { mood: { eq: $mood, isNull: false }, id: { isNull: $off, gt: 0 } } }) {
                    number
                }
            }
        }
        """

    /// Whatever two sets of variables are: when their shapes are equal, so are the statements.
    @Test(arguments: 1...20) func equalShapesHaveEqualStatements(seed: UInt64) throws {
        var random = Random(state: seed)
        var statements: [Shape: [String]] = [:]
        for _ in 0..<60 {
            let values = variables(&random)
            for values in [values, change(values, &random)] {
                guard let request = try? Request(query, values, in: blog) else { continue }
                let shape = try shape(of: request.variables, for: request.operation, in: blog)
                let texts = statements[shape] ?? request.texts
                #expect(texts == request.texts, "\(JSON.object(values).text)")
                statements[shape] = texts
            }
        }
        #expect(statements.count > 5)
    }

    @Test func valuesAndListLengthsAreNoPartOfAShape() throws {
        func shapeOf(_ values: JSONObject) throws -> Shape {
            var values = values
            values.members += (["id": 1, "ids": [], "off": true, "mood": "SAD"] as JSONObject).members
            let request = try Request(query, values, in: blog)
            return try shape(of: request.variables, for: request.operation, in: blog)
        }
        let base: JSONObject = [
            "on": true, "direction": "ASC", "where": ["id": ["in": ["1"]], "published": ["eq": true]],
        ]
        let same: JSONObject = [
            "on": true, "direction": "ASC", "where": ["id": ["in": []], "published": ["eq": false]],
        ]
        #expect(try shapeOf(base) == shapeOf(same))
        for other: JSONObject in [
            ["on": false, "direction": "ASC", "where": ["id": ["in": ["1"]], "published": ["eq": true]]],
            ["on": true, "direction": "DESC", "where": ["id": ["in": ["1"]], "published": ["eq": true]]],
            ["on": true, "direction": "ASC", "where": ["id": ["in": ["1"]]]],
            ["on": true, "direction": "ASC", "where": ["id": ["isNull": true]]],
            ["on": true, "direction": "ASC", "where": ["id": ["in": ["1"]], "published": ["eq": true]], "order": nil],
            ["on": true, "direction": "ASC", "where": ["id": ["in": ["1"]], "published": ["eq": true]], "limit": nil],
            ["on": true, "direction": "ASC", "where": ["id": ["in": ["1"]], "price": ["eq": 1]]],
        ] {
            #expect(try shapeOf(base) != shapeOf(other), "\(JSON.object(other).text)")
        }
        let (with, without): (JSONObject, JSONObject) = (
            ["on": true, "direction": "ASC", "where": ["id": ["isNull": true]]],
            ["on": true, "direction": "ASC", "where": ["id": ["isNull": false]]]
        )
        #expect(try shapeOf(with) != shapeOf(without))
    }

    /// Introspection is answered once for all values that it does not read.
    @Test func onlyWhatIntrospectionReadsIsPartOfAShape() throws {
        let query = """
            query ($id: BigInt!, $name: String!, $old: Boolean) {
                post(id: $id) { id }
                __type(name: $name) { enumValues(includeDeprecated: $old) { name } }
            }
            """
        func shapeOf(_ values: JSONObject) throws -> Shape {
            let request = try Request(query, values, in: blog)
            return try shape(of: request.variables, for: request.operation, in: blog)
        }
        let base = try shapeOf(["id": "1", "name": "Mood", "old": true])
        #expect(try base == shapeOf(["id": "2", "name": "Mood", "old": true]))
        #expect(try base != shapeOf(["id": "1", "name": "Post", "old": true]))
        #expect(try base != shapeOf(["id": "1", "name": "Mood", "old": false]))
    }

    private func variables(_ random: inout Random) -> JSONObject {
        var values: JSONObject = ["on": .bool(random.flag()), "direction": random.flag() ? "ASC" : "DESC_NULLS_LAST"]
        // What a filter reads has a value, or the request is refused.
        values.append("where", filter(&random, depth: 0))
        if random.flag() { values.append("order", .array((0..<random.below(3)).map { _ in order(&random) })) }
        values.append("id", JSON(random.below(9)))
        values.append("ids", .array((0..<random.below(4)).map { JSON($0) }))
        if random.flag() { values.append("limit", random.flag(in: 4) ? .null : JSON(random.below(100))) }
        values.append("off", .bool(random.flag()))
        values.append("mood", random.flag() ? "so_so" : "SAD")
        return values
    }

    private func filter(_ random: inout Random, depth: Int) -> JSON {
        switch random.below(depth > 2 ? 4 : 9) {
        case 0: ["id": ["in": .array((0..<random.below(3)).map { JSON($0) })]]
        case 1: ["title": ["startsWith": .string("a\(random.below(9))"), "neq": "x"]]
        case 2: ["published": ["eq": .bool(random.flag())], "price": ["isNull": .bool(random.flag())]]
        case 3: ["id": ["gt": JSON(random.below(9))]]
        case 4: ["and": .array((0..<random.below(3)).map { _ in filter(&random, depth: depth + 1) })]
        case 5: ["not": filter(&random, depth: depth + 1)]
        case 6: ["author": ["mood": ["in": .array(random.flag() ? ["happy"] : ["SAD", "so_so"])]]]
        case 7: ["comments": ["some": ["userId": ["eq": JSON(random.below(5))]]]]
        default: ["or": [filter(&random, depth: depth + 1), filter(&random, depth: depth + 1)]]
        }
    }

    private func order(_ random: inout Random) -> JSON {
        let direction: JSON = random.flag() ? "ASC" : "DESC"
        return random.flag() ? ["price": direction] : ["author": ["username": direction]]
    }

    /// Other values, texts and lengths in the same places; of some of them a plan depends on.
    private func change(_ object: JSONObject, _ random: inout Random) -> JSONObject {
        object.members.reduce(into: JSONObject()) { $0.append($1.key, change($1.value, $1.key, &random)) }
    }

    private func change(_ value: JSON, _ key: String, _ random: inout Random) -> JSON {
        switch (key, value) {
        case ("in", _), ("ids", _): .array(value == [] ? ["1"] : [])
        case (_, .number): JSON(random.below(100))
        case (_, .bool(let flag)): .bool(!flag)
        case ("startsWith", _), ("neq", _): .string("z%\(random.below(100))")
        case (_, .object(let object)): .object(change(object, &random))
        case (_, .array(let values)): .array(values.map { change($0, "", &random) })
        default: value
        }
    }
}

/// A repeatable source of choices (splitmix64).
struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func flag(in bound: Int = 2) -> Bool { below(bound) == 0 }
}
