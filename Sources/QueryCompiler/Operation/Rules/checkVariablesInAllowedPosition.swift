import SchemaMapping

/// Section 5.8.5, and the variables of `@oneOf` objects (5.6.5 of the September 2025 edition).
@Sendable func checkVariablesInAllowedPosition(_ survey: Survey, _ findings: inout Findings) {
    for (operation, reached) in zip(survey.document.operations, survey.reach) {
        let variables = Dictionary(
            operation.variables.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
        for use in reached.flatMap({ survey.definitions[$0].variableUses }) {
            guard let variable = variables[use.name], let place = use.type,
                survey.schema.kind(ofType: variable.type.name.text) != nil
            else { continue }
            let type = variable.type.type
            if use.isOneOfMember, type == type.nullable {
                findings.report(
                    "The variable \"$\(use.name)\" of type \"\(type)\" must be non-null to be the one member.",
                    at: variable.location, use.location)
            } else if !isAllowed(variable, for: use, place) {
                findings.report(
                    "The variable \"$\(use.name)\" of type \"\(type)\" does not fit where \"\(place)\" is expected.",
                    at: variable.location, use.location)
            }
        }
    }
}

/// `IsVariableUsageAllowed`: a default makes a nullable variable fit a non-null place.
private func isAllowed(_ variable: Document.Variable, for use: Survey.VariableUse, _ place: GraphQLType) -> Bool {
    let type = variable.type.type
    guard place != place.nullable, type == type.nullable else { return fits(type, place) }
    let hasValue = variable.defaultValue.map { $0.kind != .null } ?? false
    return (hasValue || use.hasDefault) && fits(type, place.nullable)
}

private func fits(_ type: GraphQLType, _ place: GraphQLType) -> Bool {
    switch (type, place) {
    case (.nonNull(let type), .nonNull(let place)): fits(type, place)
    case (_, .nonNull): false
    case (.nonNull(let type), _): fits(type, place)
    case (.list(let type), .list(let place)): fits(type, place)
    case (.named(let type), .named(let place)): type == place
    default: false
    }
}
