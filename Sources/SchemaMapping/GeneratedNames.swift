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

    /// What the name of an enum takes with it.
    static func ofEnumeration(_ type: String) -> [String] { [filter(type), listFilter(type)] }

    /// What the name of an entity takes with it. Some are for features to come: a name that is free today and
    /// given to a table could not be taken back.
    static func ofType(_ type: String) -> [String] {
        [filter(type), toManyFilter(type), order(type)]
            + [
                "Edge", "Aggregate", "AggregateFilter", "AggregateOrderBy", "Group", "GroupBy", "GroupKey", "Having",
                "Column", "Key", "Payload",
            ].map { type + $0 } + [connection(type)]
    }

    /// What a list field takes with it.
    static func ofList(_ field: String) -> [String] { [connection(field), field + "Aggregate", field + "Groups"] }

    static let orderDirection = "OrderDirection"
    static let pageInfo = "PageInfo"

    /// Type names that no entity or enum gets.
    static let reservedTypes: Set<String> = {
        let scalars = (builtInScalars + scalarTable).map(\.name)
        return Set(scalars + scalars.flatMap { [filter($0), listFilter($0)] })
            .union(["Query", "Mutation", "Subscription", "Node", pageInfo, orderDirection])
    }()

    static let reservedRootFields: Set<String> = ["node"]

    /// Field names that no column or relation gets: the connectives of a filter object, and the global id.
    static let reservedFields: Set<String> = ["and", "or", "not", "nodeId"]
}
