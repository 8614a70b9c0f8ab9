import JSONText
import SchemaMapping

/// The global id of a row: base64url of the JSON text `["Order","7"]`, the name of its type and the texts of its primary
/// key. Statements make it (`printNodeID`), `node(nodeId:)` takes it.
struct NodeID {
    var typeName: String
    var key: [String]

    /// Nil for text that no statement has made.
    init?(_ text: String) {
        guard let parts = readOpaqueText(text), parts.count >= 2 else { return nil }
        var texts: [String] = []
        for part in parts {
            guard case .string(let text) = part, !text.utf8.contains(0) else { return nil }
            texts.append(text)
        }
        typeName = texts.removeFirst()
        key = texts
    }

    /// Whether rows of the entity have ids like this.
    func fits(_ entity: Entity) -> Bool { entity.primaryKey?.columns.count == key.count }
}
