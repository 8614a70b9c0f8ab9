import JSONText
import SchemaMapping
import SQLText

/// The right side of an operator on a column of `type`.
func planOperand(
    _ given: Given, _ operand: FilterOperator.Operand, _ type: FieldType, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Operand {
    let enumeration = context.enumeration(type)
    switch operand {
    case .scalar where !type.isArray:
        let bind = try planBind(given, enumeration, at: place, context)
        return Operand(source: .bind(bind), type: parameterType(type), isArray: false)
    case .scalar, .list:
        return Operand(
            source: try planListSource(given, enumeration, at: place, context), type: parameterType(type), isArray: true
        )
    case .text:
        let bind = try planBind(given, nil, at: place, context)
        return Operand(source: .bind(bind), type: textType, isArray: false)
    case .boolean:
        let bind = try planBind(given, nil, at: place, context)
        return Operand(source: .bind(bind), type: QualifiedName("pg_catalog", "bool"), isArray: false)
    }
}

/// The operand of `like`: text with its own wildcards escaped.
func planPattern(
    _ given: Given, prefix: Bool, suffix: Bool, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Operand {
    let bind: Bind
    switch given {
    case .variable(_, let path): bind = .variable(path, .pattern(prefix: prefix, suffix: suffix))
    default:
        guard let text = try literalText(given, nil, at: place, context) else {
            throw context.refusal("\(place) must be text")
        }
        bind = .literal(likePattern(text, prefix: prefix, suffix: suffix))
    }
    return Operand(source: .bind(bind), type: textType, isArray: false)
}

private let textType = QualifiedName("pg_catalog", "text")

/// varchar has no operators of its own: cast to it, a comparison would go through text all the same.
func parameterType(_ type: FieldType) -> QualifiedName {
    type.postgresType == QualifiedName("pg_catalog", "varchar") ? textType : type.postgresType
}

private func planListSource(
    _ given: Given, _ enumeration: Enumeration?, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Operand.Source {
    if case .variable(_, let path) = given {
        return .bind(.variable(path, enumeration.map(labels).map { .labels($0) } ?? .array))
    }
    let elements = given.elements(context.variables)
    var binds: [Bind] = []
    var texts: [String?] = []
    for (index, element) in elements.enumerated() {
        let bind = try planBind(element, enumeration, at: "\(place)[\(index)]", context)
        binds.append(bind)
        if case .literal(let text) = bind { texts.append(text) }
    }
    return texts.count == elements.count ? .bind(.literal(arrayText(texts))) : .list(binds)
}

private func planBind(
    _ given: Given, _ enumeration: Enumeration?, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Bind {
    if case .variable(_, let path) = given {
        return .variable(path, enumeration.map(labels).map { .label($0) } ?? .scalar)
    }
    return .literal(try literalText(given, enumeration, at: place, context))
}

private func literalText(
    _ given: Given, _ enumeration: Enumeration?, at place: String, _ context: PlanContext
) throws(RequestErrors) -> String? {
    guard case .literal(let value) = given else { return nil }
    switch value {
    case .null: return nil
    case .int(let text), .float(let text), .string(let text):
        guard !text.utf8.contains(0) else { throw context.refusal("\(place) holds U+0000, which no text can hold") }
        return text
    case .boolean(let value): return value ? "true" : "false"
    case .enumeration(let name): return enumeration?.values.first { $0.name == name }?.label ?? name
    case .list, .object, .variable: throw context.refusal("\(place) must be one value")
    }
}

private func labels(_ enumeration: Enumeration) -> [String: String] {
    var labels: [String: String] = [:]
    for value in enumeration.values where value.name != value.label { labels[value.name] = value.label }
    return labels
}
