import SQLText

/// Which operators a type has; each group is one GraphQL input type per scalar (`IntFilter`). THE operator table:
/// parser, SDL, SQL, docs and tests read it.
package enum OperatorGroup: String, Hashable, Sendable, CaseIterable {
    /// Equal or not, and `isNull`.
    case equality
    /// Equality and `lt lte gt gte`.
    case comparison
    /// Comparison, and the numbers that are none.
    case floating
    /// Comparison and the text operators.
    case text
    /// Equality, containment and paths.
    case json
    /// Equality and how ranges lie to each other; multiranges too.
    case range
    /// Comparison and subnets.
    case network
    /// Comparison and where in the tree: the extension ltree.
    case tree
    /// Full text.
    case search
    /// `isNull` only.
    case nullOnly

    /// Whether `order by`, and with it a cursor, makes sense of the values.
    package var isOrderable: Bool {
        switch self {
        case .equality, .comparison, .floating, .text, .range, .network, .tree: true
        case .json, .search, .nullOnly: false
        }
    }

    /// In the order that SDL prints.
    package var operators: [FilterOperator] {
        switch self {
        case .nullOnly: [isNull]
        case .equality: equalityOperators + [isNull]
        case .comparison: equalityOperators + comparisonOperators + [isNull]
        case .floating: equalityOperators + comparisonOperators + [isNull] + floatingOperators
        case .text: equalityOperators + comparisonOperators + [isNull] + textOperators
        case .json: equalityOperators + [isNull] + jsonOperators
        case .range: equalityOperators + [isNull] + rangeOperators
        case .network: equalityOperators + comparisonOperators + [isNull] + networkOperators
        case .tree: equalityOperators + comparisonOperators + [isNull] + treeOperators
        case .search: [isNull] + searchOperators
        }
    }

    /// The operators of an array whose elements are of this group.
    package var listOperators: [FilterOperator] {
        switch self {
        case .nullOnly, .search: [isNull]
        default: arrayOperators
        }
    }
}

/// Of `JSONPathFilter`: what may be said of the value at a path.
package let jsonPathOperators = [
    FilterOperator("value", .filter(jsonType), .nested(.json), "The value there; `isNull: true`: there is none."),
    FilterOperator(
        "type", .filter(textType), .nested(.jsonType),
        "Its kind: `object`, `array`, `string`, `number`, `boolean` or `null`."),
    FilterOperator("string", .filter(textType), .nested(.jsonString), "The value there, if it is a string."),
    FilterOperator("number", .filter(numberType), .nested(.jsonNumber), "The value there, if it is a number."),
    FilterOperator("boolean", .filter(booleanType), .nested(.jsonBoolean), "The value there, if it is a boolean."),
]

private let isNull = FilterOperator("isNull", .boolean, .isNull, "`true`: has no value. `false`: has a value.")

private let equalityOperators = [
    FilterOperator("eq", .value, .infix("="), "Equal."),
    FilterOperator("neq", .value, .infix("<>"), "Not equal; rows without a value do not match."),
    FilterOperator("in", .list, .any("="), "Equal to one of these."),
    FilterOperator("nin", .list, .all("<>"), "Not equal to any of these; rows without a value do not match."),
]

private let comparisonOperators = [
    FilterOperator("lt", .value, .infix("<"), "Less than."),
    FilterOperator("lte", .value, .infix("<="), "Less than or equal."),
    FilterOperator("gt", .value, .infix(">"), "Greater than."),
    FilterOperator("gte", .value, .infix(">="), "Greater than or equal."),
]

/// GraphQL's `Float` has no literal for them.
private let floatingOperators = [
    FilterOperator("isNaN", .boolean, .test(.notANumber), "`true`: is NaN, which equals itself here."),
    FilterOperator("isFinite", .boolean, .test(.finite), "`true`: is neither NaN nor infinite."),
]

private let textOperators =
    [
        FilterOperator(
            "like", .text, .infix("~~"), "Matches a pattern: `%` any text, `_` one character, `\\` escapes."),
        FilterOperator("nlike", .text, .infix("!~~"), "Does not match a pattern."),
        FilterOperator("ilike", .text, .infix("~~*"), "Matches a pattern, upper and lower case alike."),
        FilterOperator("nilike", .text, .infix("!~~*"), "Does not match a pattern, upper and lower case alike."),
    ]
    + patterns("contains", "ncontains", "Contains", "Does not contain", prefix: true, suffix: true)
    + patterns("startsWith", "nstartsWith", "Starts with", "Does not start with", prefix: false, suffix: true)
    + patterns("endsWith", "nendsWith", "Ends with", "Does not end with", prefix: true, suffix: false)
    + [
        FilterOperator("regex", .text, .infix("~"), "Has a part that matches a regular expression of PostgreSQL."),
        FilterOperator("nregex", .text, .infix("!~"), "Has no part that matches a regular expression."),
        FilterOperator(
            "iregex", .text, .infix("~*"),
            "Has a part that matches a regular expression, upper and lower case alike."),
        FilterOperator(
            "niregex", .text, .infix("!~*"),
            "Has no part that matches a regular expression, upper and lower case alike."),
    ]

