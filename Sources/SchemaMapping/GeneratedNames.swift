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
    static func ofEnumeration(_ type: String) -> [String] { [filter(type), listFilter(type)] }

    /// What the name of an entity takes with it. Some are for features to come: a name that is free today and
    /// given to a table could not be taken back.
    static func ofType(_ type: String) -> [String] {
        [filter(type), toManyFilter(type), order(type)]
            + [
                connection(type), edge(type), aggregate(type), aggregateFilter(type), aggregateOrder(type), group(type),
                groupKey(type), groupBy(type), groupOrder(type), column(type), type + "Key", type + "Payload",
            ]
    }

    /// What a list field takes with it.
    static func ofList(_ field: String) -> [String] { [connection(field), aggregateField(field), groupsField(field)] }

    static let orderDirection = "OrderDirection"
    static let pageInfo = "PageInfo"
    static let dateUnit = "DateUnit"
    /// The operators of a column that can only be asked whether it has a value.
    static let nullFilter = "NullFilter"
    static let jsonPathFilter = "JSONPathFilter"
    static let textSearch = "TextSearch"
    static let searchOrder = "TSVectorOrderBy"
    static let searchLanguage = "SearchLanguage"

    /// Type names that no entity or enum gets.
    static let reservedTypes: Set<String> = {
        let scalars = (builtInScalars + scalarTable).map(\.name)
        let made = scalars.flatMap {
            [filter($0), listFilter($0), aggregate($0), aggregateFilter($0), aggregateOrder($0)]
        }
        return Set(scalars + made + [searchOrder])
            .union(["Query", "Mutation", "Subscription", "Node", pageInfo, orderDirection, dateUnit])
            .union([nullFilter, jsonPathFilter, textSearch, searchLanguage])
    }()

    static let reservedRootFields: Set<String> = ["node"]

    /// Field names that no column or relation gets: the connectives of a filter object, and the global id.
    static let reservedFields: Set<String> = ["and", "or", "not", "nodeId"]
}
