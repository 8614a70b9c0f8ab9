package import SQLText

/// What an existing database looks like: one consistent picture, read by `CatalogReader`, without object ids, so that
/// two databases made from the same statements give equal values.
package struct Catalog: Hashable, Sendable {
    /// `server_version_num`: 150018 for 15.18.
    package var serverVersion: Int
    /// The schemas that were asked for, in name order.
    package var schemas: [CatalogSchema]
    /// Tables, views and the like of these schemas, in name order. Temporary ones and those of extensions are left out.
    package var relations: [CatalogRelation]
    /// Enums, domains, ranges, composites and base types outside pg_catalog that columns and functions use, in name order.
    package var types: [CatalogType]
    /// In order of name and signature; those of extensions are left out.
    package var functions: [CatalogFunction]
    /// The names of all schemas, where one that was asked for is not there: for whoever says so. No part of the JSON.
    package var existingSchemas: [String] = []
    /// The names of all roles, where the one that was asked for is not there. No part of the JSON.
    package var existingRoles: [String] = []

    package init(
        serverVersion: Int, schemas: [CatalogSchema], relations: [CatalogRelation], types: [CatalogType],
        functions: [CatalogFunction] = []
    ) {
        self.serverVersion = serverVersion
        self.schemas = schemas
        self.relations = relations
        self.types = types
        self.functions = functions
    }

    package func relation(_ name: QualifiedName) -> CatalogRelation? {
        relations.first { $0.name == name }
    }

    package func function(signature: String) -> CatalogFunction? {
        functions.first { $0.signature == signature }
    }

    package func type(_ name: QualifiedName) -> CatalogType? {
        types.first { $0.name == name }
    }
}

package struct CatalogSchema: Hashable, Sendable {
    package var name: String
    package var owner: String
    package var comment: String?

    package init(name: String, owner: String, comment: String? = nil) {
        self.name = name
        self.owner = owner
        self.comment = comment
    }
}
