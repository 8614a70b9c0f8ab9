package import SchemaMapping
import JSONText

/// What of the variables a plan may depend on: which are absent or null, the booleans that decide conditions, order
/// directions, the members of input objects and how many objects a list holds. Values of scalars and the length of
/// their lists are no part of it.
package struct Shape: Hashable, Sendable {
    package var bytes: [UInt8]
}

/// Two sets of variables of one operation with equal shapes have one statement. Throws `LIMIT_EXCEEDED` for variables
/// that no plan would take.
package func shape(
    of variables: Variables, for operation: Operation, in schema: GraphQLSchema
) throws(RequestErrors) -> Shape {
    var writer = ShapeWriter(schema: schema)
    for definition in operation.variables {
        let value = variables.values[definition.name]
        if let roles = operation.decidingVariables[definition.name] {
            for role in roles.sorted() { writer.write(value, as: role) }
        } else {
            do throws(LimitReached) { try writer.write(value, definition.type) } catch {
                let message = "$\(definition.name): \(error.reason)"
                throw RequestErrors(GraphQLError(message, .limitExceeded, locations: [definition.location]))
            }
        }
    }
    return Shape(bytes: writer.bytes)
}

private struct LimitReached: Error {
    var reason: String
}

private struct ShapeWriter {
    let schema: GraphQLSchema
    private var conditions = ConditionCount()
    var bytes: [UInt8] = []

    init(schema: GraphQLSchema) { self.schema = schema }

    mutating func write(_ value: JSON?, _ type: GraphQLType) throws(LimitReached) {
        guard let value, value != .null else { return write(mark: value == nil ? "-" : "0") }
        switch type {
        case .nonNull(let type): try write(value, type)
        case .list(let element): try write(list: value, element)
        case .named(let name): try write(value, named: name)
        }
    }

    private mutating func write(_ value: JSON, named name: String) throws(LimitReached) {
        switch schema.type(name) {
        case .inputObject(let definition): try write(object: value, definition)
        case .enumeration(let definition) where definition.enumeration == nil: write(whole: value)
        default:
            if case .bool = value { write(whole: value) } else { write(mark: "1") }
        }
    }

    private mutating func write(list value: JSON, _ element: GraphQLType) throws(LimitReached) {
        guard decidesPlan(element), case .array(let values) = value else {
            return decidesPlan(element) ? try write(value, element) : write(mark: "1")
        }
        if isOrder(element), let reason = ConditionCount.refusal(ofOrderTerms: values.count) {
            throw LimitReached(reason: reason)
        }
        write(mark: "[")
        for value in values { try write(value, element) }
        write(mark: "]")
    }

    private mutating func write(object value: JSON, _ definition: InputObjectDefinition) throws(LimitReached) {
        guard case .object(let object) = value else { return write(mark: "1") }
        write(mark: "{")
        for member in object.members {
            guard let field = definition.field(member.key) else { continue }
            if let reason = conditions.add(field) { throw LimitReached(reason: reason) }
            bytes += member.key.utf8
            write(mark: ":")
            if let filter = field.meaning.filterOperator, !filter.operandDecidesPlan {
                // Data, even where it is a boolean: the plan has a bind for it.
                write(mark: member.value == .null ? "0" : "1")
            } else {
                try write(member.value, field.type)
            }
        }
        write(mark: "}")
    }

    /// Whether elements of this type stand in the plan one by one.
    private func decidesPlan(_ type: GraphQLType) -> Bool {
        switch schema.type(type.name) {
        case .inputObject: true
        case .enumeration(let definition): definition.enumeration == nil
        default: false
        }
    }

    private func isOrder(_ type: GraphQLType) -> Bool {
        switch schema.inputObject(type.name)?.fields.first?.meaning {
        case .columnOrder, .searchOrder, .relationOrder, .relationAggregateOrder, .groupAggregateOrder: true
        default: false
        }
    }

    mutating func write(_ value: JSON?, as role: DecidingRole) {
        switch role {
        // `__type(name: $name)` is answered while planning, from the value.
        case .introspection: write(whole: value)
        case .nodeID: write(nodeID: value)
        case .cursor: write(cursor: value)
        }
    }

    private mutating func write(cursor value: JSON?) {
        guard let value, value != .null else { return write(mark: "0") }
        // What no statement made is refused, so it needs no shape of its own.
        guard case .string(let text) = value, let cursor = Cursor(text), isOrderingName(cursor.ordering),
            cursor.values.count <= RequestLimits.cursorValues
        else { return write(mark: "-") }
        // A mark in front, since a name may begin with the marks of what was before it.
        write(mark: "(")
        bytes += cursor.ordering.utf8
        write(mark: ":")
        for value in cursor.values { write(mark: value == nil ? "0" : "1") }
        write(mark: ";")
    }

    /// The type alone, so that ids of one type share a plan.
    private mutating func write(nodeID value: JSON?) {
        guard case .string(let text)? = value, let id = NodeID(text) else { return write(mark: "-") }
        // Types that do not exist share a plan too: a client invents any number of them.
        guard let entity = schema.entity(id.typeName), id.fits(entity) else { return write(mark: "?") }
        write(mark: "(")
        bytes += id.typeName.utf8
        write(mark: ";")
    }

    mutating func write(whole value: JSON?) {
        guard let value else { return write(mark: "-") }
        writeJSON(value, into: &bytes)
        write(mark: ";")
    }

    private mutating func write(mark: Unicode.Scalar) {
        bytes.append(UInt8(ascii: mark))
    }
}
