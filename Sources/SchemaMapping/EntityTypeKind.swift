/// The types that come with every entity, and what makes each of them. They are made when they are first asked for: a
/// database of 500 tables has 7,000, and its requests use a few.
enum EntityTypeKind: CaseIterable {
    case object, filter, toManyFilter, order
    case connection, edge
    case aggregate, aggregateFilter, aggregateOrder
    case column, group, groupKey, groupBy, groupOrder

    /// What it is called for the entity of this type.
    func name(_ type: String) -> String {
        switch self {
        case .object: type
        case .filter: GeneratedNames.filter(type)
        case .toManyFilter: GeneratedNames.toManyFilter(type)
        case .order: GeneratedNames.order(type)
        case .connection: GeneratedNames.connection(type)
        case .edge: GeneratedNames.edge(type)
        case .aggregate: GeneratedNames.aggregate(type)
        case .aggregateFilter: GeneratedNames.aggregateFilter(type)
        case .aggregateOrder: GeneratedNames.aggregateOrder(type)
        case .column: GeneratedNames.column(type)
        case .group: GeneratedNames.group(type)
        case .groupKey: GeneratedNames.groupKey(type)
        case .groupBy: GeneratedNames.groupBy(type)
        case .groupOrder: GeneratedNames.groupOrder(type)
        }
    }

    /// Whether this entity has it.
    func exists(for entity: Entity) -> Bool {
        switch self {
        case .object, .filter, .toManyFilter, .aggregate, .aggregateFilter, .aggregateOrder: true
        case .order: entity.isOrderable
        case .connection, .edge: entity.hasConnection
        case .column, .group, .groupKey, .groupBy, .groupOrder: entity.isGroupable
        }
    }

    var typeKind: TypeDefinition.Kind {
        switch self {
        case .object, .connection, .edge, .aggregate, .group, .groupKey: .object
        case .column: .enumeration
        case .filter, .toManyFilter, .order, .aggregateFilter, .aggregateOrder, .groupBy, .groupOrder: .inputObject
        }
    }

    func make(_ entity: Entity, _ entities: EntityIndex) -> TypeDefinition {
        switch self {
        case .object: .object(makeObject(entity, entities))
        case .filter: .inputObject(makeEntityFilter(entity))
        case .toManyFilter: .inputObject(makeQuantifiers(entity))
        case .order: .inputObject(makeOrder(entity, entities))
        case .connection: .object(makeConnection(entity))
        case .edge: .object(makeEdge(entity))
        case .aggregate: .object(makeAggregate(entity))
        case .aggregateFilter: .inputObject(makeAggregateFilter(entity))
        case .aggregateOrder: .inputObject(makeAggregateOrder(entity))
        case .column: .enumeration(makeColumnEnumeration(entity))
        case .group: .object(makeGroup(entity))
        case .groupKey: .object(makeGroupKey(entity))
        case .groupBy: .inputObject(makeGroupBy(entity))
        case .groupOrder: .inputObject(makeGroupOrder(entity))
        }
    }
}
