package import SchemaMapping
import JSONText

/// Resolves an operation to what is read from where: views, columns, filters with PostgreSQL's operators, orders that
/// are total, limits, relations. Nothing is left for the printer to decide.
package func plan(
    _ operation: Operation, _ variables: Variables, in schema: GraphQLSchema
) throws(RequestErrors) -> Plan {
    var context = PlanContext(schema: schema, variables: variables)
    var roots: [Plan.Root] = []
    for field in try context.merge(operation.selections) {
        context.path = [.key(field.responseKey)]
        context.location = field.location
        roots.append(Plan.Root(responseKey: field.responseKey, work: try planRoot(field, &context)))
    }
    return Plan(roots: roots, callsFunctions: context.callsFunctions)
}

private func planRoot(_ field: SelectedField, _ context: inout PlanContext) throws(RequestErrors) -> Plan.Work {
    switch field.definition.meaning {
    case .typeName: return .constant(JSON.string(context.schema.queryType).text)
    case .introspection:
        let (schema, variables) = (context.schema, context.variables)
        return .constant(
            try introspect(field, variables, in: schema, bytesLeft: &context.introspectionBytesLeft))
    case .list(let entity):
        return .read(try planList(of: context.entity(entity), field, &context))
    case .connection(let entity):
        return .connection(try planConnection(of: context.entity(entity), field, &context))
    case .aggregate(let entity), .groups(let entity):
        return .read(try planAggregate(of: context.entity(entity), field, &context))
    case .lookup(let entity, let key):
        return .read(try planLookup(of: context.entity(entity), by: key, field, &context))
    case .node: return try planNode(field, &context)
    case .function(let function, let reading): return try planRootFunction(function, reading, field, &context)
    case .column, .rowFunction, .relation, .relationConnection, .connectionPart, .nodeID, .relationAggregate,
        .relationGroups,
        .aggregateCount, .aggregateColumn, .aggregateFunction, .groupKey, .groupKeyColumn, .groupAggregate:
        throw context.refusal("the field \(field.definition.name) is no root field", .internalError)
    }
}
