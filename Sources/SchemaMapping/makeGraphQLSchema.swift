import SQLText

/// The type system of a model: what comes with each entity (`EntityTypeKind`), and what they share: Query, and the types
/// of the scalars and enums in use.
package func makeGraphQLSchema(
    _ model: APIModel, disclosure: SchemaDisclosure = SchemaDisclosure()
) -> GraphQLSchema {
    var types: [TypeDefinition] = [.object(makeQuery(model))]
    if model.entities.contains(where: { $0.primaryKey != nil }) { types.append(.interface(nodeInterface)) }
    if model.entities.contains(where: \.hasConnection) { types.append(.object(pageInfo)) }
    for enumeration in model.enumerations { types.append(.enumeration(makeEnumeration(enumeration))) }
    if !model.entities.isEmpty { types.append(.enumeration(orderDirection)) }
    let columns = Set(model.entities.lazy.flatMap(\.fields).map(\.type))
    let used = columns.union(columns.flatMap(aggregates).map(\.result)).union([countType])
    let filters = makeColumnFilters(Array(used))
    types += filters.types
    types += makeSharedAggregateTypes(columns)
    if columns.contains(where: \.isSearchable) { types.append(.inputObject(searchOrder)) }
    if model.entities.contains(where: \.isGroupable) { types.append(.enumeration(dateUnit)) }
    let ofFunctions = (model.functions.flatMap(\.types) + model.entities.flatMap(\.typesOfCalls)).map(\.graphQLName)
    let scalars = Set(used.map(\.graphQLName)).union(filters.operandTypes).union(ofFunctions)
    types += scalarTable.filter { scalars.contains($0.name) }.map { .scalar($0) }
    types += builtInScalars.map { .scalar($0) }
    types += introspectionTypes
    return GraphQLSchema(model: model, shared: types, directives: builtInDirectives, disclosure: disclosure)
}

private func makeQuery(_ model: APIModel) -> ObjectDefinition {
    let given = model.rootFieldNames
    let fields = model.entities.flatMap { entity -> [FieldDefinition] in
        let lookups = entity.keys.map { key in
            let columns = key.columns.compactMap { entity.field(column: $0) }
            return FieldDefinition(
                name: key.rootField,
                description:
                    "One row of \(entity.typeName) by \(columns.map(\.name).joined(separator: " and ")), or null.",
                arguments: columns.map { field in
                    InputValueDefinition(name: field.name, type: .nonNull(valueType(field.type)), meaning: .key(field))
                },
                type: .named(entity.typeName), meaning: .lookup(entity: entity.typeName, key: key))
        }
        let list = FieldDefinition(
            name: entity.listField,
            description: "Rows of \(entity.typeName): \(model.limits.defaultPageSize) unless `limit` says otherwise, "
                + "\(model.limits.maximumPageSize) at most."
                + (entity.hasTotalOrder ? "" : " Two pages may overlap unless `orderBy` tells all rows apart."),
            arguments: listArguments(entity), type: listType(entity.typeName),
            meaning: .list(entity: entity.typeName))
        let connection =
            entity.hasConnection
            ? [connectionField(entity.listField, entity, .connection(entity: entity.typeName))] : []
        let derived =
            connection
            + aggregateFields(
                entity.listField, entity, aggregate: .aggregate(entity: entity.typeName),
                groups: .groups(entity: entity.typeName))
        return lookups + [list] + derived.filter { !given.contains($0.name) }
    }
    let functions = model.functions.flatMap { function in
        makeFunctionFields(function, entity: model.entity) { .function($0, $1) }
            .filter { $0.name == function.field || !given.contains($0.name) }
    }
    let node = FieldDefinition(
        name: "node", description: "The row with this global id, or null.",
        arguments: [InputValueDefinition(name: "nodeId", type: .nonNull(.named("ID")), meaning: .nodeID)],
        type: .named(nodeInterface.name), meaning: .node)
    let hasNodes = model.entities.contains { $0.primaryKey != nil }
    return ObjectDefinition(name: "Query", fields: fields + functions + (hasNodes ? [node] : []))
}

/// What every entity with a primary key is (Relay's global object identification).
private let nodeInterface = ObjectDefinition(
    name: "Node", description: "A row that one id finds among the rows of all types.", fields: [nodeIDField])

private let nodeIDField = FieldDefinition(
    name: "nodeId", description: "The global id: opaque, stable, for `node(nodeId:)`.", type: .nonNull(.named("ID")),
    meaning: .nodeID)

