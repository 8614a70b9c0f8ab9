import CatalogModel
import SchemaMapping
import SQLText

extension ObjectKind {
    package static let view = ObjectKind(
        name: "view", keyword: "view", createInPlace: "create or replace view", isRestoredAsFound: true,
        pinsColumns: true, lockToMake: .accessShare, shapeFound: \.columns)
}

/// `api.v_order`: the exposed columns under their own names and types, what functions compute, and the row as a document.
/// It runs with the rights of its caller, so the user's policies and privileges hold. A function costs nothing where its
/// column is not read: PostgreSQL drops it with the view around it.
func viewObject(_ entity: Entity, in model: APIModel, catalog: Catalog) -> InstallObject {
    let columns = entity.fields.map { field -> DDL in
        // Not `t` alone, which would be a column of that name.
        let value: DDL = field.function.map { "\($0.name)(t.*)" } ?? "t.\(identifier: field.column)"
        guard let type = typeShownInstead(of: field, entity, catalog) else {
            return field.function == nil ? value : "\(value) as \(identifier: field.column)"
        }
        // Safe: the name of a type as format_type quotes it.
        return "\(value)::\(unsafe: type.formatted) as \(identifier: field.column)"
    }
    let document: DDL = "\(documentOf(entity, in: model)) as \(identifier: entity.documentColumn)"
    let query: DDL = """
        select
            \((columns + [document] + rowColumn(entity, catalog)).joined(by: ",\n"))
        from \(entity.relation) as t;
        """
    let comments = renderText(viewComments(entity))
    let create = renderText("create view \(entity.view) with (security_invoker = true) as\n\(query)")
    let embedded = entity.embeds.compactMap { name in entity.relations.first { $0.name == name }?.target }
        .filter { $0 != entity.typeName }.compactMap { model.entity($0) }
    return InstallObject(
        viewIdentity(entity), relation: entity.relation, dependsOn: embedded.map(viewIdentity),
        shape: shape(entity, catalog: catalog), create: "\(create)\n\(comments)")
}

/// The row itself under its own type, where requests call functions of it: it costs nothing where it is not read.
private func rowColumn(_ entity: Entity, _ catalog: Catalog) -> [DDL] {
    guard let name = entity.rowColumn, let type = rowType(entity, catalog) else { return [] }
    // Safe: as format_type quotes it. A bare `t` would be a column of that name, a bare `t.*` all columns.
    return ["t.*::\(unsafe: type.formatted) as \(identifier: name)"]
}

/// As the functions that take the row have it.
private func rowType(_ entity: Entity, _ catalog: Catalog) -> TypeReference? {
    entity.functionsCalledByName.first.flatMap { catalog.function(signature: $0.signature) }?
        .parameters.first?.type.reference
}

func viewIdentity(_ entity: Entity) -> ObjectIdentity {
    ObjectIdentity(.view, entity.view.description)
}

private func viewComments(_ entity: Entity) -> DDL {
    let about = ["GraphQL type \(entity.typeName), from \(entity.relation).", entity.description]
    var comments: [DDL] = [
        "comment on view \(entity.view) is \(literal: about.compactMap(\.self).joined(separator: " "));"
    ]
    for field in entity.fields {
        let about = ["GraphQL field \(field.name).", field.description].compactMap(\.self).joined(separator: " ")
        comments.append("comment on column \(entity.view).\(identifier: field.column) is \(literal: about);")
    }
    comments.append(
        """
        comment on column \(entity.view).\(identifier: entity.documentColumn) is \
        \(literal: "The row as a document; costs nothing where it is not read.");
        """)
    if let name = entity.rowColumn {
        comments.append(
            """
            comment on column \(entity.view).\(identifier: name) is \
            \(literal: "The row itself, for functions that take it; costs nothing where it is not read.");
            """)
    }
    return comments.joined(by: "\n")
}

