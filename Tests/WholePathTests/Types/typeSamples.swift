import SchemaMapping
import Support

/// A column type, and values of it as PostgreSQL reads them: plain, extreme and odd ones, no two of them equal.
struct TypeSample: Sendable, CustomStringConvertible {
    /// The table of the samples: `public.s_int4 (id, v, a)`, where `a` holds arrays of them.
    var table: String
    var type: String
    var group: OperatorGroup
    var values: [String]
    /// What a filter may compare with, of `x`: GraphQL has no literal for the others.
    var operands = "true"
    /// What conditions written by hand see: PostgreSQL has no operators for a domain over an enum, nor for its arrays.
    var base: String
    /// Without it the server has no such type.
    var feature: ServerFeature?

    var description: String { type }

    init(
        _ type: String, _ group: OperatorGroup, _ values: [String], operands: String = "true", base: String? = nil,
        feature: ServerFeature? = nil
    ) {
        table = "s_" + String(type.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        self.type = type
        self.group = group
        self.values = values
        self.operands = operands
        self.base = base ?? type
        self.feature = feature
    }
}

let typeSamples: [TypeSample] = [
    TypeSample("bool", .equality, ["true", "false"]),
    TypeSample("int2", .comparison, ["0", "1", "-32768", "32767"]),
    TypeSample("int4", .comparison, ["0", "1", "-2147483648", "2147483647"]),
    TypeSample("int8", .comparison, ["0", "-9223372036854775808", "9223372036854775807", "9007199254740993"]),
    TypeSample("oid", .comparison, ["0", "4294967295", "2147483648"]),
    TypeSample(
        "numeric", .comparison,
        ["0", "-1.50", "123456789012345678901234567890.5", "1e-20", "NaN", "Infinity", "-Infinity"]),
    TypeSample("numeric(6,2)", .comparison, ["0", "-1.50", "9999.99", "NaN"]),
    TypeSample(
        "float4", .floating, ["0", "0.1", "-3.4e38", "1e-44", "NaN", "Infinity", "-Infinity"], operands: finite),
    TypeSample(
        "float8", .floating, ["0", "0.1", "1.7976931348623157e308", "5e-324", "NaN", "Infinity", "-Infinity"],
        operands: finite),
    TypeSample("money", .comparison, ["0", "12.34", "-1", "92233720368547758.07"]),
    TypeSample("text", .text, texts),
    TypeSample("varchar", .text, texts),
    TypeSample("varchar(9)", .text, ["", "a", "A%", "b_c\\"]),
    TypeSample("bpchar", .text, ["", "a", "A%", "b_c\\"]),
    TypeSample("char(5)", .text, ["", "a", "ab", "A%", "b_c\\"]),
    TypeSample("name", .text, ["", "a", "A%", "b_c\\", String(repeating: "n", count: 63)]),
    TypeSample("\"char\"", .text, ["", "a", "%", "\\303"]),
    TypeSample("extensions.citext", .text, ["", "a", "Ab", "100%", "É", "b_c"], feature: .citext),
    TypeSample("uuid", .comparison, [uuid("0"), uuid("a"), uuid("f")]),
    TypeSample("date", .comparison, ["2024-02-29", "infinity", "-infinity", "4713-01-01 BC", "5874897-12-31"]),
    TypeSample("time", .comparison, ["00:00", "24:00", "23:59:59.999999"]),
    TypeSample("time(2)", .comparison, ["00:00", "23:59:59.99"]),
    TypeSample("timetz", .comparison, ["00:00+00", "12:00-15:59", "12:00+02", "24:00+00"]),
    TypeSample(
        "timestamp", .comparison,
        ["2024-02-29 12:00:00.123456", "infinity", "-infinity", "0044-03-15 12:00 BC", "294276-12-31 23:59:59.999999"]),
    TypeSample(
        "timestamptz", .comparison,
        ["2024-02-29 12:00:00.123456+05", "infinity", "-infinity", "0044-03-15 12:00+00 BC", "2024-02-29 12:00+00"]),
    TypeSample(
        "interval", .comparison, ["0", "1 year 2 mons -3 days 04:05:06.7", "-00:00:00.000001", "178000000 years"]),
    TypeSample(
        "jsonb", .json,
        [
            "{}", "[]", "0", "\"a\"", "true", "12345678901234567890123.4500", "null",
            #"{"a": {"b": [1, "x", null]}}"#, #"{"a": 1, "b": 2.0}"#, #"{"a b": "q\"t\\"}"#, #"["a", "é😀"]"#,
        ], operands: "x <> 'null'"),
    TypeSample("bytea", .comparison, ["", "\\xdeadbeef", "\\x00", "\\x5c22"]),
    TypeSample(
        "inet", .network,
        [
            "10.0.0.1", "10.0.0.1/8", "10.0.0.0/7", "172.31.1.1", "192.168.1.0/24", "127.0.0.1", "::1", "fd00::1",
            "fe80::1/64", "ff02::1", "0.0.0.0/0", "::/0", "8.8.8.8", "::ffff:1.2.3.4", "169.254.1.1", "224.0.0.1",
        ]),
    TypeSample("cidr", .network, ["10.0.0.0/8", "10.1.0.0/16", "::/0", "fd00::/8", "8.8.8.8/32"]),
    TypeSample("macaddr", .comparison, ["08:00:2b:01:02:03", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"]),
    TypeSample("macaddr8", .comparison, ["08:00:2b:01:02:03:04:05", "00:00:00:00:00:00:00:00"]),
    TypeSample("bit(4)", .comparison, ["0000", "1010", "1111"]),
    TypeSample("varbit", .comparison, ["", "1", "1010", "0"]),
    TypeSample("int4range", .range, ranges("1", "5", "9")),
    TypeSample("int8range", .range, ranges("1", "5", "9007199254740993")),
    TypeSample("numrange", .range, ranges("0.10", "5", "1e30")),
    TypeSample("daterange", .range, ranges("2024-01-01", "2024-02-01", "infinity")),
    TypeSample("tsrange", .range, ranges("2024-01-01 00:00", "2024-02-01 12:00", "infinity")),
    TypeSample("tstzrange", .range, ranges("2024-01-01 00:00+02", "2024-02-01 12:00+00", "infinity")),
    TypeSample("int4multirange", .range, multiranges("1", "5", "9")),
    TypeSample("int8multirange", .range, multiranges("1", "5", "9")),
    TypeSample("nummultirange", .range, multiranges("0.10", "5", "1e30")),
    TypeSample("datemultirange", .range, multiranges("2024-01-01", "2024-02-01", "infinity")),
    TypeSample("tsmultirange", .range, multiranges("2024-01-01 00:00", "2024-02-01 12:00", "infinity")),
    TypeSample("tstzmultirange", .range, multiranges("2024-01-01 00:00+02", "2024-02-01 12:00+00", "infinity")),
    TypeSample(
        "extensions.ltree", .tree, ["", "top", "top.science", "top.science.astronomy", "top.hobbies", "Top"],
        feature: .ltree),
    TypeSample("tsvector", .search, ["", "'cat':1 'fat':2A", "'dog':1", "'big':1 'cat':9 'dog':2"]),
    TypeSample("public.mood", .comparison, ["sad", "so-so", "happy"]),
    TypeSample("public.positive", .comparison, ["1", "2147483647"]),
    TypeSample("public.email", .text, ["a@b", "A@b%", "c@d_"]),
    TypeSample("public.price", .comparison, ["0", "1.10", "NaN"]),
    TypeSample("public.good_mood", .comparison, ["happy", "so-so"], base: "public.mood"),
    TypeSample("public.stay", .range, ["[2024-01-01,2024-01-03)", "(,)"]),
]

/// Types that are shown and asked for null only.
let shownTypes: [TypeSample] = [
    TypeSample("json", .nullOnly, [#"{"b" :  [1,2 ], "a": null}"#, "12345678901234567890.10", "null", "\"é\""]),
    TypeSample("xml", .nullOnly, ["<a/>", ""], feature: .xml),
    TypeSample("point", .nullOnly, ["(1,2)", "(NaN,Infinity)"]),
    TypeSample("box", .nullOnly, ["(1,1),(0,0)"]),
    TypeSample("polygon", .nullOnly, ["((0,0),(1,1),(2,0))"]),
    TypeSample("circle", .nullOnly, ["<(1,2),3>"]),
    TypeSample("pg_lsn", .nullOnly, ["16/B374D848"]),
    TypeSample("tsquery", .nullOnly, ["'a' & !'b'"]),
    TypeSample("public.part", .nullOnly, ["(1,happy)", "(,)", "(2,so-so)"]),
    TypeSample("public.span", .nullOnly, ["[1.5,2)", "empty"]),
]

let sampleTypes = """
    create type public.mood as enum ('sad', 'so-so', 'happy');
    create domain public.positive as integer check (value > 0);
    create domain public.email as text check (value like '%@%');
    create domain public.price as numeric(10, 2);
    create domain public.good_mood as public.mood check (value > 'sad');
    create domain public.stay as daterange;
    create type public.part as (x integer, y public.mood);
    create type public.span as range (subtype = double precision);
    """

private let finite = "x::text not in ('NaN', 'Infinity', '-Infinity')"

private let texts = [
    "", " ", "a", "abc", "ABC", "A%", "b_c", "back\\slash", "é😀", "100%", "two\nlines", "\"q\"", "{x,y}", "NULL", "q't",
]

private func uuid(_ digit: String) -> String {
    [8, 4, 4, 4, 12].map { String(repeating: digit, count: $0) }.joined(separator: "-")
}

private func ranges(_ low: String, _ middle: String, _ high: String) -> [String] {
    ["empty", "[\(low),\(middle))", "[\(low),\(middle)]", "[\(middle),\(high))", "(,\(low))", "[\(high),)", "(,)"]
}

private func multiranges(_ low: String, _ middle: String, _ high: String) -> [String] {
    ["{}", "{[\(low),\(middle))}", "{(,\(low)),[\(middle),\(high))}", "{(\(high),)}", "{(,)}"]
}
