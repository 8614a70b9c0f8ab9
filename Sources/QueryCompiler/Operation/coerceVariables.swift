package import JSONText
import SQLText
package import SchemaMapping

/// Coerces the request's variables to their types (GraphQL specification, section 6.1.2). Members of `values` that the
/// operation does not define are ignored, as the specification says. One error per variable at most.
package func coerceVariables(
    _ values: JSONObject, for operation: Operation, in schema: GraphQLSchema
) throws(RequestErrors) -> Variables {
    var variables = Variables()
    guard !operation.variables.isEmpty else { return variables }
    variables.values.reserveCapacity(operation.variables.count)
    var errors: [GraphQLError] = []
    let index = Index(values, uses: operation.variables.count)
    for definition in operation.variables {
        do throws(Refusal) {
            if let value = index[definition.name] {
                variables.values[definition.name] = try coerce(value, to: definition.type, in: schema)
            } else if let defaultValue = definition.defaultValue {
                let value = constantJSON(defaultValue)
                variables.values[definition.name] = try coerce(value, to: definition.type, in: schema)
            } else if case .nonNull = definition.type {
                throw Refusal("a value of type \(definition.type) is required")
            }
        } catch {
            errors.append(error.error(for: definition))
        }
    }
    guard errors.isEmpty else { throw RequestErrors(errors) }
    return variables
}

/// A literal without variables as JSON; enum values become strings.
package func constantJSON(_ value: InputValue) -> JSON {
    switch value {
    case .null, .variable: .null
    case .int(let text), .float(let text): .number(text)
    case .string(let text), .enumeration(let text): .string(text)
    case .boolean(let flag): .bool(flag)
    case .list(let elements): .array(elements.map(constantJSON))
    case .object(let members):
        .object(members.reduce(into: JSONObject()) { $0.append($1.name, constantJSON($1.value)) })
    }
}

/// Looks members up by key: few lookups scan, many use a table, so that a hostile request costs no product of both.
private struct Index {
    let values: JSONObject
    private var table: [ExactText: JSON]?

    init(_ values: JSONObject, uses: Int) {
        self.values = values
        if uses > 8, values.members.count > 8 {
            table = Dictionary(
                values.members.map { (ExactText($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
        }
    }

    subscript(key: String) -> JSON? {
        if let table { table[ExactText(key)] } else { values[key] }
    }
}

/// Why a value does not fit. The path grows while the error climbs, so that a good value pays nothing for it.
private struct Refusal: Error {
    var reason: String
    /// Innermost first: `.eq`, `.id`, `[0]`.
    var path: [String] = []

    init(_ reason: String) {
        self.reason = reason
    }

    func inside(_ element: String) -> Refusal {
        var refusal = self
        refusal.path.append(element)
        return refusal
    }

    func error(for variable: VariableDefinition) -> GraphQLError {
        let end = reason.hasSuffix(".") || reason.hasSuffix("?") ? "" : "."
        return GraphQLError(
            "$\(variable.name)\(path.reversed().joined()): \(reason)\(end)", .badUserInput,
            locations: [variable.location])
    }
}

/// `place` is the member that the value is given for. Recursion follows the value, whose depth the JSON parser bounds.
private func coerce(
    _ value: JSON, to type: GraphQLType, as place: InputValueDefinition? = nil, in schema: GraphQLSchema
) throws(Refusal) -> JSON {
    switch type {
    case .nonNull(let inner):
        if value == .null { throw Refusal("a value of type \(type) may not be null") }
        return try coerce(value, to: inner, as: place, in: schema)
    case _ where value == .null: return .null
    case .list(let element):
        guard case .array(let elements) = value else {
            return .array([try coerce(value, to: element, as: place, in: schema)])
        }
        var coerced: [JSON] = []
        coerced.reserveCapacity(elements.count)
        for (index, item) in elements.enumerated() {
            do throws(Refusal) { coerced.append(try coerce(item, to: element, as: place, in: schema)) } catch {
                throw error.inside("[\(index)]")
            }
        }
        return .array(coerced)
    case .named(let name):
        switch schema.type(name) {
        case .scalar(let scalar)?:
            do throws(ScalarRefusal) { return try coerceScalar(value, to: scalar) } catch {
                throw Refusal(error.reason)
            }
        case .enumeration(let definition)?: return try coerce(value, to: definition, in: schema)
        case .inputObject(let definition)?: return try coerce(value, to: definition, as: place, in: schema)
        case .object?, .interface?, nil: throw Refusal("\(name) is no type of input")
        }
    }
}

private func coerce(
    _ value: JSON, to enumeration: EnumDefinition, in schema: GraphQLSchema
) throws(Refusal) -> JSON {
    guard case .string(let name) = value else {
        throw Refusal("\(enumeration.name) takes the name of a value as a string, not \(abbreviated(value))")
    }
    guard enumeration.values.contains(where: { $0.name.hasSameBytes(as: name) }) else {
        let end = suggestion(for: name, among: enumeration.values.map(\.name), in: schema)
        throw Refusal("\(enumeration.name) has no value \(abbreviated(value))\(end)")
    }
    return value
}

private func coerce(
    _ value: JSON, to type: InputObjectDefinition, as place: InputValueDefinition?, in schema: GraphQLSchema
) throws(Refusal) -> JSON {
    guard case .object(let object) = value else {
        throw Refusal("\(type.name) takes an object, not \(abbreviated(value))")
    }
    if object.members.isEmpty, let reason = refusalOfEmpty(type, as: place) { throw Refusal(reason) }
    var coerced = JSONObject()
    coerced.members.reserveCapacity(object.members.count)
    for member in object.members {
        do throws(Refusal) {
            guard let definition = type.field(member.key) else {
                let end = suggestion(for: member.key, in: type, of: schema)
                throw Refusal("\(type.name) has no member \(abbreviated(.string(member.key)))\(end)")
            }
            if member.value == .null, let reason = refusalOfNull(definition) { throw Refusal(reason) }
            coerced.append(member.key, try coerce(member.value, to: definition.type, as: definition, in: schema))
        } catch {
            // A key that is no name is a client's text: it is shown in the reason, not in the path.
            throw type.field(member.key) == nil ? error : error.inside(".\(member.key)")
        }
    }
    for definition in type.fields where object[definition.name] == nil {
        if let literal = definition.defaultValue, let value = defaultJSON(literal) {
            coerced.append(definition.name, try coerce(value, to: definition.type, as: definition, in: schema))
        } else if definition.isRequired {
            throw Refusal("a value of type \(definition.type) is required").inside(".\(definition.name)")
        }
    }
    if type.isOneOf, coerced.members.count != 1 || coerced.members.first?.value == .null {
        throw Refusal("\(type.name) takes exactly one member, and not null")
    }
    return .object(coerced)
}

/// The default of the schema, written as SDL, as JSON.
private func defaultJSON(_ literal: String) -> JSON? {
    (try? parseConstant(literal)).map { constantJSON($0.inputValue) }
}
