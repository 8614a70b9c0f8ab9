import Configuration
import SQLText

/// A column as a member of a type that has members of its own.
package struct ColumnMember: Hashable, Sendable {
    package var name: String
    package var field: Field
}

/// What is made of an entity's fields, and is not stored: which fields a list brings, and what columns are called among
/// members that do not come from columns. `check` reports what is left out (`lossFindings`) or called otherwise
/// (`reviewMembers`).
extension Entity {
    /// Whether the field of this name that comes with a to-many relation is there: `ordersAggregate`. A column,
    /// relation or function that has the name keeps it.
    func derives(_ name: String) -> Bool {
        !fields.contains { $0.name == name } && !relations.contains { $0.name == name }
            && !functions.contains { $0.field == name }
    }

    /// Columns beside `count` in what rows come to.
    var aggregateMembers: [ColumnMember] {
        members(fields.filter { !aggregates(of: $0.type).isEmpty }, beside: ["count"])
    }

    /// Columns beside `aggregate` in an order of groups.
    var groupOrderMembers: [ColumnMember] {
        members(groupableFields.filter { typeMapping(of: $0.type).isOrderable }, beside: ["aggregate"])
    }

    /// Columns as values of an enum, which cannot have every name (specification, section 3.9).
    package var columnMembers: [ColumnMember] { members(groupableFields, beside: ["true", "false", "null"]) }

    var groupableFields: [Field] { fields.filter(\.type.isGroupable) }

    var isGroupable: Bool { fields.contains { $0.type.isGroupable } }
}

extension APIModel {
    /// The root fields that entities and functions were given: a field that comes with a list gives way to them.
    var rootFieldNames: Set<String> {
        let names = entities.flatMap { [$0.listField] + $0.keys.map(\.rootField) } + functions.map(\.field)
        return Set(names).union(GeneratedNames.reservedRootFields)
    }
}

/// A column that is called like a member that is there anyway gets `_` behind it until no column has the name. In the
/// order of the columns, so that one that is added later changes none.
private func members(_ fields: [Field], beside own: Set<String>) -> [ColumnMember] {
    var taken = own
    var members: [ColumnMember] = []
    for field in fields {
        var name = field.name
        while taken.contains(name) { name += "_" }
        taken.insert(name)
        members.append(ColumnMember(name: name, field: field))
    }
    return members
}

/// What `check` says of columns that are called otherwise there.
func reviewMembers(_ relation: ExposedRelation, _ entity: Entity) -> [Finding] {
    let type = entity.typeName
    let places = [
        (GeneratedNames.aggregate(type), entity.aggregateMembers),
        (GeneratedNames.groupOrder(type), entity.groupOrderMembers),
        (GeneratedNames.column(type), entity.columnMembers),
    ]
    return places.flatMap { place, members in
        members.filter { $0.name != $0.field.name }.map { member in
            let column = member.field.column
            return Finding(
                .notice, .nameReserved, "\(relation.name).\(quoteIdentifier(column))",
                "the field \"\(member.field.name)\" is called \"\(member.name)\" in \(place), where that name is taken",
                hint: overrideHint(relation.name, ["columns"], quoteTOML(column)))
        }
    }
}
