/// The entities of a model by type name.
final class EntityIndex: Sendable {
    let model: APIModel
    private let entities: [String: Entity]

    init(_ model: APIModel) {
        self.model = model
        entities = Dictionary(model.entities.map { ($0.typeName, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(typeName: String) -> Entity? { entities[typeName] }
}
