package import SQLText

/// A function of the user's as a field that a call answers: of Query, or of the rows that it takes first.
package struct FunctionField: Hashable, Sendable {
    package enum Result: Hashable, Sendable {
        /// One value, which may be null.
        case value(FieldType)
        /// A row of the entity with this type name, or null.
        case row(entity: String)
        /// Rows of it.
        case rows(entity: String)

        package var entity: String? {
            switch self {
            case .value: nil
            case .row(let entity), .rows(let entity): entity
            }
        }
    }

    package var field: String
    package var description: String?
    package var function: FunctionReference
    /// In the order of the parameters; of a function of a row, those behind the row.
    package var arguments: [FunctionArgument]
    package var result: Result

    package init(
        field: String, description: String? = nil, function: FunctionReference, arguments: [FunctionArgument],
        result: Result
    ) {
        self.field = field
        self.description = description
        self.function = function
        self.arguments = arguments
        self.result = result
    }

    /// The types of its values.
    var types: [FieldType] {
        var types = arguments.map(\.type)
        if case .value(let type) = result { types.append(type) }
        return types
    }
}

/// A parameter as an argument of a field.
package struct FunctionArgument: Hashable, Sendable {
    package var name: String
    /// What the database calls it: a call names its parameters, so that one that is left out has its default.
    package var parameter: String
    package var type: FieldType
    /// The parameter's own type, to which a value is cast; the element's for an array.
    package var parameterType: QualifiedName
    package var parameterIsArray: Bool
    /// Whether the parameter has no default.
    package var isRequired: Bool

    package init(
        name: String, parameter: String, type: FieldType, parameterType: QualifiedName, parameterIsArray: Bool,
        isRequired: Bool
    ) {
        self.name = name
        self.parameter = parameter
        self.type = type
        self.parameterType = parameterType
        self.parameterIsArray = parameterIsArray
        self.isRequired = isRequired
    }
}
