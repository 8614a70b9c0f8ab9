// What rows of an entity come to: `OrderAggregate`, its groups, and the filters and orders on both. Columns come first
// and functions below them, so that one type of functions serves all columns of a scalar.

func makeAggregate(_ entity: Entity) -> ObjectDefinition {
    let type = entity.typeName
    return ObjectDefinition(
        name: GeneratedNames.aggregate(type), description: "What rows of \(type) come to.",
        fields: [countField(entity)]
            + entity.aggregateMembers.map { member in
                FieldDefinition(
                    name: member.name, description: member.field.description,
                    type: .nonNull(.named(GeneratedNames.aggregate(member.field.type.graphQLName))),
                    meaning: .aggregateColumn(member.field))
            })
}

func makeAggregateFilter(_ entity: Entity) -> InputObjectDefinition {
    let type = entity.typeName
    return InputObjectDefinition(
        name: GeneratedNames.aggregateFilter(type),
        description: "What holds for all rows of \(type) together: all members must hold.",
        fields: [
            InputValueDefinition(
                name: "count", type: .named(GeneratedNames.filter("BigInt")), meaning: .aggregateCountFilter)
        ]
            + entity.aggregateMembers.map { member in
                InputValueDefinition(
                    name: member.name,
                    type: .named(GeneratedNames.aggregateFilter(member.field.type.graphQLName)),
                    meaning: .aggregateColumnFilter(member.field))
            })
}

func makeAggregateOrder(_ entity: Entity) -> InputObjectDefinition {
    let type = entity.typeName
    return InputObjectDefinition(
        name: GeneratedNames.aggregateOrder(type), description: "One ordering by what rows of \(type) come to.",
        fields: [
            InputValueDefinition(
                name: "count", type: .named(GeneratedNames.orderDirection), meaning: .aggregateCountOrder)
        ]
            + entity.aggregateMembers.map { member in
                InputValueDefinition(
                    name: member.name, type: .named(GeneratedNames.aggregateOrder(member.field.type.graphQLName)),
                    meaning: .aggregateColumnOrder(member.field))
            }, isOneOf: true)
}

func makeColumnEnumeration(_ entity: Entity) -> EnumDefinition {
    EnumDefinition(
        name: GeneratedNames.column(entity.typeName),
        description: "The columns of \(entity.typeName) whose values can be told apart.",
        values: entity.columnMembers.map { EnumDefinition.Value(name: $0.name) })
}

func makeGroup(_ entity: Entity) -> ObjectDefinition {
    let type = entity.typeName
    return ObjectDefinition(
        name: GeneratedNames.group(type), description: "Rows of \(type) that agree in the key.",
        fields: [
            FieldDefinition(
                name: "key", description: "What the rows agree in.",
                type: .nonNull(.named(GeneratedNames.groupKey(type))), meaning: .groupKey),
            FieldDefinition(
                name: "aggregate", description: "What the rows come to.",
                type: .nonNull(.named(GeneratedNames.aggregate(type))), meaning: .groupAggregate),
        ])
}

func makeGroupKey(_ entity: Entity) -> ObjectDefinition {
    ObjectDefinition(
        name: GeneratedNames.groupKey(entity.typeName),
        description: "The columns of `groupBy`; no other may be selected.",
        fields: entity.groupableFields.map { field in
            FieldDefinition(
                name: field.name, description: field.description, type: valueType(field.type),
                meaning: .groupKeyColumn(field))
        })
}

func makeGroupBy(_ entity: Entity) -> InputObjectDefinition {
    let type = entity.typeName
    return InputObjectDefinition(
        name: GeneratedNames.groupBy(type), description: "A column that rows of \(type) agree in.",
        fields: [
            InputValueDefinition(
                name: "column", type: .nonNull(.named(GeneratedNames.column(type))), meaning: .groupColumn),
            InputValueDefinition(
                name: "to", description: "Of a date and time: cut to this unit, in UTC.",
                type: .named(GeneratedNames.dateUnit), meaning: .groupUnit),
        ])
}

func makeGroupOrder(_ entity: Entity) -> InputObjectDefinition {
    let type = entity.typeName
    return InputObjectDefinition(
        name: GeneratedNames.groupOrder(type), description: "One ordering of groups of \(type).",
        fields: [
            InputValueDefinition(
                name: "aggregate", type: .named(GeneratedNames.aggregateOrder(type)), meaning: .groupAggregateOrder)
        ]
            + entity.groupOrderMembers.map { member in
                InputValueDefinition(
                    name: member.name, type: .named(GeneratedNames.orderDirection),
                    meaning: .groupKeyOrder(member.field))
            }, isOneOf: true)
}

