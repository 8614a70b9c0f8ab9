/// What a client reads about each scalar and what it takes: the other half of the type table. The five built-in scalars of GraphQL have
/// their descriptions from the specification.
package let scalarTable: [ScalarDefinition] = [
    ScalarDefinition(
        name: "BigInt",
        description: "An integer of 64 bits, as a string so that no digit is lost: `\"9007199254740993\"`.",
        accepts: .int64),
    ScalarDefinition(
        name: "Decimal",
        description: "A decimal number of any precision, as a string: `\"19.90\"`. Also `\"NaN\"`, `\"Infinity\"`.",
        accepts: .decimal),
    ScalarDefinition(name: "Money", description: "PostgreSQL `money` as the server's locale writes it: `\"$19.90\"`."),
    ScalarDefinition(
        name: "UUID", description: "A UUID: `\"0b9a7a3e-6d1c-4a70-9d2f-3f2b9a3f5c11\"`.",
        specifiedBy: "https://www.rfc-editor.org/rfc/rfc9562"),
    ScalarDefinition(name: "Date", description: "A calendar date (ISO 8601): `\"2026-02-28\"`. Also `\"infinity\"`."),
    ScalarDefinition(name: "LocalTime", description: "A time of day without a zone: `\"17:30:00\"`."),
    ScalarDefinition(name: "OffsetTime", description: "A time of day with its offset from UTC: `\"17:30:00+01\"`."),
    ScalarDefinition(
        name: "LocalDateTime", description: "A date and time without a zone (ISO 8601): `\"2026-02-28T17:30:00\"`."),
    ScalarDefinition(
        name: "DateTime",
        description: "A moment, in UTC (ISO 8601): `\"2026-02-28T17:30:00+00:00\"`. Also `\"infinity\"`."),
    ScalarDefinition(name: "Duration", description: "A span of time (ISO 8601): `\"P1DT2H\"`."),
    ScalarDefinition(
        name: compositeScalar, description: "Any JSON value.", specifiedBy: "https://www.rfc-editor.org/rfc/rfc8259",
        accepts: .any),
    ScalarDefinition(name: "Bytes", description: "Bytes in hexadecimal after `\\x`: `\"\\\\xDEADBEEF\"`."),
    ScalarDefinition(
        name: "Inet", description: "An IPv4 or IPv6 address, perhaps with a prefix length: `\"10.0.0.1\"`."),
    ScalarDefinition(name: "Cidr", description: "An IPv4 or IPv6 network: `\"10.0.0.0/8\"`."),
    ScalarDefinition(name: "MacAddress", description: "A MAC address of 6 or 8 bytes: `\"08:00:2b:01:02:03\"`."),
    ScalarDefinition(name: "BitString", description: "A string of bits: `\"101\"`."),
    ScalarDefinition(name: "LTree", description: "A path of labels: `\"top.science.astronomy\"`."),
    ScalarDefinition(
        name: "TSVector", description: "A text prepared for full text search: `\"'cat':3 'fat':2\"`."),
    ScalarDefinition(name: "IntRange", description: rangeDescription("Int", "[1,10)")),
    ScalarDefinition(name: "BigIntRange", description: rangeDescription("BigInt", "[1,10)")),
    ScalarDefinition(name: "DecimalRange", description: rangeDescription("Decimal", "[0.5,1.5]")),
    ScalarDefinition(name: "DateRange", description: rangeDescription("Date", "[2026-01-01,2026-02-01)")),
    ScalarDefinition(
        name: "LocalDateTimeRange",
        description:
            "A range of LocalDateTime in PostgreSQL's text form, `[` and `]` including, `(` and `)` excluding a bound."),
    ScalarDefinition(
        name: "DateTimeRange",
        description:
            "A range of DateTime in PostgreSQL's text form, `[` and `]` including, `(` and `)` excluding a bound."),
    ScalarDefinition(name: "IntMultirange", description: multirangeDescription("IntRange")),
    ScalarDefinition(name: "BigIntMultirange", description: multirangeDescription("BigIntRange")),
    ScalarDefinition(name: "DecimalMultirange", description: multirangeDescription("DecimalRange")),
    ScalarDefinition(name: "DateMultirange", description: multirangeDescription("DateRange")),
    ScalarDefinition(name: "LocalDateTimeMultirange", description: multirangeDescription("LocalDateTimeRange")),
    ScalarDefinition(name: "DateTimeMultirange", description: multirangeDescription("DateTimeRange")),
    ScalarDefinition(
        name: textFormScalar,
        description: "A value of a PostgreSQL type without a scalar of its own, as PostgreSQL prints it."),
]

/// The scalar of composite types, and of json itself.
let compositeScalar = "JSON"

/// The scalar of every type that the type table does not list.
let textFormScalar = "TextForm"

/// GraphQL specification, section 3.5.
package let builtInScalars: [ScalarDefinition] = [
    ScalarDefinition(name: "Boolean", description: "`true` or `false`.", accepts: .boolean),
    ScalarDefinition(name: "Float", description: "A number of double precision (IEEE 754).", accepts: .double),
    ScalarDefinition(name: "ID", description: "A unique identifier, as a string.", accepts: .identifier),
    ScalarDefinition(name: "Int", description: "An integer of 32 bits, with sign.", accepts: .int32),
    ScalarDefinition(name: "String", description: "Text."),
]

private func rangeDescription(_ element: String, _ example: String) -> String {
    "A range of \(element): `\"\(example)\"`. `[` and `]` include a bound, `(` and `)` exclude it."
}

private func multirangeDescription(_ range: String) -> String {
    "A set of disjoint \(range) values between braces: `\"{[1,3),[5,8)}\"`."
}
