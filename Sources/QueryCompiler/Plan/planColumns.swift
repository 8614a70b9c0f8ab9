import JSONText
import SchemaMapping
import SQLText

/// A list of values of a column enum, as the columns they name.
func planColumns(
    _ given: Given, of entity: Entity, at place: String, _ context: inout PlanContext
) throws(RequestErrors) -> [Field] {
    if given.isAbsent || given.isNull { return [] }
    var fields: [Field] = []
    for (index, element) in given.elements(context.variables).enumerated() {
        let field = try planColumn(element, of: entity, at: "\(place)[\(index)]", &context)
        if !fields.contains(field) { fields.append(field) }
    }
    return fields
}

/// A value of a column enum.
func planColumn(
    _ given: Given, of entity: Entity, at place: String, _ context: inout PlanContext
) throws(RequestErrors) -> Field {
    guard let name = given.name, let member = entity.columnMembers.first(where: { $0.name == name })
    else { throw context.refusal("\(place) must be a column of \(entity.typeName)") }
    context.note(member.field)
    return member.field
}

/// `distinct on` takes the first row of each combination, so the order must begin with its columns. Those that a client
/// orders by keep their directions and places; without an order they are the order.
func orderDistinct(
    _ order: [OrderTerm], by fields: [Field], _ alias: String, _ context: PlanContext
) throws(RequestErrors) -> [OrderTerm] {
    if fields.isEmpty { return order }
    let columns = fields.map { ColumnReference(alias: alias, column: $0.column) }
    let leading = order.prefix(columns.count).map(\.key.column)
    if order.isEmpty {
        return zip(fields, columns).map { field, column in
            OrderTerm(key: .column(column), direction: .ascending, type: field.type, isNullable: field.isNullable)
        }
    }
    guard Set(leading) == Set(columns.map(Optional.some)) else {
        let names = fields.map(\.name).joined(separator: ", ")
        throw context.refusal(
            "orderBy must begin with the columns of distinctOn (\(names)), in any order and direction")
    }
    return order
}
