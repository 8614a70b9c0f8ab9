import JSONText
import SchemaMapping
import SQLText

/// One row of the type that a global id names. Of the selection, what fits that type is left.
func planNode(_ field: SelectedField, _ context: inout PlanContext) throws(RequestErrors) -> Plan.Work {
    guard let argument = field.definition.arguments.first(where: { $0.meaning == .nodeID }),
        let value = field.arguments.first(where: { $0.name == argument.name })?.value
    else { throw context.refusal("the argument nodeId is missing") }
    let given = Given(value, context.variables)
    let text: String
    switch given {
    case .literal(.string(let literal)), .literal(.int(let literal)): text = literal
    case .variable(.string(let value), _), .variable(.number(let value), _): text = value
    case .literal, .variable, .absent: throw context.refusal(of: given, at: argument.name, "must not be null")
    }
    guard let id = NodeID(text) else {
        throw context.refusal(of: given, at: argument.name, "is no id of this API: pass a nodeId as it was read")
    }
    // An id of a type that is gone, or that this client does not have, finds nothing.
    guard let entity = context.schema.entity(id.typeName), let key = entity.primaryKey, id.fits(entity) else {
        return .constant("null")
    }
    let alias = context.nextAlias()
    var filter: [Predicate] = []
    for (index, name) in key.columns.enumerated() {
        guard let column = entity.field(column: name) else {
            throw context.refusal("the key \(key.constraint) has a column that is no field", .internalError)
        }
        let bind: Bind =
            if case .variable(_, let path) = given { .variable(path, .nodeKey(index)) } else { .literal(id.key[index]) }
        filter.append(
            .infix(
                .column(ColumnReference(alias: alias, column: name)), operatorName("=", column.type),
                Operand(source: .bind(bind), type: parameterType(column.type), isArray: column.type.isArray)))
    }
    let schema = context.schema
    let selections = field.selections.filter { schema.possibleTypes(of: $0.parentType).contains(entity.typeName) }
    return .read(
        ReadPlan(
            cardinality: .one, source: .view(entity.view), alias: alias,
            fields: try planFields(selections, of: entity, alias, joins: 0, &context), filter: filter, order: [],
            limit: nil, offset: nil))
}