private func countField(_ entity: Entity) -> FieldDefinition {
    FieldDefinition(
        name: "count", description: "How many rows there are; with `distinct`, how many values that column has.",
        arguments: entity.isGroupable
            ? [
                InputValueDefinition(
                    name: "distinct", type: .named(GeneratedNames.column(entity.typeName)), meaning: .countDistinct)
            ] : [],
        type: .nonNull(.named("BigInt")), meaning: .aggregateCount)
}

/// `ordersAggregate` and `ordersGroups`, at the root or on a relation; of a function, behind its own arguments.
func aggregateFields(
    _ list: String, _ entity: Entity, aggregate: FieldDefinition.Meaning, groups: FieldDefinition.Meaning,
    behind own: [InputValueDefinition] = []
) -> [FieldDefinition] {
    let type = entity.typeName
    let filter = InputValueDefinition(
        name: "where", type: .named(GeneratedNames.filter(type)), meaning: .filter(entity: type))
    let one = FieldDefinition(
        name: GeneratedNames.aggregateField(list), description: "What rows of \(type) come to.",
        arguments: own + [filter],
        type: .nonNull(.named(GeneratedNames.aggregate(type))), meaning: aggregate)
    guard entity.isGroupable else { return [one] }
    let many = FieldDefinition(
        name: GeneratedNames.groupsField(list), description: "What rows of \(type) come to, by groups.",
        arguments: own + [
            filter,
            InputValueDefinition(
                name: "groupBy", type: .nonNull(.list(.nonNull(.named(GeneratedNames.groupBy(type))))),
                meaning: .groupBy),
            InputValueDefinition(name: "having", type: .named(GeneratedNames.aggregateFilter(type)), meaning: .having),
            InputValueDefinition(
                name: "orderBy", type: .list(.nonNull(.named(GeneratedNames.groupOrder(type)))),
                meaning: .order(entity: type)),
            InputValueDefinition(name: "limit", type: .named("Int"), meaning: .limit),
            InputValueDefinition(name: "offset", type: .named("Int"), meaning: .offset),
        ],
        type: .nonNull(.list(.nonNull(.named(GeneratedNames.group(type))))), meaning: groups)
    return [one, many]
}

/// The types that all entities share: what columns of a scalar come to, with filters and orders.
func makeSharedAggregateTypes(_ columns: Set<FieldType>) -> [TypeDefinition] {
    var scalars: [String: [AggregateMapping]] = [:]
    for type in columns {
        let functions = aggregates(of: type)
        if !functions.isEmpty { scalars[type.graphQLName] = functions }
    }
    return scalars.flatMap { scalar, functions in makeScalarAggregate(scalar, functions) }
}

let dateUnit = EnumDefinition(
    name: GeneratedNames.dateUnit, description: "A unit of time. Weeks begin on Monday (ISO 8601).",
    values: DateUnit.allCases.map { EnumDefinition.Value(name: $0.rawValue) })

private func makeScalarAggregate(_ scalar: String, _ functions: [AggregateMapping]) -> [TypeDefinition] {
    [
        .object(
            ObjectDefinition(
                name: GeneratedNames.aggregate(scalar), description: "What values of \(scalar) come to.",
                fields: functions.map { mapping in
                    FieldDefinition(
                        name: mapping.function.rawValue, description: mapping.function.description,
                        type: .named(mapping.result.graphQLName), meaning: .aggregateFunction(mapping.function))
                })),
        .inputObject(
            InputObjectDefinition(
                name: GeneratedNames.aggregateFilter(scalar),
                description: "What holds for what values of \(scalar) come to: all members must hold.",
                fields: functions.map { mapping in
                    InputValueDefinition(
                        name: mapping.function.rawValue,
                        type: .named(GeneratedNames.filter(mapping.result.graphQLName)),
                        meaning: .aggregateFunctionFilter(mapping.function))
                })),
        .inputObject(
            InputObjectDefinition(
                name: GeneratedNames.aggregateOrder(scalar),
                description: "One ordering by what values of \(scalar) come to.",
                fields: functions.map { mapping in
                    InputValueDefinition(
                        name: mapping.function.rawValue, type: .named(GeneratedNames.orderDirection),
                        meaning: .aggregateFunctionOrder(mapping.function))
                }, isOneOf: true)),
    ]
}
