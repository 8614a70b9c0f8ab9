package import SQLText

/// How values of a PostgreSQL type travel and which operators filter them. THE type table: parser, SDL, SQL and docs
/// read it, nothing else maps a type.
package struct TypeMapping: Hashable, Sendable {
    /// How a value becomes JSON text.
    package enum Output: String, Hashable, Sendable {
        /// As PostgreSQL's JSON functions print it.
        case plain
        /// Through `::text`: a JSON number would lose digits, or the JSON form is not the text form.
        case text
    }

    package var postgresType: QualifiedName
    /// The built-in or custom scalar: `Int`, `BigInt`.
    package var scalar: String
    package var output: Output
    package var operators: OperatorGroup

    package init(_ postgresType: QualifiedName, _ scalar: String, _ output: Output, _ operators: OperatorGroup) {
        self.postgresType = postgresType
        self.scalar = scalar
        self.output = output
        self.operators = operators
    }

    /// Whether `order by` accepts the type. Every group but the last has a btree ordering in PostgreSQL.
    package var isOrderable: Bool { operators != .nullOnly }
}

/// Which operators a type has; each group is one GraphQL input type per scalar (`IntFilter`).
package enum OperatorGroup: String, Hashable, Sendable, CaseIterable {
    /// `isNull`, `eq`, `neq`, `in`, `nin`.
    case equality
    /// Equality and `lt lte gt gte`.
    case comparison
    /// Comparison and the text operators.
    case text
    /// `isNull` only.
    case nullOnly
}

/// The mapping of a field's type (of its elements, for an array).
package func typeMapping(of type: FieldType) -> TypeMapping {
    if type.isEnumeration { return TypeMapping(type.postgresType, type.graphQLName, .plain, .equality) }
    return typeMapping(ofBase: type.postgresType)
        ?? TypeMapping(type.postgresType, type.graphQLName, type.graphQLName == "JSON" ? .plain : .text, .nullOnly)
}

/// The row of the table for a type that is no enum, domain or composite. Extensions may be installed in any schema,
/// so their types are known by name.
func typeMapping(ofBase name: QualifiedName) -> TypeMapping? {
    if name.schema == "pg_catalog" { return builtInTypes[name.name] }
    return extensionTypes[name.name].map { TypeMapping(name, $0.scalar, $0.output, $0.operators) }
}

/// The types of pg_catalog, in the order of the documentation. What is not listed travels as `TextForm`.
package let typeTable: [TypeMapping] = [
    builtIn("bool", "Boolean", .plain, .equality),
    builtIn("int2", "Int", .plain, .comparison),
    builtIn("int4", "Int", .plain, .comparison),
    builtIn("int8", "BigInt", .text, .comparison),
    builtIn("oid", "BigInt", .text, .comparison),
    builtIn("numeric", "Decimal", .text, .comparison),
    builtIn("float4", "Float", .plain, .comparison),
    builtIn("float8", "Float", .plain, .comparison),
    builtIn("money", "Money", .text, .comparison),
    builtIn("text", "String", .plain, .text),
    builtIn("varchar", "String", .plain, .text),
    builtIn("bpchar", "String", .plain, .text),
    builtIn("name", "String", .plain, .text),
    builtIn("char", "String", .plain, .text),
    builtIn("uuid", "UUID", .plain, .comparison),
    builtIn("date", "Date", .plain, .comparison),
    builtIn("time", "LocalTime", .plain, .comparison),
    builtIn("timetz", "OffsetTime", .plain, .comparison),
    builtIn("timestamp", "LocalDateTime", .plain, .comparison),
    builtIn("timestamptz", "DateTime", .plain, .comparison),
    builtIn("interval", "Duration", .plain, .comparison),
    builtIn("json", "JSON", .plain, .nullOnly),
    builtIn("jsonb", "JSON", .plain, .nullOnly),
    builtIn("bytea", "Bytes", .plain, .comparison),
    builtIn("inet", "Inet", .plain, .comparison),
    builtIn("cidr", "Cidr", .plain, .comparison),
    builtIn("macaddr", "MacAddress", .plain, .comparison),
    builtIn("macaddr8", "MacAddress", .plain, .comparison),
    builtIn("bit", "BitString", .plain, .comparison),
    builtIn("varbit", "BitString", .plain, .comparison),
    builtIn("int4range", "IntRange", .plain, .equality),
    builtIn("int8range", "BigIntRange", .plain, .equality),
    builtIn("numrange", "DecimalRange", .plain, .equality),
    builtIn("daterange", "DateRange", .plain, .equality),
    builtIn("tsrange", "LocalDateTimeRange", .plain, .equality),
    builtIn("tstzrange", "DateTimeRange", .plain, .equality),
    builtIn("int4multirange", "IntMultirange", .plain, .equality),
    builtIn("int8multirange", "BigIntMultirange", .plain, .equality),
    builtIn("nummultirange", "DecimalMultirange", .plain, .equality),
    builtIn("datemultirange", "DateMultirange", .plain, .equality),
    builtIn("tsmultirange", "LocalDateTimeMultirange", .plain, .equality),
    builtIn("tstzmultirange", "DateTimeMultirange", .plain, .equality),
]

/// Types of PostgreSQL's own extensions, whatever schema they live in; their operators live beside them.
let extensionTypes: [String: TypeMapping] = [
    "citext": builtIn("citext", "String", .plain, .text),
    "ltree": builtIn("ltree", "LTree", .plain, .comparison),
]

private let builtInTypes = Dictionary(uniqueKeysWithValues: typeTable.map { ($0.postgresType.name, $0) })

private func builtIn(
    _ name: String, _ scalar: String, _ output: TypeMapping.Output, _ operators: OperatorGroup
) -> TypeMapping {
    TypeMapping(QualifiedName("pg_catalog", name), scalar, output, operators)
}