/// The four of a kind: `contains`, `ncontains`, `icontains`, `nicontains`.
private func patterns(
    _ name: String, _ negated: String, _ says: String, _ denies: String, prefix: Bool, suffix: Bool
) -> [FilterOperator] {
    [(name, false, false), (negated, true, false), ("i" + name, false, true), ("ni" + name, true, true)].map {
        (name, isNegated, isInsensitive) in
        FilterOperator(
            name, .text,
            .pattern(isNegated: isNegated, caseInsensitive: isInsensitive, prefix: prefix, suffix: suffix),
            "\(isNegated ? denies : says) this text\(isInsensitive ? ", upper and lower case alike" : "").")
    }
}

private let arrayOperators = [
    FilterOperator("eq", .value, .infix("="), "The same elements in the same order."),
    FilterOperator("neq", .value, .infix("<>"), "Other elements, or another order."),
    isNull,
    FilterOperator("has", .element, .infix("@>"), "This is an element."),
    FilterOperator("hasAny", .list, .infix("&&"), "At least one of these is an element."),
    FilterOperator("hasAll", .list, .infix("@>"), "All of these are elements."),
    FilterOperator("containedBy", .list, .infix("<@"), "Every element is one of these."),
    FilterOperator("length", .filter(integerType), .nested(.length), "The number of elements."),
    FilterOperator("isEmpty", .boolean, .test(.emptyArray), "`true`: has no elements. `false`: has some."),
]

private let jsonOperators = [
    FilterOperator(
        "contains", .value, .infix("@>"),
        "Contains this: its members with their values, its elements; the rest may differ."),
    FilterOperator("containedBy", .value, .infix("<@"), "Is contained in this."),
    FilterOperator(
        "hasKey", .text, .infix("?"), "An object with this key, an array with this string, or this string."),
    FilterOperator("hasAnyKeys", .texts, .infix("?|"), "The same for at least one of these."),
    FilterOperator("hasAllKeys", .texts, .infix("?&"), "The same for all of these."),
    FilterOperator("path", .input(GeneratedNames.jsonPathFilter), .path, "What holds for the value at a path."),
]

private let rangeOperators = [
    FilterOperator("overlaps", .value, .infix("&&"), "Has points in common with this range."),
    FilterOperator("contains", .value, .infix("@>"), "Contains this range."),
    FilterOperator("containsValue", .bound, .infix("@>"), "Contains this value."),
    FilterOperator("containedBy", .value, .infix("<@"), "Is contained in this range."),
    FilterOperator("strictlyLeft", .value, .infix("<<"), "Ends before this range begins."),
    FilterOperator("strictlyRight", .value, .infix(">>"), "Begins after this range ends."),
    FilterOperator(
        "adjacent", .value, .infix("-|-"), "Nothing lies between it and this range, and nothing is in both."),
    FilterOperator("isEmpty", .boolean, .test(.emptyRange), "`true`: has no points. `false`: has some."),
]

private let networkOperators = [
    FilterOperator("inSubnet", .value, .infix("<<"), "Lies in this network and is smaller."),
    FilterOperator("inSubnetOrEqual", .value, .infix("<<="), "Lies in this network or is it."),
    FilterOperator("containsSubnet", .value, .infix(">>"), "Contains this network and is larger."),
    FilterOperator("containsSubnetOrEqual", .value, .infix(">>="), "Contains this network or is it."),
    FilterOperator("overlapsSubnet", .value, .infix("&&"), "One contains the other, or they are equal."),
    FilterOperator("isIPv4", .boolean, .test(.ipv4), "`true`: of IPv4. `false`: of IPv6."),
    FilterOperator("isIPv6", .boolean, .test(.ipv6), "`true`: of IPv6. `false`: of IPv4."),
    FilterOperator(
        "isPrivate", .boolean, .test(.privateNetwork),
        "`true`: in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7."),
    FilterOperator("isLoopback", .boolean, .test(.loopback), "`true`: in 127.0.0.0/8 or ::1."),
    FilterOperator("isLinkLocal", .boolean, .test(.linkLocal), "`true`: in 169.254.0.0/16 or fe80::/10."),
    FilterOperator("isMulticast", .boolean, .test(.multicast), "`true`: in 224.0.0.0/4 or ff00::/8."),
]

private let treeOperators = [
    FilterOperator("ancestorOf", .value, .infix("@>"), "Leads to this path, or is it."),
    FilterOperator("descendantOf", .value, .infix("<@"), "Lies below this path, or is it."),
    FilterOperator(
        "matches", .pattern("lquery"), .infix("~"), "Matches a path pattern: `\"top.*{1,2}.astro*\"` (lquery)."),
    FilterOperator("matchesAny", .patterns("lquery"), .infix("?"), "Matches at least one of these path patterns."),
    FilterOperator(
        "matchesText", .pattern("ltxtquery"), .infix("@"),
        "Its labels, in any order, satisfy this: `\"europe & !spain*\"` (ltxtquery)."),
]

private let searchOperators = [
    FilterOperator(
        "search", .input(GeneratedNames.textSearch), .search, "Satisfies a search as people type it into a web page.")
]

private let textType = FieldType(graphQLName: "String", postgresType: QualifiedName("pg_catalog", "text"))
private let integerType = FieldType(graphQLName: "Int", postgresType: QualifiedName("pg_catalog", "int4"))
private let numberType = FieldType(graphQLName: "Decimal", postgresType: QualifiedName("pg_catalog", "numeric"))
private let booleanType = FieldType(graphQLName: "Boolean", postgresType: QualifiedName("pg_catalog", "bool"))
let jsonType = FieldType(graphQLName: compositeScalar, postgresType: QualifiedName("pg_catalog", "jsonb"))
