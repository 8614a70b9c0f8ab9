/// The names that are made from another name, in one place: naming keeps them free, the schema uses them.
package enum GeneratedNames {
    package static func filter(_ type: String) -> String { type + "Filter" }
    /// The quantifiers of a to-many relation. No `CustomerListFilter`, which a table `customer_list` would want.
    package static func toManyFilter(_ type: String) -> String { type + "ToManyFilter" }
    /// The operators of an array of a scalar or enum.
    package static func listFilter(_ type: String) -> String { type + "ListFilter" }
    package static func order(_ type: String) -> String { type + "OrderBy" }
    /// Of a type, `OrderConnection`; of a list field, `ordersConnection`.
    package static func connection(_ name: String) -> String { name + "Connection" }
    package static func edge(_ type: String) -> String { type + "Edge" }
    /// Of an entity or a scalar.
    package static func aggregate(_ type: String) -> String { type + "Aggregate" }
    package static func aggregateFilter(_ type: String) -> String { type + "AggregateFilter" }
    package static func aggregateOrder(_ type: String) -> String { type + "AggregateOrderBy" }
    package static func aggregateField(_ list: String) -> String { list + "Aggregate" }
    package static func groupsField(_ list: String) -> String { list + "Groups" }
    package static func group(_ type: String) -> String { type + "Group" }
    package static func groupKey(_ type: String) -> String { type + "GroupKey" }
    package static func groupBy(_ type: String) -> String { type + "GroupBy" }
    package static func groupOrder(_ type: String) -> String { type + "GroupOrderBy" }
    package static func column(_ type: String) -> String { type + "Column" }

    /// What the name of an enum takes with it.
    package static func ofEnumeration(_ type: String) -> [String] { [filter(type), listFilter(type)] }

    /// What the name of an entity takes with it. Some are for features to come: a name that is free today and
    /// given to a table could not be taken back.
    package static func ofType(_ type: String) -> [String] {
        EntityTypeKind.allCases.filter { $0 != .object }.map { $0.name(type) } + [type + "Key", type + "Payload"]
    }

    /// What a list field takes with it.
    package static func ofList(_ field: String) -> [String] {
        [connection(field), aggregateField(field), groupsField(field)]
    }

    /// What the name of a scalar takes with it.
    package static func ofScalar(_ name: String) -> [String] {
        [filter(name), listFilter(name), aggregate(name), aggregateFilter(name), aggregateOrder(name)]
    }

    static let orderDirection = "OrderDirection"
    static let pageInfo = "PageInfo"
    static let dateUnit = "DateUnit"
    /// The operators of a column that can only be asked whether it has a value.
    static let nullFilter = "NullFilter"
    static let jsonPathFilter = "JSONPathFilter"
    static let textSearch = "TextSearch"
    static let searchOrder = "TSVectorOrderBy"
    static let searchLanguage = "SearchLanguage"

    /// Type names that no entity or enum gets, apart from the scalars and what these take with them.
    package static let sharedTypes = [
        "Query", "Mutation", "Subscription", "Node", pageInfo, orderDirection, dateUnit, nullFilter, jsonPathFilter,
        textSearch, searchOrder, searchLanguage,
    ]

    static let reservedTypes: Set<String> = {
        let scalars = (builtInScalars + scalarTable).map(\.name)
        return Set(sharedTypes + scalars + scalars.flatMap(ofScalar))
    }()

    package static let reservedRootFields = ["node"]

    /// Field names that no column or relation gets: the connectives of a filter object, and the global id.
    package static let reservedFields = ["and", "or", "not", "nodeId"]

    /// Those of lists and pages, beside which the arguments of a function of rows stand.
    package static let listArguments = [
        "where", "orderBy", "distinctOn", "limit", "offset", "first", "after", "last", "before", "groupBy", "having",
    ]
}
