import JSONText
import SchemaMapping
import SQLText

/// The right side of an operator on a column of `type`.
func planOperand(
    _ given: Given, _ operand: FilterOperator.Operand, _ type: FieldType, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Operand {
    func scalar(_ form: ValueForm, _ type: QualifiedName) throws(RequestErrors) -> Operand {
        Operand(source: .bind(try planBind(given, form, at: place, context)), type: type, isArray: false)
    }
    func list(_ form: ValueForm, _ type: QualifiedName) throws(RequestErrors) -> Operand {
        Operand(source: try planListSource(given, form, at: place, context), type: type, isArray: true)
    }
    let form = valueForm(of: type, context)
    switch operand {
    case .value: return try type.isArray ? list(form, parameterType(type)) : scalar(form, parameterType(type))
    case .list: return try list(form, parameterType(type))
    case .element:
        let bind = try planBind(given, form, at: place, context)
        return Operand(source: .list([bind]), type: type.postgresType, isArray: true)
    case .bound: return try scalar(.text, boundType(of: type).postgresType)
    case .text: return try scalar(.text, textType)
    case .texts: return try list(.text, textType)
    case .pattern(let name): return try scalar(.text, QualifiedName(type.postgresType.schema, name))
    case .patterns(let name): return try list(.text, QualifiedName(type.postgresType.schema, name))
    case .boolean, .filter, .input: throw context.refusal("\(place) is no value", .internalError)
    }
}

/// How a value of the request is written for PostgreSQL.
private enum ValueForm {
    case text
    /// The label of an enum value's name.
    case label(Enumeration)
    /// JSON text: a string keeps its quotes.
    case json
}

private func valueForm(of type: FieldType, _ context: PlanContext) -> ValueForm {
    if let enumeration = context.enumeration(type) { return .label(enumeration) }
    return typeMapping(of: type).operators == .json ? .json : .text
}

/// The operand of `like`: text with its own wildcards escaped.
func planPattern(
    _ given: Given, prefix: Bool, suffix: Bool, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Operand {
    let bind: Bind
    switch given {
    case .variable(_, let path): bind = .variable(path, .pattern(prefix: prefix, suffix: suffix))
    default:
        guard let text = try literalText(given, .text, at: place, context) else {
            throw context.refusal("\(place) must be text")
        }
        bind = .literal(likePattern(text, prefix: prefix, suffix: suffix))
    }
    return Operand(source: .bind(bind), type: textType, isArray: false)
}

/// The operand of a search.
func planSearchText(_ given: Given, at place: String, _ context: PlanContext) throws(RequestErrors) -> Operand {
    let bind: Bind
    switch given {
    case .variable(_, let path): bind = .variable(path, .search)
    default:
        guard let text = try literalText(given, .text, at: place, context) else {
            throw context.refusal("\(place) must be text")
        }
        if let reason = refusalOfSearch(text) { throw context.refusal("\(place) \(reason)", .limitExceeded) }
        bind = .literal(searchText(text))
    }
    return Operand(source: .bind(bind), type: textType, isArray: false)
}

private let textType = QualifiedName("pg_catalog", "text")

/// varchar has no operators of its own: cast to it, a comparison would go through text all the same. A cast to name
/// would cut long texts. Arrays keep their type: PostgreSQL compares those of one type only.
func parameterType(_ type: FieldType) -> QualifiedName {
    let isText = ["varchar", "name"].contains { type.postgresType == QualifiedName("pg_catalog", $0) }
    return isText && !type.isArray ? textType : type.postgresType
}

private func planListSource(
    _ given: Given, _ form: ValueForm, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Operand.Source {
    if case .variable(_, let path) = given {
        switch form {
        case .text: return .bind(.variable(path, .array))
        case .label(let enumeration): return .bind(.variable(path, .labels(labels(enumeration))))
        case .json: return .bind(.variable(path, .jsonArray))
        }
    }
    let elements = given.elements(context.variables)
    var binds: [Bind] = []
    var texts: [String?] = []
    for (index, element) in elements.enumerated() {
        let bind = try planBind(element, form, at: "\(place)[\(index)]", context)
        binds.append(bind)
        if case .literal(let text) = bind { texts.append(text) }
    }
    return texts.count == elements.count ? .bind(.literal(arrayText(texts))) : .list(binds)
}

private func planBind(
    _ given: Given, _ form: ValueForm, at place: String, _ context: PlanContext
) throws(RequestErrors) -> Bind {
    if case .variable(_, let path) = given {
        switch form {
        case .text: return .variable(path, .scalar)
        case .label(let enumeration): return .variable(path, .label(labels(enumeration)))
        case .json: return .variable(path, .json)
        }
    }
    return .literal(try literalText(given, form, at: place, context))
}

private func literalText(
    _ given: Given, _ form: ValueForm, at place: String, _ context: PlanContext
) throws(RequestErrors) -> String? {
    guard case .literal(let value) = given else { return nil }
    if case .null = value { return nil }
    if case .json = form { return constantJSON(value).text }
    switch value {
    case .null: return nil
    case .int(let text), .float(let text), .string(let text):
        guard !text.utf8.contains(0) else { throw context.refusal("\(place) holds U+0000, which no text can hold") }
        return text
    case .boolean(let value): return value ? "true" : "false"
    case .enumeration(let name):
        guard case .label(let enumeration) = form else { return name }
        return enumeration.values.first { $0.name == name }?.label ?? name
    case .list, .object, .variable: throw context.refusal("\(place) must be one value")
    }
}

private func labels(_ enumeration: Enumeration) -> [String: String] {
    var labels: [String: String] = [:]
    for value in enumeration.values where value.name != value.label { labels[value.name] = value.label }
    return labels
}
