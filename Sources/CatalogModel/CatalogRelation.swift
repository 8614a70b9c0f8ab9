package import SQLText

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
    /// The tables that this one inherits from, in order. Reading a parent shows its children's rows too, as PostgreSQL
    /// does, and no key of a parent holds across its children.
    package var inherits: [QualifiedName]
    /// In `attnum` order, dropped columns left out.
    package var columns: [CatalogColumn]
    package var primaryKey: CatalogKey?
    /// Unique constraints, in constraint name order.
    package var uniqueKeys: [CatalogKey]
    /// In constraint name order. A partition lists only those that its parent does not have.
    package var foreignKeys: [CatalogForeignKey]
    /// In index name order, those behind constraints included.
    package var indexes: [CatalogIndex]
    package var hasRowSecurity: Bool
    package var forcesRowSecurity: Bool
    /// Of a view: it reads with the rights of its caller.
    package var isSecurityInvoker: Bool

    package init(
        name: QualifiedName, kind: RelationKind, owner: String, comment: String? = nil,
        partitionOf: QualifiedName? = nil, inherits: [QualifiedName] = [], columns: [CatalogColumn],
        primaryKey: CatalogKey? = nil, uniqueKeys: [CatalogKey] = [], foreignKeys: [CatalogForeignKey] = [],
        indexes: [CatalogIndex] = [], hasRowSecurity: Bool = false, forcesRowSecurity: Bool = false,
        isSecurityInvoker: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.owner = owner
        self.comment = comment
        self.partitionOf = partitionOf
        self.inherits = inherits
        self.columns = columns
        self.primaryKey = primaryKey
        self.uniqueKeys = uniqueKeys
        self.foreignKeys = foreignKeys
        self.indexes = indexes
        self.hasRowSecurity = hasRowSecurity
        self.forcesRowSecurity = forcesRowSecurity
        self.isSecurityInvoker = isSecurityInvoker
    }

    package func column(_ name: String) -> CatalogColumn? {
        columns.first { $0.name == name }
    }

    /// Everything that tells rows apart: the primary key, then unique constraints, then unique indexes of plain columns
    /// over all rows, under their names; a set of columns once.
    package var keys: [CatalogKey] {
        var keys = [primaryKey].compactMap(\.self) + uniqueKeys
        for index in indexes where index.isUnique && index.isValid && index.predicate == nil {
            let columns = index.columns.compactMap(\.self)
            if columns.count == index.columns.count {
                keys.append(CatalogKey(constraint: index.name, columns: columns))
            }
        }
        var seen: Set<Set<String>> = []
        return keys.filter { !$0.columns.isEmpty && seen.insert(Set($0.columns)).inserted }
    }
}

package struct CatalogColumn: Hashable, Sendable {
    package enum Identity: String, Hashable, Sendable {
        case always
        case byDefault = "by default"
    }

    package var name: String
    package var type: TypeReference
    /// Of an array, as it was declared.
    package var dimensions: Int
    /// Whether every row surely has a value, by the column's own constraint: false for a `not valid` one and for views.
    package var isNotNull: Bool
    /// As `pg_get_expr` prints it; for a generated column the generation expression.
    package var defaultExpression: String?
    package var identity: Identity?
    package var isGenerated: Bool
    package var comment: String?

    package init(
        name: String, type: TypeReference, dimensions: Int = 1, isNotNull: Bool = false,
        defaultExpression: String? = nil, identity: Identity? = nil, isGenerated: Bool = false, comment: String? = nil
    ) {
        self.name = name
        self.type = type
        self.dimensions = dimensions
        self.isNotNull = isNotNull
        self.defaultExpression = defaultExpression
        self.identity = identity
        self.isGenerated = isGenerated
        self.comment = comment
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
    /// False when rows without a parent may exist: `not valid`, and `not enforced` of PostgreSQL 18.
    package var isEnforced: Bool
    package var comment: String?

    package init(
        constraint: String, columns: [String], target: QualifiedName, targetColumns: [String], isEnforced: Bool = true,
        comment: String? = nil
    ) {
        self.constraint = constraint
        self.columns = columns
        self.target = target
        self.targetColumns = targetColumns
        self.isEnforced = isEnforced
        self.comment = comment
    }
}

package struct CatalogIndex: Hashable, Sendable {
    package var name: String
    package var method: String
    package var isUnique: Bool
    package var isValid: Bool
    /// Key columns in order, those of `include` left out; nil stands for an expression.
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
