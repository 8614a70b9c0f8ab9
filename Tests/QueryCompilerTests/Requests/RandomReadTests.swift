import JSONText
import Postgres
import QueryCompiler
import SchemaMapping
import Testing

/// Random filters, orders and pages over rows with nulls, against an evaluation outside of the database.
struct RandomReadTests {
    private struct Row {
        var id: Int
        var author: Int?
        var title: String
        var price: Int?
        var published: Bool
    }

    /// SQL's three truth values; nil is unknown.
    private typealias Condition = (Row) -> Bool?

    @Test(arguments: 1...8) func aListIsWhatItsArgumentsSay(seed: UInt64) throws {
        var random = Random(state: seed)
        let bench = try RequestBench(writing: "blog", blog)
        let rows = (100..<140).map { id in
            Row(
                id: id, author: random.flag(in: 4) ? nil : 1 + random.below(4), title: "t\(random.below(5))",
                price: random.flag(in: 3) ? nil : random.below(6), published: random.flag())
        }
        let values = rows.map { row in
            "(\(row.id), \(row.author.map(String.init) ?? "null"), '\(row.title)', \(row.price.map(String.init) ?? "null"), \(row.published))"
        }
        try bench.connection.script(
            "delete from public.comments; delete from public.posts; insert into public.posts values \(values.joined(separator: ", "))"
        )
        for _ in 0..<40 {
            let (filter, condition) = filter(&random, depth: 0)
            let isDescending = random.flag()
            let (limit, offset) = (random.below(12), random.below(6))
            let query =
                "query ($where: PostFilter, $limit: Int, $offset: Int, $order: [PostOrderBy!]) { posts(where: $where, limit: $limit, offset: $offset, orderBy: $order) { id } }"
            let data = try bench.data(
                query,
                [
                    "where": filter, "limit": JSON(limit), "offset": JSON(offset),
                    "order": [["price": isDescending ? "DESC_NULLS_LAST" : "ASC_NULLS_FIRST"]],
                ])
            let sorted = rows.filter { condition($0) == true }.sorted { left, right in
                let (a, b) = isDescending ? (right, left) : (left, right)
                return (a.price ?? -1, a.id) < (b.price ?? -1, b.id)
            }
            let page = sorted.dropFirst(offset).prefix(limit).map { JSON.object(["id": .string(String($0.id))]) }
            #expect(data == ["posts": .array(Array(page))], "\(filter.text)")
        }
    }

    private func filter(_ random: inout Random, depth: Int) -> (JSON, Condition) {
        let number = random.below(7)
        switch random.below(depth > 3 ? 6 : 10) {
        case 0: return (["price": ["lt": JSON(number)]], { $0.price.map { $0 < number } })
        case 1: return (["price": ["gte": JSON(number), "neq": 5]], { $0.price.map { $0 >= number && $0 != 5 } })
        case 2: return (["price": ["in": [2, JSON(number)]]], { $0.price.map { $0 == 2 || $0 == number } })
        case 3: return (["price": ["nin": [2, JSON(number)]]], { $0.price.map { $0 != 2 && $0 != number } })
        case 4: return (["title": ["eq": .string("t\(number)")]], { $0.title == "t\(number)" })
        case 5:
            let isNull = random.flag()
            return (["authorId": ["isNull": .bool(isNull)]], { ($0.author == nil) == isNull })
        case 6:
            let (inner, condition) = filter(&random, depth: depth + 1)
            return (["not": inner], { condition($0).map { !$0 } })
        case 7:
            let parts = (0..<random.below(4)).map { _ in filter(&random, depth: depth + 1) }
            return (
                ["and": .array(parts.map(\.0))],
                { row in
                    let truths = parts.map { $0.1(row) }
                    return truths.contains(false) ? false : truths.contains(nil) ? nil : true
                }
            )
        case 8:
            let parts = (0..<random.below(4)).map { _ in filter(&random, depth: depth + 1) }
            return (
                ["or": .array(parts.map(\.0))],
                { row in
                    let truths = parts.map { $0.1(row) }
                    return truths.contains(true) ? true : truths.contains(nil) ? nil : false
                }
            )
        default:
            let author = 1 + random.below(4)
            return (["author": ["id": ["lte": JSON(author)]]], { $0.author.map { $0 <= author } ?? false })
        }
    }
}
