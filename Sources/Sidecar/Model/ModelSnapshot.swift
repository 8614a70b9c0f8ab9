package import SchemaMapping

/// The installed model as requests use it. Loops share it; a newer one replaces it, and requests under way finish on
/// the one that they began with.
package final class ModelSnapshot: Sendable {
    package let schema: GraphQLSchema
    /// Changes whenever the installed model is written.
    package let version: String

    package init(schema: GraphQLSchema, version: String) {
        self.schema = schema
        self.version = version
    }
}

/// Whether there is a model to answer from.
package enum ModelState: Sendable {
    /// Not looked yet.
    case unknown
    case ready(ModelSnapshot)
    /// The database answers, but no model that this program can serve is installed; for the log and for `/ready`.
    case absent(String)
    /// The database does not answer.
    case unreachable(String)
}
