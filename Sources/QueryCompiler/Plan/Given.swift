import JSONText

/// A value of the request at hand: a literal of the document, or a part of the variables together with its place.
enum Given {
    /// A variable without a value: as if nothing was written.
    case absent
    case literal(InputValue)
    case variable(JSON, VariablePath)

    init(_ value: InputValue, _ variables: Variables) {
        guard case .variable(let name) = value else {
            self = .literal(value)
            return
        }
        guard let json = variables.values[name] else {
            self = .absent
            return
        }
        self = .variable(json, VariablePath(variable: name))
    }

    var isAbsent: Bool { if case .absent = self { true } else { false } }

    var isNull: Bool {
        switch self {
        case .literal(.null), .variable(.null, _): true
        default: false
        }
    }

    /// `{}` as it was given, not an object whose members were all absent.
    var isWrittenEmpty: Bool {
        switch self {
        case .literal(.object(let members)): members.isEmpty
        case .variable(.object(let object), _): object.members.isEmpty
        default: false
        }
    }

    /// A list of the document in which a variable without a value stands.
    func hasAbsentElement(_ variables: Variables) -> Bool {
        guard case .literal(.list(let values)) = self else { return false }
        return values.contains { Given($0, variables).isAbsent }
    }

    /// An enum value's name. Variables carry it as a string.
    var name: String? {
        switch self {
        case .literal(.enumeration(let name)), .variable(.string(let name), _): name
        default: nil
        }
    }

    var boolean: Bool? {
        switch self {
        case .literal(.boolean(let value)), .variable(.bool(let value), _): value
        default: nil
        }
    }

    /// The members of an object in the order given, absent ones too; nil for anything else.
    func members(_ variables: Variables) -> [(name: String, value: Given)]? {
        switch self {
        case .literal(.object(let members)):
            members.map { ($0.name, Given($0.value, variables)) }
        case .variable(.object(let object), let path):
            object.members.map { ($0.key, .variable($0.value, path.appending(.member($0.key)))) }
        default: nil
        }
    }

    /// The elements of a list, absent ones left out. A single value stands for a list of itself (GraphQL
    /// specification, section 3.11).
    func elements(_ variables: Variables) -> [Given] {
        switch self {
        case .literal(.list(let values)): values.map { Given($0, variables) }.filter { !$0.isAbsent }
        case .variable(.array(let values), let path):
            values.enumerated().map { .variable($1, path.appending(.index($0))) }
        default: [self]
        }
    }
}

extension VariablePath {
    func appending(_ element: Element) -> VariablePath {
        VariablePath(variable: variable, elements: elements + [element])
    }
}