/// What an entity's object type implements.
func interfaces(of entity: Entity) -> [String] { entity.primaryKey == nil ? [] : [nodeInterface.name] }

func makeObject(_ entity: Entity, _ entities: EntityIndex) -> ObjectDefinition {
    let columns = entity.fields.map { field in
        let type = valueType(field.type)
        return FieldDefinition(
            name: field.name, description: field.description, arguments: field.arguments.map(argumentDefinition),
            type: field.isNullable ? type : .nonNull(type), meaning: .column(field))
    }
    let calls = entity.functions.flatMap { function in
        makeFunctionFields(function, entity: { entities[$0] }) { .rowFunction($0, $1) }
            .filter { $0.name == function.field || entity.derives($0.name) }
    }
    let relations = entity.relations.flatMap { relation -> [FieldDefinition] in
        let type: GraphQLType =
            switch relation.kind {
            case .toMany: listType(relation.target)
            case .toOne: relation.isNullable ? .named(relation.target) : .nonNull(.named(relation.target))
            }
        let target = relation.kind == .toMany ? entities[relation.target] : nil
        let rows = FieldDefinition(
            name: relation.name, description: relation.description,
            arguments: target.map(listArguments) ?? [], type: type, meaning: .relation(relation))
        guard let target else { return [rows] }
        let pages =
            target.hasConnection ? [connectionField(relation.name, target, .relationConnection(relation))] : []
        return [rows] + pages
            + aggregateFields(
                relation.name, target, aggregate: .relationAggregate(relation), groups: .relationGroups(relation))
    }
    let own = relations.filter { field in
        if case .relation = field.meaning { true } else { entity.derives(field.name) }
    }
    return ObjectDefinition(
        name: entity.typeName, description: entity.description,
        interfaces: interfaces(of: entity),
        fields: (entity.primaryKey == nil ? [] : [nodeIDField]) + columns + calls + own)
}

/// The arguments of every list, at the root and below. Undescribed, so that SDL keeps them on the field's line.
func listArguments(_ entity: Entity) -> [InputValueDefinition] {
    selectionArguments(entity) + [
        InputValueDefinition(name: "limit", type: .named("Int"), meaning: .limit),
        InputValueDefinition(name: "offset", type: .named("Int"), meaning: .offset),
    ] + (entity.isGroupable ? [distinctArgument(entity)] : [])
}

private func distinctArgument(_ entity: Entity) -> InputValueDefinition {
    InputValueDefinition(
        name: "distinctOn", type: .list(.nonNull(.named(GeneratedNames.column(entity.typeName)))),
        meaning: .distinctOn)
}

/// Which rows, in which order.
func selectionArguments(_ entity: Entity) -> [InputValueDefinition] {
    var arguments = [
        InputValueDefinition(
            name: "where", type: .named(GeneratedNames.filter(entity.typeName)),
            meaning: .filter(entity: entity.typeName))
    ]
    if entity.isOrderable {
        arguments.append(
            InputValueDefinition(
                name: "orderBy", type: .list(.nonNull(.named(GeneratedNames.order(entity.typeName)))),
                meaning: .order(entity: entity.typeName)))
    }
    return arguments
}

private func makeEnumeration(_ enumeration: Enumeration) -> EnumDefinition {
    EnumDefinition(
        name: enumeration.name, description: enumeration.description,
        values: enumeration.values.map { value in
            EnumDefinition.Value(
                name: value.name, description: value.name == value.label ? nil : "In the database: `\(value.label)`.")
        }, enumeration: enumeration)
}

func listType(_ entity: String) -> GraphQLType { .nonNull(.list(.nonNull(.named(entity)))) }

/// What counts are.
package let countType = FieldType(graphQLName: "BigInt", postgresType: QualifiedName("pg_catalog", "int8"))

/// Elements of a PostgreSQL array may be null.
func valueType(_ type: FieldType) -> GraphQLType {
    type.isArray ? .list(.named(type.graphQLName)) : .named(type.graphQLName)
}

extension Entity {
    /// The types that calls of functions take and give, beside those of the columns.
    var typesOfCalls: [FieldType] { fields.flatMap(\.arguments).map(\.type) + functions.flatMap(\.types) }

    /// Whether any column can be ordered by.
    var isOrderable: Bool { fields.contains { typeMapping(of: $0.type).isOrderable } }
}
