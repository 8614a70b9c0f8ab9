import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

/// Every operator of every type against PostgreSQL's own answer to a condition written by hand, over odd values and
/// nulls. Operands are what the API itself shows, so that this is the round trip of values too.
@Suite struct OperatorPropertyTests {
    @Test func operatorsMeanTheirConditions() throws {
        try check((typeSamples + shownTypes).filter { $0.feature == nil })
    }

    @Test(.needs(.citext, .ltree)) func operatorsOfExtensionsMeanTheirConditions() throws {
        try check(typeSamples.filter { $0.feature != nil })
    }

    private func check(_ samples: [TypeSample]) throws {
        let bench = try SampleDatabase(samples)
        for sample in samples {
            do { try check(sample, bench) } catch { Issue.record("\(sample): \(error)") }
        }
    }

    private func check(_ sample: TypeSample, _ bench: SampleDatabase) throws {
        let comparison = try Comparison(bench, sample)
        #expect(typeMapping(of: try bench.entity(sample).fields[1].type).operators == sample.group)
        for filterOperator in sample.group.operators {
            try comparison.check(filterOperator, "v", condition(filterOperator.name, sample.group))
        }
        for filterOperator in sample.group.listOperators {
            try comparison.check(filterOperator, "a", listConditions[filterOperator.name])
        }
    }

    private func condition(_ name: String, _ group: OperatorGroup) -> OperatorCondition? {
        let special =
            switch group {
            case .json: jsonConditions[name]
            case .range: rangeConditions[name]
            default: nil as OperatorCondition?
            }
        return special ?? valueConditions[name]
    }
}

private struct Comparison {
    let bench: SampleDatabase
    let sample: TypeSample
    /// The rows by id, as the API shows them.
    let shown: [String: JSONObject]

    init(_ bench: SampleDatabase, _ sample: TypeSample) throws {
        self.bench = bench
        self.sample = sample
        let rows = try bench.database.data("{ rows: \(bench.entity(sample).listField)(limit: 100) { id v a } }")["rows"]
        var shown: [String: JSONObject] = [:]
        guard case .array(let rows)? = rows else { throw JSONError("no rows of \(sample)") }
        for case .object(let row) in rows { shown[row["id"]?.text ?? ""] = row }
        self.shown = shown
    }

    func check(_ filterOperator: FilterOperator, _ column: String, _ condition: OperatorCondition?) throws {
        let condition = try #require(condition, "\(sample): \(filterOperator.name) has no condition")
        let place = "\(sample).\(column) \(filterOperator.name)"
        if case .objects(let objects) = condition.operands {
            for (operand, condition) in objects {
                let filter = "{ \(column): { \(filterOperator.name): \(operand) } }"
                let expected = try bench.hands.query(
                    "select '[' || coalesce(string_agg(id::text, ',' order by id), '') || ']' from \(table) as t where \(condition)"
                )
                #expect(try bench.rows(sample, where: filter).text == expected.single, "\(place) \(operand)")
            }
            return
        }
        let expected = try bench.hands.query(
            """
            select o.k, o.x::text, (
                select '[' || coalesce(string_agg(t.id::text, ',' order by t.id), '') || ']' from \(table) as t where \(condition.sql))
            from (\(operands(condition.operands))) as o (k, x)
            """)
        let filter = try #require(
            bench.database.schema.inputObject(filterName(column))?.field(filterOperator.name), "\(place)")
        #expect(expected.count > 0, "\(place)")
        for row in 0..<expected.count {
            let key = try #require(expected[row, 0])
            guard let operand = operand(key, expected[row, 1], condition.operands) else { continue }
            let ids = try bench.rows(
                sample, where: "{ \(column): { \(filterOperator.name): $x } }", filter.type.description, operand)
            #expect(ids.text == expected[row, 2], "\(place) \(operand.text)")
            // A literal takes another way than a variable up to the operand: some of each operator are enough.
            guard row % 4 == 0, let literal = literal(operand) else { continue }
            let same = try bench.rows(sample, where: "{ \(column): { \(filterOperator.name): \(literal) } }")
            #expect(same == ids, "\(place) \(literal)")
        }
    }

    private func filterName(_ column: String) throws -> String {
        if sample.group == .nullOnly { return "NullFilter" }
        let type = try bench.entity(sample).fields[1].type
        return type.graphQLName + (column == "a" ? "ListFilter" : "Filter")
    }

    private var table: String {
        "(select id, v::\(sample.base) as v, a::\(sample.base)[] as a from public.\(sample.table))"
    }

    /// `select k, x`
    private func operands(_ operands: OperatorCondition.Operands) -> String {
        switch operands {
        case .values:
            return "select id, x from (select id, v from \(table) as t) as s (id, x) "
                + "where x is not null and \(sample.operands)"
        case .lists: return "select id, array_remove(a, null) from \(table) as t where a is not null"
        case .arrays: return "select id, a from \(table) as t where a is not null"
        case .texts(let texts):
            return
                "select o, x from unnest(array[\(texts.map(quoteLiteral).joined(separator: ", "))]) with ordinality as t (x, o)"
        case .textLists(let lists):
            let rows = lists.enumerated().map {
                "(\($0), array[\($1.map(quoteLiteral).joined(separator: ", "))]::text[])"
            }
            return "values \(rows.joined(separator: ", "))"
        case .bounds:
            return "select row_number() over (), x from (select lower(v) from \(table) as t "
                + "union select upper(v) from \(table) as t) as b (x) where x is not null"
        case .booleans: return "values (0, true), (1, false)"
        case .objects: return ""
        }
    }

    private func operand(_ key: String, _ text: String?, _ operands: OperatorCondition.Operands) -> JSON? {
        switch operands {
        case .values: return shown[key]?["v"]
        case .arrays: return shown[key]?["a"]
        case .lists:
            guard case .array(let elements)? = shown[key]?["a"] else { return nil }
            return .array(elements.filter { $0 != .null })
        case .texts(let texts): return .string(texts[(Int(key) ?? 1) - 1])
        case .textLists(let lists): return .array(lists[Int(key) ?? 0].map { .string($0) })
        case .bounds: return ["int4range", "int4multirange"].contains(sample.type) ? .number(text ?? "") : JSON(text)
        case .booleans: return .bool(text == "true")
        case .objects: return nil
        }
    }

    /// The operand as GraphQL writes it; nil for objects whose keys are no names, which have no literal.
    private func literal(_ value: JSON) -> String? {
        switch value {
        case .string(let text): return (try? isEnumeration) == true ? text : value.text
        case .array(let elements):
            let literals = elements.compactMap(literal)
            return literals.count == elements.count ? "[\(literals.joined(separator: ", "))]" : nil
        case .object(let object):
            let isNamed = object.members.allSatisfy { $0.key.allSatisfy { $0.isASCII && $0.isLetter } }
            let members = object.members.compactMap { member in literal(member.value).map { "\(member.key): \($0)" } }
            return isNamed && members.count == object.members.count ? "{ \(members.joined(separator: ", ")) }" : nil
        default: return value.text
        }
    }

    private var isEnumeration: Bool {
        get throws { try bench.entity(sample).fields[1].type.isEnumeration }
    }
}
