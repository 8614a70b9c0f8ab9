import SchemaMapping

/// Literal filters that would match more than their writer meant: see filterRefusal.swift.
@Sendable func checkFiltersSaySomething(_ survey: Survey, _ findings: inout Findings) {
    for site in survey.all(\.values) { check(site.value, site.type, site.argument, survey.schema, &findings) }
}

private func check(
    _ value: Document.Value, _ type: GraphQLType, _ member: InputValueDefinition?, _ schema: GraphQLSchema,
    _ findings: inout Findings
) {
    switch value.kind {
    case .list(let elements):
        // A null inside a list is judged by the type of its elements.
        for element in elements where element.kind != .null { check(element, type, member, schema, &findings) }
    case .null:
        if let member, let reason = refusalOfNull(member) { findings.report(reason, .badUserInput, at: value.location) }
    case .object(let members):
        guard let object = schema.inputObject(type.name) else { return }
        if members.isEmpty, let reason = refusalOfEmpty(object, as: member) {
            findings.report(reason, .badUserInput, at: value.location)
        }
        for member in members {
            guard let definition = object.field(member.name.text) else { continue }
            check(member.value, definition.type, definition, schema, &findings)
        }
    case .int, .float, .string, .boolean, .enumeration, .variable: break
    }
}