/// The row as jsonb under the names of the API, with the embedded relations. What functions compute is no part of it
/// (docs/decisions/0011-computed-fields.md).
private func documentOf(_ entity: Entity, in model: APIModel) -> DDL {
    var pairs = fieldPairs(entity, alias: "t")
    for name in entity.embeds {
        guard let relation = entity.relations.first(where: { $0.name == name }),
            let target = model.entity(relation.target)
        else { continue }
        pairs.append("\(literal: name), (\n    \(embedded(relation, target, of: entity))\n)")
    }
    return buildObject(pairs)
}

/// The related rows, through their own view. A relation to the same table reads the table: a view cannot name itself.
private func embedded(_ relation: Relation, _ target: Entity, of entity: Entity) -> DDL {
    let source = target.typeName == entity.typeName ? target.relation : target.view
    let document = buildObject(fieldPairs(target, alias: "e"))
    let conditions = relation.columns.map { pair -> DDL in
        "e.\(identifier: pair.remote) = t.\(identifier: pair.local)"
    }
    let rows: DDL = "from \(source) as e\nwhere \(conditions.joined(by: "\n    and "))"
    switch relation.kind {
    case .toOne: return "select \(document)\n\(rows)"
    case .toMany:
        let order = (target.pageKey?.columns ?? []).map { column -> DDL in "e.\(identifier: column)" }
        let ordering: DDL = order.isEmpty ? "" : " order by \(order.joined(by: ", "))"
        return "select coalesce(jsonb_agg(\(document)\(ordering)), '[]')\n\(rows)"
    }
}

private func fieldPairs(_ entity: Entity, alias: String) -> [DDL] {
    entity.storedFields.map { field in "\(literal: field.name), \(identifier: alias).\(identifier: field.column)" }
}

/// A function takes 100 arguments at most, so wide documents are put together from several.
private func buildObject(_ pairs: [DDL]) -> DDL {
    guard !pairs.isEmpty else { return "jsonb_build_object()" }
    let chunks = stride(from: 0, to: pairs.count, by: 50).map { start -> DDL in
        let chunk = pairs[start..<min(start + 50, pairs.count)]
        return "jsonb_build_object(\n    \(chunk.joined(by: ",\n"))\n)"
    }
    return chunks.joined(by: " || ")
}

private func shape(_ entity: Entity, catalog: Catalog) -> String {
    let columns = entity.fields.map { field in
        let type = typeShownInstead(of: field, entity, catalog) ?? ownType(of: field, entity, catalog)
        return "\(quoteIdentifier(field.column)) \(type?.formatted ?? "unknown")"
    }
    let row = entity.rowColumn.flatMap { name in
        rowType(entity, catalog).map { "\(quoteIdentifier(name)) \($0.formatted)" }
    }
    return (columns + ["\(quoteIdentifier(entity.documentColumn)) jsonb"] + [row].compactMap(\.self))
        .joined(separator: ", ")
}

/// PostgreSQL has no operators for arrays of a domain, nor for a domain over an enum, not even `=`: the view shows what
/// they are made of. Nil where the column has its own type.
private func typeShownInstead(of field: Field, _ entity: Entity, _ catalog: Catalog) -> TypeReference? {
    ownType(of: field, entity, catalog).flatMap { typeWithOperators($0, catalog) }
}

private func ownType(of field: Field, _ entity: Entity, _ catalog: Catalog) -> TypeReference? {
    guard let function = field.function else { return catalog.relation(entity.relation)?.column(field.column)?.type }
    return catalog.function(signature: function.signature)?.result.reference
}

private func typeWithOperators(_ type: TypeReference, _ catalog: Catalog) -> TypeReference? {
    guard case .domain(let base, _)? = catalog.type(type.name)?.kind else { return nil }
    if base.isArray { return type.isArray ? nil : typeWithOperators(base, catalog) }
    if case .domain? = catalog.type(base.name)?.kind {
        let below = TypeReference(
            name: base.name, isArray: type.isArray, formatted: base.formatted + (type.isArray ? "[]" : ""))
        return typeWithOperators(below, catalog)
    }
    if type.isArray { return TypeReference(name: base.name, isArray: true, formatted: base.formatted + "[]") }
    guard case .enumeration? = catalog.type(base.name)?.kind else { return nil }
    return base
}
