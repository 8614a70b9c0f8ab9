package import SchemaMapping

/// A parsed request document: the executable part of the GraphQL language (specification, section 2.2), as values with
/// locations. Nothing is resolved yet.
package struct Document: Hashable, Sendable {
    package typealias Location = GraphQLError.Location

    package var operations: [Operation]
    package var fragments: [Fragment]

    package struct Name: Hashable, Sendable {
        package var text: String
        package var location: Location
    }

    package struct Operation: Hashable, Sendable {
        package var kind: QueryCompiler.Operation.Kind
        package var name: Name?
        package var variables: [Variable]
        package var directives: [Directive]
        package var selections: [Selection]
        package var location: Location
    }

    package struct Variable: Hashable, Sendable {
        /// Without the `$`.
        package var name: Name
        package var type: TypeReference
        package var defaultValue: Value?
        package var directives: [Directive]
        /// Of the `$`.
        package var location: Location
    }

    package indirect enum TypeReference: Hashable, Sendable {
        case named(Name)
        case list(TypeReference)
        case nonNull(TypeReference)

        package var name: Name {
            switch self {
            case .named(let name): name
            case .list(let type), .nonNull(let type): type.name
            }
        }
    }

    package struct Fragment: Hashable, Sendable {
        package var name: Name
        package var typeCondition: Name
        package var directives: [Directive]
        package var selections: [Selection]
        package var location: Location
    }

    package indirect enum Selection: Hashable, Sendable {
        case field(Field)
        case spread(Spread)
        case inline(InlineFragment)
    }

    package struct Field: Hashable, Sendable {
        package var alias: Name?
        package var name: Name
        package var arguments: [Argument]
        package var directives: [Directive]
        /// Nil where the field has no braces.
        package var selections: [Selection]?

        package var responseKey: String { alias?.text ?? name.text }
        /// Unique in the document.
        package var location: Location { alias?.location ?? name.location }
    }

    package struct Spread: Hashable, Sendable {
        package var name: Name
        package var directives: [Directive]
        /// Of the three dots.
        package var location: Location
    }

    package struct InlineFragment: Hashable, Sendable {
        package var typeCondition: Name?
        package var directives: [Directive]
        package var selections: [Selection]
        package var location: Location
    }

    package struct Directive: Hashable, Sendable {
        package var name: Name
        package var arguments: [Argument]
        /// Of the `@`.
        package var location: Location
    }

    package struct Argument: Hashable, Sendable {
        package var name: Name
        package var value: Value
    }

    package struct Value: Hashable, Sendable {
        package indirect enum Kind: Hashable, Sendable {
            case null
            /// As written.
            case int(String)
            case float(String)
            case string(String)
            case boolean(Bool)
            case enumeration(String)
            case list([Value])
            case object([Argument])
            case variable(String)
        }

        package var kind: Kind
        package var location: Location
    }
}

extension Document.TypeReference {
    package var type: GraphQLType {
        switch self {
        case .named(let name): .named(name.text)
        case .list(let element): .list(element.type)
        case .nonNull(let inner): .nonNull(inner.type)
        }
    }
}

extension Document.Value {
    /// The same literal without locations.
    package var inputValue: InputValue {
        switch kind {
        case .null: .null
        case .int(let text): .int(text)
        case .float(let text): .float(text)
        case .string(let text): .string(text)
        case .boolean(let flag): .boolean(flag)
        case .enumeration(let name): .enumeration(name)
        case .list(let elements): .list(elements.map(\.inputValue))
        case .object(let members):
            .object(members.map { InputValue.Member(name: $0.name.text, value: $0.value.inputValue) })
        case .variable(let name): .variable(name)
        }
    }
}
