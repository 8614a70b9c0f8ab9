/// The values of the GraphQL enum of that name. Without `nulls`, PostgreSQL's default: nulls count as larger.
package enum OrderDirection: String, Hashable, Sendable, CaseIterable {
    case ascending = "ASC"
    case descending = "DESC"
    case ascendingNullsFirst = "ASC_NULLS_FIRST"
    case ascendingNullsLast = "ASC_NULLS_LAST"
    case descendingNullsFirst = "DESC_NULLS_FIRST"
    case descendingNullsLast = "DESC_NULLS_LAST"

    package var reversed: OrderDirection {
        switch self {
        case .ascending: .descending
        case .ascendingNullsFirst: .descendingNullsLast
        case .ascendingNullsLast: .descendingNullsFirst
        case .descending: .ascending
        case .descendingNullsFirst: .ascendingNullsLast
        case .descendingNullsLast: .ascendingNullsFirst
        }
    }

    package var putsNullsLast: Bool {
        switch self {
        case .ascending, .ascendingNullsLast, .descendingNullsLast: true
        case .descending, .descendingNullsFirst, .ascendingNullsFirst: false
        }
    }

    package var isAscending: Bool {
        switch self {
        case .ascending, .ascendingNullsFirst, .ascendingNullsLast: true
        case .descending, .descendingNullsFirst, .descendingNullsLast: false
        }
    }
}

let orderDirection = EnumDefinition(
    name: GeneratedNames.orderDirection,
    description: "Without NULLS, rows without a value stand last in ASC, first in DESC.",
    values: OrderDirection.allCases.map { EnumDefinition.Value(name: $0.rawValue) })
