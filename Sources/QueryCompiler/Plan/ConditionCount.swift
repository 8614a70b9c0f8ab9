import SchemaMapping

/// Counts the conditions and order terms of a request against its limits.
struct ConditionCount {
    private var conditions = 0
    private var related = 0

    /// Why there are too many now; nil where there are not.
    mutating func add(_ member: InputValueDefinition) -> String? {
        switch member.meaning {
        case .filterOperator, .and, .or, .not, .columnOrder, .rankOrder, .groupKeyOrder, .aggregateCountOrder,
            .aggregateFunctionOrder:
            conditions += 1
        // A to-many relation is read by its `some`, `every` and `none`.
        case .relationFilter(let relation) where relation.kind == .toMany: conditions += 1
        case .relationFilter, .some, .every, .none, .relationOrder, .relationAggregateFilter, .relationAggregateOrder:
            conditions += 1
            related += 1
        default: break
        }
        if conditions > RequestLimits.conditions {
            return "The request has more than \(RequestLimits.conditions) conditions and order terms."
        }
        if related > RequestLimits.relatedConditions {
            return "The request has more than \(RequestLimits.relatedConditions) conditions on related rows."
        }
        return nil
    }

    static func refusal(ofOrderTerms count: Int) -> String? {
        guard count > RequestLimits.orderTerms else { return nil }
        return "An order has \(count) terms, where \(RequestLimits.orderTerms) are allowed."
    }
}
