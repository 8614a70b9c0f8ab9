/// `OrderFilter`: connectives, columns, relations.
func makeEntityFilter(_ entity: Entity) -> InputObjectDefinition {
    let this = GraphQLType.named(GeneratedNames.filter(entity.typeName))
    var fields = [
        InputValueDefinition(
            name: "and", description: "All of these; an empty list is true.", type: .list(.nonNull(this)), meaning: .and
        ),
        InputValueDefinition(
            name: "or", description: "At least one of these; an empty list is false.", type: .list(.nonNull(this)),
            meaning: .or),
        InputValueDefinition(name: "not", description: "Not this.", type: this, meaning: .not),
    ]
    fields += entity.fields.map { field in
        InputValueDefinition(
            name: field.name, type: .named(columnFilterName(field.type)), meaning: .columnFilter(field))
    }
    fields += entity.relations.map { relation in
        let name =
            relation.kind == .toMany
            ? GeneratedNames.toManyFilter(relation.target) : GeneratedNames.filter(relation.target)
        return InputValueDefinition(name: relation.name, type: .named(name), meaning: .relationFilter(relation))
    }
    fields += entity.relations.filter { $0.kind == .toMany }.map { relation in
        InputValueDefinition(
            name: GeneratedNames.aggregateField(relation.name),
            type: .named(GeneratedNames.aggregateFilter(relation.target)), meaning: .relationAggregateFilter(relation))
    }.filter { entity.derives($0.name) }
    return InputObjectDefinition(
        name: GeneratedNames.filter(entity.typeName),
        description: "Which rows of \(entity.typeName) match: all members must hold.", fields: fields)
}

/// `OrderToManyFilter`: what must hold for the related rows.
func makeQuantifiers(_ entity: Entity) -> InputObjectDefinition {
    let filter = GraphQLType.named(GeneratedNames.filter(entity.typeName))
    return InputObjectDefinition(
        name: GeneratedNames.toManyFilter(entity.typeName),
        description: "What holds for related rows of \(entity.typeName): all members must hold.",
        fields: [
            InputValueDefinition(
                name: "some", description: "At least one related row matches.", type: filter, meaning: .some),
            InputValueDefinition(
                name: "every", description: "Every related row matches; true when there is none.", type: filter,
                meaning: .every),
            InputValueDefinition(name: "none", description: "No related row matches.", type: filter, meaning: .none),
        ])
}

/// `OrderOrderBy`: columns and the ordering of to-one relations.
func makeOrder(_ entity: Entity, _ entities: EntityIndex) -> InputObjectDefinition {
    var fields = entity.fields.filter { typeMapping(of: $0.type).isOrderable }.map { field in
        InputValueDefinition(
            name: field.name, type: .named(GeneratedNames.orderDirection), meaning: .columnOrder(field))
    }
    fields += entity.fields.filter(\.type.isSearchable).map { field in
        InputValueDefinition(
            name: field.name, type: .named(GeneratedNames.searchOrder), meaning: .searchOrder(field))
    }
    for relation in entity.relations where relation.kind == .toOne {
        guard let target = entities[relation.target], target.isOrderable else { continue }
        fields.append(
            InputValueDefinition(
                name: relation.name, type: .named(GeneratedNames.order(relation.target)),
                meaning: .relationOrder(relation)))
    }
    for relation in entity.relations where relation.kind == .toMany {
        let name = GeneratedNames.aggregateField(relation.name)
        guard entity.derives(name) else { continue }
        fields.append(
            InputValueDefinition(
                name: name, type: .named(GeneratedNames.aggregateOrder(relation.target)),
                meaning: .relationAggregateOrder(relation)))
    }
    return InputObjectDefinition(
        name: GeneratedNames.order(entity.typeName),
        description: "One ordering of \(entity.typeName); several stand in a list.", fields: fields, isOneOf: true)
}

let searchOrder = InputObjectDefinition(
    name: GeneratedNames.searchOrder, description: "One ordering by full text search.",
    fields: [
        InputValueDefinition(
            name: "rank", description: "How well the row satisfies the `search` of this column in `where`.",
            type: .named(GeneratedNames.orderDirection), meaning: .rankOrder)
    ], isOneOf: true)

extension FieldType {
    var isSearchable: Bool { !isArray && typeMapping(of: self).operators == .search }
}
