/// `OrderConnection`.
func makeConnection(_ entity: Entity) -> ObjectDefinition {
    let type = entity.typeName
    return ObjectDefinition(
        name: GeneratedNames.connection(type), description: "A page of rows of \(type).",
        fields: [
            part(.edges, .nonNull(.list(.nonNull(.named(GeneratedNames.edge(type))))), "The rows with their cursors."),
            part(.nodes, .nonNull(.list(.nonNull(.named(type)))), "The rows."),
            part(.pageInfo, .nonNull(.named(GeneratedNames.pageInfo)), "Where the page stands."),
            part(.totalCount, .nonNull(.named("BigInt")), "How many rows match, on all pages; counted when selected."),
        ])
}

/// `OrderEdge`.
func makeEdge(_ entity: Entity) -> ObjectDefinition {
    let type = entity.typeName
    return ObjectDefinition(
        name: GeneratedNames.edge(type), description: "A row of a page and its place.",
        fields: [
            part(.cursor, .nonNull(.named("String")), "The row's place in this ordering: for `after` and `before`."),
            part(.node, .nonNull(.named(type)), "The row."),
        ])
}

let pageInfo = ObjectDefinition(
    name: GeneratedNames.pageInfo, description: "Where a page stands among all rows that match.",
    fields: [
        part(.hasNextPage, .nonNull(.named("Boolean")), "Whether rows follow."),
        part(.hasPreviousPage, .nonNull(.named("Boolean")), "Whether rows come before."),
        part(.startCursor, .named("String"), "The cursor of the first row."),
        part(.endCursor, .named("String"), "The cursor of the last row."),
    ])

/// The arguments of every connection, at the root and below.
func connectionArguments(_ entity: Entity) -> [InputValueDefinition] {
    [
        InputValueDefinition(name: "first", type: .named("Int"), meaning: .first),
        InputValueDefinition(name: "after", type: .named("String"), meaning: .after),
        InputValueDefinition(name: "last", type: .named("Int"), meaning: .last),
        InputValueDefinition(name: "before", type: .named("String"), meaning: .before),
    ] + selectionArguments(entity)
}

/// - Parameter arguments: those of a function, before those of a page.
func connectionField(
    _ list: String, _ entity: Entity, _ meaning: FieldDefinition.Meaning, behind arguments: [InputValueDefinition] = []
) -> FieldDefinition {
    FieldDefinition(
        name: GeneratedNames.connection(list), description: "Rows of \(entity.typeName) by pages (Relay).",
        arguments: arguments + connectionArguments(entity),
        type: .nonNull(.named(GeneratedNames.connection(entity.typeName))), meaning: meaning)
}

extension Entity {
    /// Whether rows have a total order, which cursors need.
    var hasConnection: Bool { hasTotalOrder }
}

private func part(_ part: ConnectionPart, _ type: GraphQLType, _ description: String) -> FieldDefinition {
    FieldDefinition(name: part.rawValue, description: description, type: type, meaning: .connectionPart(part))
}
