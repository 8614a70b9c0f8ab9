import JSONText
package import SchemaMapping

/// A validated operation with every name resolved and fragments expanded: all that the planner needs. It depends on
/// the document, the operation name and the schema only, so it is made once and cached.
package struct Operation: Sendable {
    package enum Kind: String, Hashable, Sendable {
        case query
        case mutation
        case subscription
    }

    package var kind: Kind
    package var name: String?
    /// In the order of the document.
    package var variables: [VariableDefinition]
    /// Selected fields in the order of the document; the same response key may stand several times, under different
    /// conditions, to be merged when the conditions are known.
    package var selections: [SelectedField]
    /// By name, the variables whose values decide the plan beyond what the types of their values say.
    package let decidingVariables: [String: Set<DecidingRole>]

    package init(kind: Kind, name: String?, variables: [VariableDefinition], selections: [SelectedField]) {
        self.kind = kind
        self.name = name
        self.variables = variables
        self.selections = selections
        var roles: [String: Set<DecidingRole>] = [:]
        if !variables.isEmpty { addRoles(of: selections, to: &roles) }
        decidingVariables = roles
    }
}

/// How the value of a variable decides the plan.
package enum DecidingRole: Int, Hashable, Sendable, Comparable {
    /// An argument of introspection, which is answered while planning.
    case introspection
    /// A global id: its type decides what is read.
    case nodeID
    /// A cursor: the condition depends on its ordering and on which of its values are null.
    case cursor

    package static func < (left: DecidingRole, right: DecidingRole) -> Bool { left.rawValue < right.rawValue }
}

private func decidingRole(of argument: String, in field: FieldDefinition) -> DecidingRole? {
    if field.meaning == .introspection { return .introspection }
    return switch field.arguments.first(where: { $0.name == argument })?.meaning {
    case .nodeID: .nodeID
    case .after, .before: .cursor
    default: nil
    }
}

/// Of the fields and all below them. Variables of conditions decide any plan and are no matter here.
private func addRoles(of selections: [SelectedField], to roles: inout [String: Set<DecidingRole>]) {
    for field in selections {
        for case (let name, .variable(let variable)) in field.arguments {
            if let role = decidingRole(of: name, in: field.definition) { roles[variable, default: []].insert(role) }
        }
        addRoles(of: field.selections, to: &roles)
    }
}

/// A variable of an operation (GraphQL specification, section 2.10).
package struct VariableDefinition: Hashable, Sendable {
    package var name: String
    package var type: GraphQLType
    package var defaultValue: InputValue?
    package var location: GraphQLError.Location

    package init(
        name: String, type: GraphQLType, defaultValue: InputValue?, location: GraphQLError.Location
    ) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.location = location
    }
}

/// A field of a selection, as the schema defines it.
package struct SelectedField: Sendable {
    package var responseKey: String
    /// The type that the field is selected on.
    package var parentType: String
    package var definition: FieldDefinition
    /// Given arguments by name. Literals are already checked against their types; defaults are not filled in.
    package var arguments: [(name: String, value: InputValue)]
    /// All must hold, or the field is left out. Literal conditions are already decided.
    package var conditions: [Condition]
    package var selections: [SelectedField]
    package var location: GraphQLError.Location

    package init(
        responseKey: String, parentType: String, definition: FieldDefinition,
        arguments: [(name: String, value: InputValue)] = [], conditions: [Condition] = [],
        selections: [SelectedField] = [], location: GraphQLError.Location
    ) {
        self.responseKey = responseKey
        self.parentType = parentType
        self.definition = definition
        self.arguments = arguments
        self.conditions = conditions
        self.selections = selections
        self.location = location
    }
}

/// `@include(if: $v)` is `(v, true)`, `@skip(if: $v)` is `(v, false)`.
package struct Condition: Hashable, Sendable {
    package var variable: String
    package var isIncludedWhen: Bool

    package init(variable: String, isIncludedWhen: Bool) {
        self.variable = variable
        self.isIncludedWhen = isIncludedWhen
    }
}

/// A literal of the document (GraphQL specification, section 2.9).
package indirect enum InputValue: Hashable, Sendable {
    case null
    /// As written.
    case int(String)
    case float(String)
    /// Block strings already trimmed.
    case string(String)
    case boolean(Bool)
    case enumeration(String)
    case list([InputValue])
    case object([Member])
    case variable(String)

    package static func == (one: InputValue, other: InputValue) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.boolean(let one), .boolean(let other)): one == other
        case (.list(let one), .list(let other)): one == other
        case (.object(let one), .object(let other)): one == other
        case (.string(let one), .string(let other)): one.hasSameBytes(as: other)
        // Of letters that the lexer takes.
        case (.int(let one), .int(let other)), (.float(let one), .float(let other)),
            (.enumeration(let one), .enumeration(let other)), (.variable(let one), .variable(let other)):
            one == other
        default: false
        }
    }

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: InputValue

        package init(name: String, value: InputValue) {
            self.name = name
            self.value = value
        }
    }
}
