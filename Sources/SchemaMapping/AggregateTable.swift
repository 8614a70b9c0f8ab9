import SQLText

/// What the values of a column can come to (PostgreSQL manual, section 9.21). Null where no row has a value.
package enum AggregateFunction: String, Hashable, Sendable, CaseIterable {
    case sum, avg, min, max
    case stddevSample, stddevPopulation, varianceSample, variancePopulation
    case boolAnd, boolOr

    /// In pg_catalog.
    package var sqlName: String {
        switch self {
        case .sum, .avg, .min, .max: rawValue
        case .stddevSample: "stddev_samp"
        case .stddevPopulation: "stddev_pop"
        case .varianceSample: "var_samp"
        case .variancePopulation: "var_pop"
        case .boolAnd: "bool_and"
        case .boolOr: "bool_or"
        }
    }

    package var description: String {
        switch self {
        case .sum: "The sum."
        case .avg: "The mean."
        case .min: "The least."
        case .max: "The greatest."
        case .stddevSample: "The standard deviation of a sample."
        case .stddevPopulation: "The standard deviation of a population."
        case .varianceSample: "The variance of a sample."
        case .variancePopulation: "The variance of a population."
        case .boolAnd: "Whether all are true."
        case .boolOr: "Whether any is true."
        }
    }
}

/// The functions of a scalar and what each yields; the same for every PostgreSQL type of the scalar that has any.
package struct AggregateMapping: Hashable, Sendable {
    package var function: AggregateFunction
    package var result: FieldType
}

/// The functions of a field's type, in the order that SDL prints; none for a list, an enum or a type without any.
package func aggregates(of type: FieldType) -> [AggregateMapping] {
    guard !type.isArray, !type.isEnumeration, type.postgresType.schema == "pg_catalog",
        let results = aggregateTable[type.postgresType.name]
    else { return [] }
    return AggregateFunction.allCases.compactMap { function in
        guard let name = results[function], let mapping = typeMapping(ofBase: QualifiedName("pg_catalog", name))
        else { return nil }
        return AggregateMapping(
            function: function, result: FieldType(graphQLName: mapping.scalar, postgresType: mapping.postgresType))
    }
}

/// By type of pg_catalog, the type that each function yields. Left out although PostgreSQL has them: what another type
/// of the same scalar lacks (`oid` beside `int8`), and what gives another type back (`cidr`, which yields `inet`).
private let aggregateTable: [String: [AggregateFunction: String]] = {
    func numbers(_ type: String, sum: String, mean: String) -> [AggregateFunction: String] {
        [
            .sum: sum, .avg: mean, .min: type, .max: type, .stddevSample: mean, .stddevPopulation: mean,
            .varianceSample: mean, .variancePopulation: mean,
        ]
    }
    func extremes(_ type: String) -> [AggregateFunction: String] { [.min: type, .max: type] }
    return [
        "bool": [.boolAnd: "bool", .boolOr: "bool"],
        "int2": numbers("int2", sum: "int8", mean: "numeric"),
        "int4": numbers("int4", sum: "int8", mean: "numeric"),
        "int8": numbers("int8", sum: "numeric", mean: "numeric"),
        "numeric": numbers("numeric", sum: "numeric", mean: "numeric"),
        "float4": numbers("float4", sum: "float4", mean: "float8"),
        "float8": numbers("float8", sum: "float8", mean: "float8"),
        "money": [.sum: "money", .min: "money", .max: "money"],
        "interval": [.sum: "interval", .avg: "interval", .min: "interval", .max: "interval"],
        "text": extremes("text"), "varchar": extremes("text"), "bpchar": extremes("bpchar"),
        "name": extremes("text"), "date": extremes("date"), "time": extremes("time"),
        "timetz": extremes("timetz"), "timestamp": extremes("timestamp"), "timestamptz": extremes("timestamptz"),
        "inet": extremes("inet"),
    ]
}()

/// A unit that a time is cut to (`date_trunc`), as the enum `DateUnit` names it.
package enum DateUnit: String, Hashable, Sendable, CaseIterable {
    case second = "SECOND"
    case minute = "MINUTE"
    case hour = "HOUR"
    case day = "DAY"
    case week = "WEEK"
    case month = "MONTH"
    case quarter = "QUARTER"
    case year = "YEAR"
}

extension FieldType {
    /// Whether values can be told apart, for groups and distinct rows.
    package var isGroupable: Bool { typeMapping(of: self).isOrderable }

    /// Whether values are times that `date_trunc` gives back as what they were.
    package var isTruncatable: Bool {
        !isArray && postgresType.schema == "pg_catalog"
            && ["timestamp", "timestamptz"].contains(postgresType.name)
    }
}
