package import SQLText

/// What an existing database looks like: one consistent picture, read by `CatalogReader`, without object ids, so that
/// two databases made from the same statements give equal values.
package struct Catalog: Hashable, Sendable {
    /// `server_version_num`: 150018 for 15.18.
    package var serverVersion: Int
    /// The schemas that were asked for and exist, in name order.
    package var schemas: [CatalogSchema]
    /// Tables, views and the like, in name order.
    package var relations: [CatalogRelation]
    /// Enums, domains, ranges, composites and base types outside pg_catalog that columns use, in name order.
    package var types: [CatalogType]

    package init(
        serverVersion: Int, schemas: [CatalogSchema], relations: [CatalogRelation], types: [CatalogType]
    ) {
        self.serverVersion = serverVersion
        self.schemas = schemas
        self.relations = relations
        self.types = types
    }

    package func relation(_ name: QualifiedName) -> CatalogRelation? {
        relations.first { $0.name == name }
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

/// `pg_class.relkind`, as far as it holds rows.
package enum RelationKind: String, Hashable, Sendable, CaseIterable {
    case table
    case partitionedTable = "partitioned table"
    case view
    case materializedView = "materialized view"
    case foreignTable = "foreign table"
}

package struct CatalogRelation: Hashable, Sendable {
    package var name: QualifiedName
    package var kind: RelationKind
    package var owner: String
    package var comment: String?
    /// The partitioned table that this is a partition of.
    package var partitionOf: QualifiedName?
    /// In `attnum` order, dropped columns left out.
    package var columns: [CatalogColumn]
    package var primaryKey: CatalogKey?
    /// Unique constraints, in constraint name order.
    package var uniqueKeys: [CatalogKey]
    /// In constraint name order.
    package var foreignKeys: [CatalogForeignKey]
    /// In index name order, those behind constraints included.
    package var indexes: [CatalogIndex]
    package var hasRowSecurity: Bool
    package var forcesRowSecurity: Bool

    package init(
        name: QualifiedName, kind: RelationKind, owner: String, comment: String? = nil,
        partitionOf: QualifiedName? = nil, columns: [CatalogColumn], primaryKey: CatalogKey? = nil,
        uniqueKeys: [CatalogKey] = [], foreignKeys: [CatalogForeignKey] = [], indexes: [CatalogIndex] = [],
        hasRowSecurity: Bool = false, forcesRowSecurity: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.owner = owner
        self.comment = comment
        self.partitionOf = partitionOf
        self.columns = columns
        self.primaryKey = primaryKey
        self.uniqueKeys = uniqueKeys
        self.foreignKeys = foreignKeys
        self.indexes = indexes
        self.hasRowSecurity = hasRowSecurity
        self.forcesRowSecurity = forcesRowSecurity
    }

    package func column(_ name: String) -> CatalogColumn? {
        columns.first { $0.name == name }
    }
}

package struct CatalogColumn: Hashable, Sendable {
    package enum Identity: String, Hashable, Sendable {
        case always
        case byDefault = "by default"
    }

    package var name: String
    package var type: TypeReference
    package var isNotNull: Bool
    /// As `pg_get_expr` prints it; for a generated column the generation expression.
    package var defaultExpression: String?
    package var identity: Identity?
    package var isGenerated: Bool
    package var comment: String?

    package init(
        name: String, type: TypeReference, isNotNull: Bool = false, defaultExpression: String? = nil,
        identity: Identity? = nil, isGenerated: Bool = false, comment: String? = nil
    ) {
        self.name = name
        self.type = type
        self.isNotNull = isNotNull
        self.defaultExpression = defaultExpression
        self.identity = identity
        self.isGenerated = isGenerated
        self.comment = comment
    }
}

/// The type of a column. For an array, `name` is the element's type.
package struct TypeReference: Hashable, Sendable {
    package var name: QualifiedName
    package var isArray: Bool
    /// As `format_type` prints it with an empty search path, modifier included: `numeric(5,2)`, `public.mood[]`.
    package var formatted: String

    package init(name: QualifiedName, isArray: Bool = false, formatted: String) {
        self.name = name
        self.isArray = isArray
        self.formatted = formatted
    }
}

/// A primary key or unique constraint. Columns in key order.
package struct CatalogKey: Hashable, Sendable {
    package var constraint: String
    package var columns: [String]

    package init(constraint: String, columns: [String]) {
        self.constraint = constraint
        self.columns = columns
    }
}

/// A foreign key: `columns[i]` refers to `targetColumns[i]` of `target`.
package struct CatalogForeignKey: Hashable, Sendable {
    package var constraint: String
    package var columns: [String]
    package var target: QualifiedName
    package var targetColumns: [String]
    package var comment: String?

    package init(
        constraint: String, columns: [String], target: QualifiedName, targetColumns: [String], comment: String? = nil
    ) {
        self.constraint = constraint
        self.columns = columns
        self.target = target
        self.targetColumns = targetColumns
        self.comment = comment
    }
}

package struct CatalogIndex: Hashable, Sendable {
    package var name: String
    package var method: String
    package var isUnique: Bool
    package var isValid: Bool
    /// Key columns in order; nil stands for an expression.
    package var columns: [String?]
    /// The predicate of a partial index.
    package var predicate: String?

    package init(
        name: String, method: String, isUnique: Bool, isValid: Bool = true, columns: [String?], predicate: String? = nil
    ) {
        self.name = name
        self.method = method
        self.isUnique = isUnique
        self.isValid = isValid
        self.columns = columns
        self.predicate = predicate
    }
}

/// A type outside pg_catalog that some column uses, directly or through a domain, array, range or composite.
package struct CatalogType: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case base
        /// Labels in sort order.
        case enumeration(labels: [String])
        /// The type below, and whether the domain itself forbids null.
        case domain(base: TypeReference, isNotNull: Bool)
        case range(subtype: TypeReference)
        case multirange(subtype: TypeReference)
        case composite(attributes: [Attribute])
    }

    package struct Attribute: Hashable, Sendable {
        package var name: String
        package var type: TypeReference

        package init(name: String, type: TypeReference) {
            self.name = name
            self.type = type
        }
    }

    package var name: QualifiedName
    package var kind: Kind
    package var comment: String?

    package init(name: QualifiedName, kind: Kind, comment: String? = nil) {
        self.name = name
        self.kind = kind
        self.comment = comment
    }
}
