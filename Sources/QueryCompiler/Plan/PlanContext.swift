import JSONText
import SchemaMapping

/// What planning one request needs at hand.
struct PlanContext {
    let schema: GraphQLSchema
    let variables: Variables
    private var aliasCount = 0
    /// How many more to-one relations of the page being planned may be joined to it; the others are read row by row.
    var joinsLeft = 0
    /// The response keys down to the field being planned.
    var path: [GraphQLError.PathElement] = []
    var location: GraphQLError.Location?
    /// The conditions and order terms planned so far, all root fields together.
    var conditions = ConditionCount()
    /// How many more bytes of introspection the request may have, all root fields together.
    var introspectionBytesLeft = maximumIntrospectionBytes
    /// Whether anything planned so far calls a function of the user's.
    var callsFunctions = false

    init(schema: GraphQLSchema, variables: Variables) {
        self.schema = schema
        self.variables = variables
    }

    mutating func nextAlias() -> String {
        aliasCount += 1
        return "t\(aliasCount)"
    }

    /// The column of a field, which is counted as a call where a function computes it.
    mutating func column(_ field: Field, _ alias: String) -> ColumnReference {
        note(field)
        return ColumnReference(alias: alias, column: field.column)
    }

    /// For what names the column elsewhere.
    mutating func note(_ field: Field) {
        if field.function != nil { callsFunctions = true }
    }

    func entity(_ typeName: String) throws(RequestErrors) -> Entity {
        guard let entity = schema.entity(typeName) else {
            throw refusal("the model has no entity \(typeName)", .internalError)
        }
        return entity
    }

    func enumeration(_ type: FieldType) -> Enumeration? {
        guard type.isEnumeration else { return nil }
        return if case .enumeration(let definition)? = schema.type(type.graphQLName) {
            definition.enumeration
        } else {
            nil
        }
    }

    /// The field being planned, for errors that only its values can cause.
    var place: FieldPlace { FieldPlace(location: location, path: path) }

    /// The place first, as coercion puts it: of a variable's value its path, else where the document has it.
    func refusal(
        of given: Given, at place: String, _ reason: String, _ code: ErrorCode = .badUserInput
    ) -> RequestErrors {
        let place = if case .variable(_, let path) = given { path.description } else { place }
        return RequestErrors(
            GraphQLError("\(place): \(reason)", code, locations: location.map { [$0] } ?? [], path: path))
    }

    func refusal(_ message: String, _ code: ErrorCode = .badUserInput) -> RequestErrors {
        RequestErrors(GraphQLError("\(message).", code, locations: location.map { [$0] } ?? [], path: path))
    }
}
