package import SQLText

/// How values of a PostgreSQL type travel and which operators filter them. THE type table: parser, SDL, SQL and docs
/// read it, nothing else maps a type; what a scalar takes stands in the scalar table.
package struct TypeMapping: Hashable, Sendable {
    /// How a value becomes JSON text.
    package enum Output: String, Hashable, Sendable {
        /// As PostgreSQL's JSON functions print it.
        case plain
        /// Through `::text`: a JSON number would lose digits, or the JSON form is not the text form.
        case text
    }

    /// How the sidecar makes the JSON from the text of a value that came as a column, equal to what `row_to_json` writes.
    package enum RowEncoding: String, Hashable, Sendable {
        /// The text is the JSON.
        case same
        /// `t` and `f`.
        case boolean
        /// The text becomes a JSON string.
        case string
        /// Only PostgreSQL knows: `to_json` of the value. The text of a timestamp is not its JSON form, NaN is no number.
        case database
    }

    package var postgresType: QualifiedName
    /// The built-in or custom scalar: `Int`, `BigInt`.
    package var scalar: String
    package var output: Output
    package var operators: OperatorGroup
    /// Of what `output` yields.
    package var rowEncoding: RowEncoding
    /// The type of pg_catalog that a range or multirange is made of: `int4` for `int4range`.
    package var bound: String?

    package init(
        _ postgresType: QualifiedName, _ scalar: String, _ output: Output, _ operators: OperatorGroup,
        _ rowEncoding: RowEncoding, bound: String? = nil
    ) {
        self.postgresType = postgresType
        self.scalar = scalar
        self.output = output
        self.operators = operators
        self.rowEncoding = rowEncoding
        self.bound = bound
    }

    /// Whether `order by` accepts the type.
    package var isOrderable: Bool { operators.isOrderable }
}

/// The mapping of a field's type (of its elements, for an array).
package func typeMapping(of type: FieldType) -> TypeMapping {
    if type.isEnumeration { return TypeMapping(type.postgresType, type.graphQLName, .plain, .comparison, .string) }
    if let mapping = typeMapping(ofBase: type.postgresType) { return mapping }
    // A composite, or a type that nobody has listed.
    return type.graphQLName == compositeScalar
        ? TypeMapping(type.postgresType, compositeScalar, .plain, .nullOnly, .database)
        : TypeMapping(type.postgresType, type.graphQLName, .text, .nullOnly, .string)
}

/// Whether its values are rows.
package func isComposite(_ type: FieldType) -> Bool {
    !type.isArray && !type.isEnumeration && type.graphQLName == compositeScalar
        && typeMapping(ofBase: type.postgresType) == nil
}

/// The row of the table for a type that is no enum, domain or composite. Extensions may be installed in any schema,
/// so their types are known by name.
func typeMapping(ofBase name: QualifiedName) -> TypeMapping? {
    if name.schema == "pg_catalog" { return builtInTypes[name.name] }
    return extensionTypes[name.name].map { TypeMapping(name, $0.scalar, $0.output, $0.operators, $0.rowEncoding) }
}

/// What the values of a range or multirange are: `Int`, `int4`. Of another type, the type itself.
package func boundType(of type: FieldType) -> FieldType {
    guard let bound = typeMapping(of: type).bound, let mapping = builtInTypes[bound] else { return type }
    return FieldType(graphQLName: mapping.scalar, postgresType: mapping.postgresType)
}

/// The types of pg_catalog, in the order of the documentation. What is not listed travels as `TextForm`.
package let typeTable: [TypeMapping] = [
    builtIn("bool", "Boolean", .plain, .equality, .boolean),
    builtIn("int2", "Int", .plain, .comparison, .same),
    builtIn("int4", "Int", .plain, .comparison, .same),
    builtIn("int8", "BigInt", .text, .comparison, .string),
    builtIn("oid", "BigInt", .text, .comparison, .string),
    builtIn("numeric", "Decimal", .text, .comparison, .string),
    builtIn("float4", "Float", .plain, .floating, .database),
    builtIn("float8", "Float", .plain, .floating, .database),
    builtIn("money", "Money", .text, .comparison, .string),
    builtIn("text", "String", .plain, .text, .string),
    builtIn("varchar", "String", .plain, .text, .string),
    builtIn("bpchar", "String", .plain, .text, .string),
    builtIn("name", "String", .plain, .text, .string),
    builtIn("char", "String", .plain, .text, .database),
    builtIn("uuid", "UUID", .plain, .comparison, .string),
    builtIn("date", "Date", .plain, .comparison, .database),
    builtIn("time", "LocalTime", .plain, .comparison, .database),
    builtIn("timetz", "OffsetTime", .plain, .comparison, .database),
    builtIn("timestamp", "LocalDateTime", .plain, .comparison, .database),
    builtIn("timestamptz", "DateTime", .plain, .comparison, .database),
    builtIn("interval", "Duration", .plain, .comparison, .database),
    builtIn("json", "JSON", .plain, .nullOnly, .same),
    builtIn("jsonb", "JSON", .plain, .json, .same),
    builtIn("bytea", "Bytes", .plain, .comparison, .string),
    builtIn("inet", "Inet", .plain, .network, .string),
    builtIn("cidr", "Cidr", .plain, .network, .string),
    builtIn("macaddr", "MacAddress", .plain, .comparison, .database),
    builtIn("macaddr8", "MacAddress", .plain, .comparison, .database),
    builtIn("bit", "BitString", .plain, .comparison, .database),
    builtIn("varbit", "BitString", .plain, .comparison, .database),
    builtIn("tsvector", "TSVector", .plain, .search, .string),
    builtIn("int4range", "IntRange", .plain, .range, .database, bound: "int4"),
    builtIn("int8range", "BigIntRange", .plain, .range, .database, bound: "int8"),
    builtIn("numrange", "DecimalRange", .plain, .range, .database, bound: "numeric"),
    builtIn("daterange", "DateRange", .plain, .range, .database, bound: "date"),
    builtIn("tsrange", "LocalDateTimeRange", .plain, .range, .database, bound: "timestamp"),
    builtIn("tstzrange", "DateTimeRange", .plain, .range, .database, bound: "timestamptz"),
    builtIn("int4multirange", "IntMultirange", .plain, .range, .database, bound: "int4"),
    builtIn("int8multirange", "BigIntMultirange", .plain, .range, .database, bound: "int8"),
    builtIn("nummultirange", "DecimalMultirange", .plain, .range, .database, bound: "numeric"),
    builtIn("datemultirange", "DateMultirange", .plain, .range, .database, bound: "date"),
    builtIn("tsmultirange", "LocalDateTimeMultirange", .plain, .range, .database, bound: "timestamp"),
    builtIn("tstzmultirange", "DateTimeMultirange", .plain, .range, .database, bound: "timestamptz"),
]

/// Types of PostgreSQL's own extensions, whatever schema they live in; their operators live beside them.
package let extensionTypes: [String: TypeMapping] = [
    "citext": builtIn("citext", "String", .plain, .text, .database),
    "ltree": builtIn("ltree", "LTree", .plain, .tree, .database),
]

private let builtInTypes = Dictionary(uniqueKeysWithValues: typeTable.map { ($0.postgresType.name, $0) })

private func builtIn(
    _ name: String, _ scalar: String, _ output: TypeMapping.Output, _ operators: OperatorGroup,
    _ rowEncoding: TypeMapping.RowEncoding, bound: String? = nil
) -> TypeMapping {
    TypeMapping(QualifiedName("pg_catalog", name), scalar, output, operators, rowEncoding, bound: bound)
}
