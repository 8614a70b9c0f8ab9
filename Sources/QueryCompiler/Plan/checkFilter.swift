import SchemaMapping

/// What a filter must be before any of it is planned: no larger than the limits, and without variables that have no
/// value. As GraphQL has it, such a variable would take its condition along, and the result would grow.
func checkFilter(
    _ given: Given, for member: InputValueDefinition, at place: String, _ context: inout PlanContext
) throws(RequestErrors) {
    guard !given.isAbsent else { throw context.refusal(of: given, at: place, refusalOfAbsent) }
    // An element that GraphQL would make null, and that a list of fewer elements would leave out.
    if given.hasAbsentElement(context.variables) { throw context.refusal(of: given, at: place, refusalOfAbsent) }
    guard let object = context.schema.inputObject(member.type.name) else { return }
    for element in given.elements(context.variables) {
        for (name, value) in element.members(context.variables) ?? [] {
            guard let field = object.field(name) else { continue }
            if let reason = context.conditions.add(field) {
                throw context.refusal(of: given, at: place, reason, .limitExceeded)
            }
            try checkFilter(value, for: field, at: "\(place).\(name)", &context)
        }
    }
}
