import SchemaMapping
import SQLText

/// `{ eq: 1, lt: 5 }` on a value of `type`: every operator must hold.
func planOperators(
    _ given: Given, for member: InputValueDefinition, _ type: FieldType, _ subject: Subject, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> [Predicate] {
    let definition = try inputObject(member, context)
    let members = try requireMembers(given, for: member, of: definition, at: place, context)
    return try planOperators(members, of: definition, type, subject, at: place, context)
}

private func planOperators(
    _ members: [(name: String, value: Given)], of definition: InputObjectDefinition, _ type: FieldType,
    _ subject: Subject, at place: String, _ context: PlanContext
) throws(RequestErrors) -> [Predicate] {
    var conditions: [Predicate] = []
    for (name, value) in members {
        let place = "\(place).\(name)"
        guard let field = definition.field(name) else { throw context.refusal("\(place) is unknown") }
        guard let filter = field.meaning.filterOperator else { continue }
        try requireValue(value, for: field, at: place, context)
        conditions += try planOperator(filter, value, for: field, type, subject, at: place, context)
    }
    return conditions
}

private func planOperator(
    _ filter: FilterOperator, _ value: Given, for field: InputValueDefinition, _ type: FieldType, _ subject: Subject,
    at place: String, _ context: PlanContext
) throws(RequestErrors) -> [Predicate] {
    func operand() throws(RequestErrors) -> Operand {
        try planOperand(value, filter.operand, type, at: place, context)
    }
    func flag() throws(RequestErrors) -> Bool {
        guard let flag = value.boolean else { throw context.refusal("\(place) must be true or false") }
        return flag
    }
    switch filter.form {
    case .infix(let name): return [.infix(subject, operatorName(name, type), try operand())]
    case .any(let name): return [.infixAny(subject, operatorName(name, type), try operand())]
    case .all(let name): return [.infixAll(subject, operatorName(name, type), try operand())]
    case .isNull: return [.isNull(subject, try flag(), asOneValue: isComposite(type))]
    case .test(let test): return [try flag() ? .test(test, subject) : .not(.test(test, subject))]
    case .pattern(let isNegated, caseInsensitive: false, prefix: false, suffix: true) where type.hasPrefixOperator:
        // Unlike `like` it is leakproof, so an index serves it also where row security comes first.
        let name = OperatorName(schema: nil, name: "^@")
        let starts = Predicate.infix(subject, name, try operand())
        return [isNegated ? .not(starts) : starts]
    case .pattern(let isNegated, let isCaseInsensitive, let prefix, let suffix):
        let name = (isNegated ? "!~~" : "~~") + (isCaseInsensitive ? "*" : "")
        let operand = try planPattern(value, prefix: prefix, suffix: suffix, at: place, context)
        return [.infix(subject, operatorName(name, type), operand)]
    case .nested(let part):
        guard case .filter(let partType) = filter.operand else {
            throw context.refusal("\(place) is no filter", .internalError)
        }
        return try planOperators(value, for: field, partType, .part(part, of: subject), at: place, context)
    case .path: return try planPath(value, for: field, type, subject, at: place, context)
    case .search: return [try planSearch(value, for: field, type, subject, at: place, context)]
    }
}

/// `{ at: ["a", "0"], string: { eq: "x" } }`
private func planPath(
    _ given: Given, for member: InputValueDefinition, _ type: FieldType, _ subject: Subject, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> [Predicate] {
    let definition = try inputObject(member, context)
    let members = try requireMembers(given, for: member, of: definition, at: place, context)
    guard let steps = part(.pathSteps, of: members, definition) else {
        throw context.refusal(of: given, at: place, "A path needs its steps in \"at\".")
    }
    guard members.count > 1 else {
        let operators = definition.fields.filter { $0.meaning.filterOperator != nil }.map(\.name)
        throw context.refusal(
            of: given, at: place, "Nothing is said about the value at the path: \(operators.joined(separator: ", ")).")
    }
    let operand = try planOperand(steps, .texts, type, at: "\(place).at", context)
    return try planOperators(members, of: definition, type, .path(subject, operand), at: place, context)
}

/// `{ query: "cat -dog", language: english }`
private func planSearch(
    _ given: Given, for member: InputValueDefinition, _ type: FieldType, _ subject: Subject, at place: String,
    _ context: PlanContext
) throws(RequestErrors) -> Predicate {
    let definition = try inputObject(member, context)
    let members = try requireMembers(given, for: member, of: definition, at: place, context)
    guard let words = part(.searchWords, of: members, definition) else {
        throw context.refusal(of: given, at: place, "A search needs its words in \"query\".")
    }
    let language = part(.searchLanguage, of: members, definition)?.name
    return .search(subject, language: language, try planSearchText(words, at: "\(place).query", context))
}

/// The value of the member that is this part of an operand; nil where it is left out.
private func part(
    _ part: InputValueDefinition.OperandPart, of members: [(name: String, value: Given)],
    _ definition: InputObjectDefinition
) -> Given? {
    members.first { name, _ in
        if case .operandPart(part)? = definition.field(name)?.meaning { true } else { false }
    }?.value
}

func operatorName(_ name: String, _ type: FieldType) -> OperatorName {
    // Arrays and enums are compared by pg_catalog, wherever their type lives.
    let isBuiltIn = type.postgresType.schema == "pg_catalog" || type.isArray || type.isEnumeration
    return OperatorName(schema: isBuiltIn ? nil : type.postgresType.schema, name: name)
}

extension FieldType {
    /// `^@` is of text: of citext it would see upper and lower case, of bpchar no index.
    fileprivate var hasPrefixOperator: Bool {
        !isArray && !isEnumeration && postgresType.schema == "pg_catalog"
            && ["text", "varchar"].contains(postgresType.name)
    }
}
