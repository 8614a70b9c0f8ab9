package import CatalogModel
package import SQLText

/// What of an entity, an enum or the whole API is not as it was.
package struct ModelDifference: Hashable, Sendable, CustomStringConvertible {
    /// `Order (public.orders)`, `enum Mood (public.mood)`.
    package var subject: String
    /// The relation or the type; nil for the whole API.
    package var object: QualifiedName?
    /// `column note added`.
    package var changes: [String]

    package var description: String { "\(subject): \(changes.joined(separator: ", "))" }
}

/// What turns one model into another, entity by entity in name order, enums behind them. An entity is the same as long as
/// its relation has the same name, a field as long as its column has. Empty for equal models, and only for these.
/// - Parameter catalog: what the new model was made of: it tells what was dropped from what is not exposed any more.
package func differences(from old: APIModel, to new: APIModel, in catalog: Catalog) -> [ModelDifference] {
    var differences = match(old.entities, new.entities, by: \.relation).map { former, current in
        ModelDifference(
            subject: subject(former, current), object: (current ?? former)?.relation,
            changes: entityChanges(former, current, catalog))
    }
    differences += match(old.enumerations, new.enumerations, by: \.postgresType).map { former, current in
        let named = current ?? former
        return ModelDifference(
            subject: "enum \(named?.name ?? "") (\(named?.postgresType.description ?? ""))",
            object: named?.postgresType,
            changes: enumerationChanges(former, current))
    }
    differences += match(old.functions, new.functions, by: \.function).map { former, current in
        let named = current ?? former
        return ModelDifference(
            subject: "function \(named?.field ?? "") (\(named?.function.signature ?? ""))",
            changes: functionChanges(former, current, catalog))
    }
    differences.removeAll { $0.changes.isEmpty }
    differences.sort { $0.subject < $1.subject }
    if old.apiSchema != new.apiSchema || old.limits != new.limits {
        differences.append(ModelDifference(subject: "the API", changes: ["its schema or limits differ"]))
    }
    if old.tenancy != new.tenancy { differences.append(tenancyDifference(old.tenancy, new.tenancy)) }
    // Whatever has no words of its own, such as an order.
    if differences.isEmpty, old != new {
        differences.append(ModelDifference(subject: "the API", changes: ["it is made in another way"]))
    }
    return differences
}

private func tenancyDifference(_ old: Tenancy?, _ new: Tenancy?) -> ModelDifference {
    let tables = match(old?.tables ?? [], new?.tables ?? [], by: \.relation).compactMap { former, current in
        change("table \((current ?? former)?.relation.description ?? "")", former, current)
    }
    return ModelDifference(
        subject: "tenancy", changes: tables.isEmpty ? ["its type or trusted logins differ"] : tables)
}

private func subject(_ former: Entity?, _ current: Entity?) -> String {
    guard let entity = current ?? former else { return "" }
    return "\(entity.typeName) (\(entity.relation))"
}

private func entityChanges(_ former: Entity?, _ current: Entity?, _ catalog: Catalog) -> [String] {
    guard let former else { return ["is new"] }
    let relation = catalog.relation(former.relation)
    guard let current else {
        // Of a schema that is not exposed the catalog says nothing.
        let remains = relation != nil || !catalog.schemas.contains { $0.name == former.relation.schema }
        return [remains ? "is \(hidden)" : "is gone"]
    }
    var changes: [String] = []
    if former.typeName != current.typeName { changes.append("was the type \(former.typeName)") }
    if former.listField != current.listField { changes.append("was listed by \(former.listField)") }
    changes += match(former.fields, current.fields, by: \.column).flatMap { old, new in
        fieldChanges(old, new, remains: old.map { isThere($0, relation, catalog) } ?? true)
    }
    changes += match(former.functions, current.functions, by: \.function).compactMap { old, new in
        let remains = old.map { isThere($0.function, catalog) } ?? true
        return change("function \(new?.field ?? old?.field ?? "")", old, new, gone: remains ? hidden : dropped)
    }
    changes += match(former.relations, current.relations, by: \.name).compactMap { old, new in
        change("relation \(new?.name ?? old?.name ?? "")", old, new, gone: "gone")
    }
    changes += match(former.keys, current.keys, by: \.rootField).compactMap { old, new in
        change("key \(new?.rootField ?? old?.rootField ?? "")", old, new, gone: "gone")
    }
    if changes.isEmpty, former != current { changes.append("its description, kind or order differs") }
    return changes
}

/// Of what is gone from a model: because it is gone from the database, or although it is there.
private let (dropped, hidden) = ("dropped", "not exposed any more")

/// Whether the database has what a field shows.
private func isThere(_ field: Field, _ relation: CatalogRelation?, _ catalog: Catalog) -> Bool {
    field.function.map { isThere($0, catalog) } ?? (relation?.column(field.column) != nil)
}

private func isThere(_ function: FunctionReference, _ catalog: Catalog) -> Bool {
    catalog.function(signature: function.signature) != nil
}

/// - Parameter remains: whether the database has what the former one showed.
private func fieldChanges(_ former: Field?, _ current: Field?, remains: Bool) -> [String] {
    guard let former, let current else {
        let subject = "column \(current?.column ?? former?.column ?? "")"
        return [change(subject, former, current, gone: remains ? hidden : dropped)].compactMap(\.self)
    }
    let column = "column \(current.column)"
    var changes: [String] = []
    if former.type != current.type {
        changes.append("\(column) is \(typeText(current.type)), was \(typeText(former.type))")
    }
    if former.isNullable != current.isNullable {
        changes.append(current.isNullable ? "\(column) may be null now" : "\(column) is never null now")
    }
    if former.name != current.name { changes.append("\(column) is the field \(current.name), was \(former.name)") }
    if former.description != current.description { changes.append("\(column) has another comment") }
    if former.arguments != current.arguments { changes.append("\(column) has other arguments") }
    return changes
}

private func typeText(_ type: FieldType) -> String { "\(type.postgresType)\(type.isArray ? "[]" : "")" }

private func functionChanges(_ former: FunctionField?, _ current: FunctionField?, _ catalog: Catalog) -> [String] {
    guard let former else { return ["is new"] }
    guard let current else { return [isThere(former.function, catalog) ? "is \(hidden)" : "is gone"] }
    return former == current ? [] : ["differs"]
}

private func enumerationChanges(_ former: Enumeration?, _ current: Enumeration?) -> [String] {
    guard let former, let current else { return [former == nil ? "is new" : "is gone"] }
    let changes = match(former.values, current.values, by: \.label).compactMap { old, new in
        change("value \(new?.label ?? old?.label ?? "")", old, new)
    }
    return changes.isEmpty && former != current ? ["its name, comment or order differs"] : changes
}

private func change<Thing: Equatable>(
    _ subject: String, _ old: Thing?, _ new: Thing?, gone: String = dropped
) -> String? {
    if old == nil { return "\(subject) added" }
    if new == nil { return "\(subject) \(gone)" }
    return old == new ? nil : "\(subject) changed"
}

/// Pairs what has the same key, the old ones first.
private func match<Thing, Key: Hashable>(
    _ old: [Thing], _ new: [Thing], by key: (Thing) -> Key
) -> [(Thing?, Thing?)] {
    let current = Dictionary(new.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    let former = Set(old.map(key))
    return old.map { ($0, current[key($0)]) } + new.filter { !former.contains(key($0)) }.map { (nil, $0) }
}
