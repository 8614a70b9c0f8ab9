import JSONText

/// The GraphQL type system of an API model (GraphQL specification, section 3): what SDL prints, introspection answers
/// and validation checks against. Every field and argument carries its meaning, so nobody looks a name up twice.
package final class GraphQLSchema: Sendable {
    package let directives: [DirectiveDefinition]
    package let queryType = "Query"
    package let disclosure: SchemaDisclosure
    /// Every type by name, the built-in and the introspection types included.
    private let types: [String: LazyType]
    private let entities: EntityIndex
    /// By interface, the objects that implement it, in name order.
    private let implementations: [String: [String]]

    /// What comes with the entities is made when it is asked for.
    /// - Parameter shared: the types that no entity brings.
    package init(
        model: APIModel, shared: [TypeDefinition], directives: [DirectiveDefinition],
        disclosure: SchemaDisclosure = SchemaDisclosure()
    ) {
        entities = EntityIndex(model)
        self.disclosure = disclosure
        self.directives = directives
        let own = model.entities.enumerated().flatMap { position, entity in
            EntityTypeKind.allCases.filter { $0.exists(for: entity) }.map { kind in
                LazyType(kind.name(entity.typeName), kind, ofEntity: position)
            }
        }
        // Naming keeps them apart; a model that was written by hand makes nothing stop here.
        types = Dictionary(
            (own + shared.map { LazyType($0) }).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var implementations: [String: [String]] = [:]
        func note(_ object: String, _ interfaces: [String]) {
            for interface in interfaces { implementations[interface, default: []].append(object) }
        }
        for entity in model.entities { note(entity.typeName, interfaces(of: entity)) }
        for case .object(let object) in shared { note(object.name, object.interfaces) }
        self.implementations = implementations.mapValues { $0.sorted() }
    }

    package var model: APIModel { entities.model }

    /// The entity behind an object type.
    package func entity(_ typeName: String) -> Entity? { entities[typeName] }

    package func type(_ name: String) -> TypeDefinition? { types[name]?.made(entities).definition }

    /// In name order.
    package var typeNames: [String] { types.keys.sorted() }

    /// What is known of a type without making it.
    package func kind(ofType name: String) -> TypeDefinition.Kind? { types[name]?.kind }

    /// Whether a selection may stand on it.
    package func isComposite(_ name: String) -> Bool {
        let kind = kind(ofType: name)
        return kind == .object || kind == .interface
    }

    /// A type for whoever goes through all of them: one that no request has asked for is not kept.
    package func passingType(_ name: String) -> TypeDefinition? { types[name]?.passing(entities) }

    package func object(_ name: String) -> ObjectDefinition? { types[name]?.made(entities).object }

    /// What a selection may stand on: an object or an interface.
    package func composite(_ name: String) -> ObjectDefinition? { types[name]?.made(entities).composite }

    /// The object types that a value of a composite type can have; of an object, itself.
    package func possibleTypes(of name: String) -> [String] {
        implementations[name] ?? (kind(ofType: name) == .object ? [name] : [])
    }

    package func inputObject(_ name: String) -> InputObjectDefinition? { types[name]?.made(entities).inputObject }
}

/// `[Order!]!` is `.nonNull(.list(.nonNull(.named("Order"))))`.
package indirect enum GraphQLType: Hashable, Sendable, CustomStringConvertible {
    case named(String)
    case list(GraphQLType)
    case nonNull(GraphQLType)

    /// As SDL writes it.
    package var description: String {
        switch self {
        case .named(let name): name
        case .list(let element): "[\(element)]"
        case .nonNull(let type): "\(type)!"
        }
    }

    /// The named type at the bottom.
    package var name: String {
        switch self {
        case .named(let name): name
        case .list(let type), .nonNull(let type): type.name
        }
    }
}

/// A named type. There are no unions.
package enum TypeDefinition: Sendable {
    case scalar(ScalarDefinition)
    case object(ObjectDefinition)
    case interface(ObjectDefinition)
    case enumeration(EnumDefinition)
    case inputObject(InputObjectDefinition)

    /// As introspection spells it.
    package enum Kind: String, Sendable {
        case scalar = "SCALAR"
        case object = "OBJECT"
        case interface = "INTERFACE"
        case enumeration = "ENUM"
        case inputObject = "INPUT_OBJECT"
    }

    package var kind: Kind {
        switch self {
        case .scalar: .scalar
        case .object: .object
        case .interface: .interface
        case .enumeration: .enumeration
        case .inputObject: .inputObject
        }
    }

    package var name: String {
        switch self {
        case .scalar(let definition): definition.name
        case .object(let definition), .interface(let definition): definition.name
        case .enumeration(let definition): definition.name
        case .inputObject(let definition): definition.name
        }
    }
}

/// A scalar type (GraphQL specification, section 3.5).
package struct ScalarDefinition: Hashable, Sendable {
    /// The values that a scalar takes, as far as they are judged before PostgreSQL sees them.
    package enum Input: String, Hashable, Sendable {
        /// A string. Whether it is a date or a UUID is PostgreSQL's answer.
        case text
        case boolean
        case int32
        /// An integer as a number or a string.
        case int64
        case double
        /// What PostgreSQL's numeric reads, as a number or a string.
        case decimal
        /// A string or an integer.
        case identifier
        case any

        /// For messages: `Int takes an integer of 32 bits`.
        package var description: String {
            switch self {
            case .text: "a string"
            case .boolean: "true or false"
            case .int32: "an integer of 32 bits"
            case .int64: "an integer of 64 bits, as a string or a number"
            case .double: "a number"
            case .decimal: "a decimal number, as a string or a number"
            case .identifier: "a string or an integer"
            case .any: "any value"
            }
        }
    }

    package var name: String
    package var description: String?
    /// The URL of its specification.
    package var specifiedBy: String?
    package var accepts: Input

    package init(name: String, description: String? = nil, specifiedBy: String? = nil, accepts: Input = .text) {
        self.name = name
        self.description = description
        self.specifiedBy = specifiedBy
        self.accepts = accepts
    }
}

/// An object or interface type: what a selection stands on (sections 3.6 and 3.7).
package final class ObjectDefinition: Sendable {
    package let name: String
    package let description: String?
    /// In the order that SDL prints; `__typename` and the other meta fields are not among them.
    package let fields: [FieldDefinition]
    /// The names of the interfaces that an object implements.
    package let interfaces: [String]
    private let positions: [String: Int]

    package init(name: String, description: String? = nil, interfaces: [String] = [], fields: [FieldDefinition]) {
        self.name = name
        self.description = description
        self.interfaces = interfaces
        self.fields = fields
        positions = positionsByName(fields.map(\.name))
    }

    package func field(_ name: String) -> FieldDefinition? {
        positions[name].map { fields[$0] }
    }
}

/// Where each name stands in a list; the first of two that are the same.
private func positionsByName(_ names: [String]) -> [String: Int] {
    Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
}

/// An enum type (section 3.9).
package struct EnumDefinition: Hashable, Sendable {
    package struct Value: Hashable, Sendable {
        package var name: String
        package var description: String?
        package var deprecationReason: String?

        package init(name: String, description: String? = nil, deprecationReason: String? = nil) {
            self.name = name
            self.description = description
            self.deprecationReason = deprecationReason
        }
    }

    package var name: String
    package var description: String?
    package var values: [Value]
    /// The model's enumeration behind it; nil for `OrderDirection` and the introspection enums.
    package var enumeration: Enumeration?

    package init(name: String, description: String? = nil, values: [Value], enumeration: Enumeration? = nil) {
        self.name = name
        self.description = description
        self.values = values
        self.enumeration = enumeration
    }
}

/// An input object type (section 3.10).
package final class InputObjectDefinition: Sendable {
    package let name: String
    package let description: String?
    /// In the order that SDL prints.
    package let fields: [InputValueDefinition]
    /// Those that must be given; few types have any.
    package let requiredFields: [InputValueDefinition]
    /// `@oneOf`: exactly one member, not null.
    package let isOneOf: Bool
    private let positions: [String: Int]

    package init(name: String, description: String? = nil, fields: [InputValueDefinition], isOneOf: Bool = false) {
        self.name = name
        self.description = description
        self.fields = fields
        requiredFields = fields.filter(\.isRequired)
        self.isOneOf = isOneOf
        positions = positionsByName(fields.map(\.name))
    }

    /// Takes a client's text.
    package func field(_ name: String) -> InputValueDefinition? {
        guard name.isASCII else { return nil }
        return positions[name].map { fields[$0] }
    }
}

/// A directive of the executable language (section 3.13).
package struct DirectiveDefinition: Sendable {
    package var name: String
    package var description: String?
    package var arguments: [InputValueDefinition]
    /// As introspection spells them: `FIELD`, `FRAGMENT_SPREAD`.
    package var locations: [String]

    package init(name: String, description: String? = nil, arguments: [InputValueDefinition], locations: [String]) {
        self.name = name
        self.description = description
        self.arguments = arguments
        self.locations = locations
    }
}

/// What clients are told of a schema beyond the answers to what they ask.
package struct SchemaDisclosure: Hashable, Sendable {
    /// Whether `__schema` and `__type` are answered.
    package var introspection = true
    /// Whether an error about an unknown name says which known one is near.
    package var suggestions = true

    package init() {}
}
