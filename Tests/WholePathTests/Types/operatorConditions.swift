import SchemaMapping

/// What an operator must mean: SQL written by hand, of `v` (the column) or `a` (the array column) and `x` (the operand).
struct OperatorCondition {
    enum Operands {
        /// Every sample, as the API shows it.
        case values
        /// Arrays of samples, without nulls or with them.
        case lists
        case arrays
        case texts([String])
        case textLists([[String]])
        /// Lower and upper bounds of the samples.
        case bounds
        case booleans
        /// An input object, and the whole condition that it stands for.
        case objects([(operand: String, condition: String)])
    }

    var operands: Operands
    var sql: String

    init(_ operands: Operands, _ sql: String) {
        self.operands = operands
        self.sql = sql
    }
}

/// The condition of an operator on a single value.
let valueConditions: [String: OperatorCondition] = [
    "eq": OperatorCondition(.values, "v = x"),
    "neq": OperatorCondition(.values, "v <> x"),
    "in": OperatorCondition(.lists, "exists (select from unnest(x) e where e = v)"),
    "nin": OperatorCondition(
        .lists, "(v is not null or cardinality(x) = 0) and not exists (select from unnest(x) e where e = v)"),
    "lt": OperatorCondition(.values, "v < x"),
    "lte": OperatorCondition(.values, "not v > x"),
    "gt": OperatorCondition(.values, "x < v"),
    "gte": OperatorCondition(.values, "not v < x"),
    // A row of nulls is a value; SQL's `is null` says otherwise.
    "isNull": OperatorCondition(.booleans, "(v is not distinct from null) = x"),
    "isNaN": OperatorCondition(.booleans, "(v::text = 'NaN') = x"),
    "isFinite": OperatorCondition(.booleans, "(v::text not in ('NaN', 'Infinity', '-Infinity')) = x"),
    "like": OperatorCondition(.texts(patterns), "v like x"),
    "nlike": OperatorCondition(.texts(patterns), "v not like x"),
    "ilike": OperatorCondition(.texts(patterns), "v ilike x"),
    "nilike": OperatorCondition(.texts(patterns), "v not ilike x"),
    "contains": pattern("like", "%", "%"), "ncontains": pattern("not like", "%", "%"),
    "icontains": pattern("ilike", "%", "%"), "nicontains": pattern("not ilike", "%", "%"),
    "startsWith": pattern("like", "", "%"), "nstartsWith": pattern("not like", "", "%"),
    "istartsWith": pattern("ilike", "", "%"), "nistartsWith": pattern("not ilike", "", "%"),
    "endsWith": pattern("like", "%", ""), "nendsWith": pattern("not like", "%", ""),
    "iendsWith": pattern("ilike", "%", ""), "niendsWith": pattern("not ilike", "%", ""),
    "regex": OperatorCondition(.texts(expressions), "v ~ x"),
    "nregex": OperatorCondition(.texts(expressions), "v !~ x"),
    "iregex": OperatorCondition(.texts(expressions), "v ~* x"),
    "niregex": OperatorCondition(.texts(expressions), "v !~* x"),
    "inSubnet": OperatorCondition(.values, "v << x"),
    "inSubnetOrEqual": OperatorCondition(.values, "v <<= x"),
    "containsSubnet": OperatorCondition(.values, "x << v"),
    "containsSubnetOrEqual": OperatorCondition(.values, "x <<= v"),
    "overlapsSubnet": OperatorCondition(.values, "v <<= x or x <<= v"),
    "isIPv4": OperatorCondition(.booleans, "(position(':' in v::text) = 0) = x"),
    "isIPv6": OperatorCondition(.booleans, "(position(':' in v::text) > 0) = x"),
    "isPrivate": networks("{10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7}"),
    "isLoopback": networks("{127.0.0.0/8,::1}"),
    "isLinkLocal": networks("{169.254.0.0/16,fe80::/10}"),
    "isMulticast": networks("{224.0.0.0/4,ff00::/8}"),
    "ancestorOf": OperatorCondition(.values, "extensions.subpath(x || 'z', 0, extensions.nlevel(v)) = v"),
    "descendantOf": OperatorCondition(.values, "extensions.subpath(v || 'z', 0, extensions.nlevel(x)) = x"),
    "matches": OperatorCondition(.texts(pathPatterns), "v ~ x::lquery"),
    "matchesAny": OperatorCondition(.textLists([pathPatterns, ["top"], []]), "v ? x::lquery[]"),
    "matchesText": OperatorCondition(.texts(["science & !hobbies", "top*@", "Top | hobbies"]), "v @ x::ltxtquery"),
    "search": OperatorCondition(
        .objects([
            (#"{ query: "cat" }"#, "v @@ 'cat'::tsquery"),
            (#"{ query: "fat cat" }"#, "v @@ 'fat & cat'::tsquery"),
            (#"{ query: "cats", language: english }"#, "v @@ 'cat'::tsquery"),
            (#"{ query: "cats", language: simple }"#, "v @@ 'cats'::tsquery"),
            (#"{ query: "dog or -big", language: simple }"#, "v @@ 'dog | !big'::tsquery"),
            (#"{ query: "\"cat fat\"", language: simple }"#, "v @@ 'cat <-> fat'::tsquery"),
            (#"{ query: "((&|!", language: simple }"#, "false"),
            (
                "{ query: \"\(String(repeating: "-", count: 40))fat \(String(repeating: "- ", count: 41))big\", language: simple }",
                "v @@ 'fat & !big'::tsquery"
            ),
            ("{ query: \"\(String(repeating: "-", count: 2_000))\" }", "false"),
        ]), ""),
]

/// Of JSON, where `contains` and `isEmpty` mean something else than for text or arrays.
let jsonConditions: [String: OperatorCondition] = [
    "contains": OperatorCondition(.values, "v @> x"),
    "containedBy": OperatorCondition(.values, "x @> v"),
    "hasKey": OperatorCondition(.texts(["a", "b", "a b", "é😀", ""]), "v ? x"),
    "hasAnyKeys": OperatorCondition(.textLists([["a", "z"], ["a b", "b"], []]), "v ?| x"),
    "hasAllKeys": OperatorCondition(.textLists([["a", "b"], ["a b"], []]), "v ?& x"),
    "path": OperatorCondition(
        .objects([
            (#"{ at: ["a"], number: { gte: "1" } }"#, "v -> 'a' = '1'"),
            (#"{ at: ["b"], number: { eq: 2 }, type: { eq: "number" } }"#, "v -> 'b' = '2.0'"),
            (#"{ at: ["a", "b", "1"], string: { startsWith: "x" } }"#, "v -> 'a' -> 'b' ->> 1 like 'x%'"),
            (#"{ at: ["a", "b", "1"], string: { in: ["x", "y"] } }"#, "v -> 'a' -> 'b' ->> 1 = 'x'"),
            (#"{ at: ["a", "b", "0"], string: { neq: "x" } }"#, "false"),
            (#"{ at: ["a", "b", "2"], type: { eq: "null" } }"#, "v -> 'a' -> 'b' -> 2 = 'null'"),
            (#"{ at: ["a"], value: { isNull: true } }"#, "v is not null and v -> 'a' is null or v is null"),
            (#"{ at: ["a"], value: { contains: { b: ["x"] } } }"#, "v -> 'a' @> '{\"b\": [\"x\"]}'"),
            (#"{ at: ["a"], value: { path: { at: ["b", "0"], number: { lt: 2 } } } }"#, "v -> 'a' -> 'b' -> 0 = '1'"),
            (#"{ at: [], boolean: { eq: true } }"#, "v = 'true'"),
            (#"{ at: [], number: { isNull: false } }"#, "jsonb_typeof(v) = 'number'"),
            (#"{ at: ["0"], string: { iregex: "^A$" } }"#, "v = '[\"a\", \"é😀\"]'"),
        ]), ""),
]

let rangeConditions: [String: OperatorCondition] = [
    "overlaps": OperatorCondition(.values, "not isempty(v * x)"),
    "contains": OperatorCondition(.values, "x <@ v"),
    "containsValue": OperatorCondition(.bounds, "v @> x"),
    "containedBy": OperatorCondition(.values, "x @> v"),
    "strictlyLeft": OperatorCondition(.values, "x >> v"),
    "strictlyRight": OperatorCondition(.values, "x << v"),
    "adjacent": OperatorCondition(.values, "x -|- v"),
    "isEmpty": OperatorCondition(.booleans, "isempty(v) = x"),
]

/// Of arrays.
let listConditions: [String: OperatorCondition] = [
    "eq": OperatorCondition(.arrays, "a = x"),
    "neq": OperatorCondition(.arrays, "a <> x"),
    "isNull": OperatorCondition(.booleans, "(a is null) = x"),
    "has": OperatorCondition(.values, "x = any (a)"),
    "hasAny": OperatorCondition(.lists, "exists (select from unnest(a) e where e = any (x))"),
    "hasAll": OperatorCondition(
        .lists,
        "a is not null and not exists (select from unnest(x) e where not exists (select from unnest(a) f where e = f))"),
    "containedBy": OperatorCondition(
        .lists, "a is not null and not exists (select from unnest(a) e where e is null or not e = any (x))"),
    "length": OperatorCondition(
        .objects([
            ("{ eq: 2 }", "cardinality(a) = 2"), ("{ gt: 0, lt: 2 }", "cardinality(a) = 1"),
            ("{ in: [0, 3] }", "cardinality(a) in (0, 3)"), ("{ isNull: true }", "a is null"),
        ]), ""),
    "isEmpty": OperatorCondition(.booleans, "(cardinality(a) = 0) = x"),
]

private let patterns = ["", "%", "a%", "_", "A\\%", "%b\\_c", "%\\\\%", "%é%"]
private let expressions = ["", "^a", "[b-c]$", "A%", "\\\\", "^.$", "(?i)abc", "é", "\\d+"]
private let pathPatterns = ["top.*", "*.science.*{0,1}", "*.Science@", "top|Top", "!top.*"]

private func pattern(_ word: String, _ prefix: String, _ suffix: String) -> OperatorCondition {
    let escaped = "replace(replace(replace(x, '\\', '\\\\'), '%', '\\%'), '_', '\\_')"
    return OperatorCondition(
        .texts(["", "a", "A", "%", "b_c", "0%", "\\", "😀", "BC", "\n"]),
        "v \(word) '\(prefix)' || \(escaped) || '\(suffix)'")
}

private func networks(_ list: String) -> OperatorCondition {
    OperatorCondition(.booleans, "exists (select from unnest('\(list)'::inet[]) n where n >>= v) = x and v is not null")
}
