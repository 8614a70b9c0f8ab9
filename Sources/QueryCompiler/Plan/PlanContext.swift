import JSONText
import SchemaMapping

/// What planning one request needs at hand.
struct PlanContext {
    let schema: GraphQLSchema
    let variables: Variables
    private let entities: [String: Entity]
    private let enumerations: [String: Enumeration]
    private var aliasCount = 0
    /// How many more to-one relations of the page being planned may be joined to it; the others are read row by row.
    var joinsLeft = 0
    /// The response keys down to the field being planned.
    var path: [GraphQLError.PathElement] = []
    var location: GraphQLError.Location?

    init(schema: GraphQLSchema, variables: Variables) {
        self.schema = schema
        self.variables = variables
        entities = Dictionary(schema.model.entities.map { ($0.typeName, $0) }, uniquingKeysWith: { first, _ in first })
        enumerations = Dictionary(
            schema.model.enumerations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func nextAlias() -> String {
        aliasCount += 1
        return "t\(aliasCount)"
    }

    func entity(_ typeName: String) throws(RequestErrors) -> Entity {
        guard let entity = entities[typeName] else {
            throw refusal("the model has no entity \(typeName)", .internalError)
        }
        return entity
    }

    func enumeration(_ type: FieldType) -> Enumeration? {
        type.isEnumeration ? enumerations[type.graphQLName] : nil
    }

    func refusal(_ message: String, _ code: ErrorCode = .badUserInput) -> RequestErrors {
        RequestErrors(GraphQLError("\(message).", code, locations: location.map { [$0] } ?? [], path: path))
    }
}
