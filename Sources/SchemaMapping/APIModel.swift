package import CatalogModel
package import SQLText

/// The contract between a database and its GraphQL API: what is exposed, under which names, from which view.
/// `mapSchema` makes it, the installer stores it, the sidecar boots from it.
package struct APIModel: Hashable, Sendable {
    /// Raised when a stored model can no longer be read as it was.
    package static let currentFormat = 2
    /// Those that this program reads. A format is new when an older program would read a model wrongly.
    package static let readableFormats = 1...currentFormat

    package var apiSchema: String
    package var limits: Limits
    /// In type name order.
    package var entities: [Entity]
    /// In name order.
    package var enumerations: [Enumeration]
    /// In order of their fields.
    package var functions: [FunctionField]
    /// nil where there are no tenants.
    package var tenancy: Tenancy?

    package init(
        apiSchema: String, limits: Limits, entities: [Entity], enumerations: [Enumeration],
        functions: [FunctionField] = [], tenancy: Tenancy? = nil
    ) {
        self.tenancy = tenancy
        self.apiSchema = apiSchema
        self.limits = limits
        self.entities = entities
        self.enumerations = enumerations
        self.functions = functions
    }

    /// Every function of the user's that the API calls.
    package var calledFunctions: [FunctionReference] {
        entities.flatMap(\.calledFunctions) + functions.map(\.function)
    }

    /// Looks through all of them; a request asks `GraphQLSchema.entity` instead.
    package func entity(_ typeName: String) -> Entity? {
        entities.first { $0.typeName == typeName }
    }
}

/// What the configuration allows a request.
package struct Limits: Hashable, Sendable {
    /// Rows of a list without `limit`.
    package var defaultPageSize: Int
    /// Rows of any list, at most.
    package var maximumPageSize: Int
    /// Fields inside each other, root fields counting as one; introspection has a bound of its own.
    package var maximumDepth: Int

    package init(defaultPageSize: Int, maximumPageSize: Int, maximumDepth: Int) {
        self.defaultPageSize = defaultPageSize
        self.maximumPageSize = maximumPageSize
        self.maximumDepth = maximumDepth
    }

    /// Rows of a list without `limit`: no larger than any page may be.
    package var pageSize: Int { min(defaultPageSize, maximumPageSize) }
}

/// A table or view as a GraphQL object type.
package struct Entity: Hashable, Sendable {
    /// `Order`.
    package var typeName: String
    package var description: String?
    /// The user's relation: `public.orders`.
    package var relation: QualifiedName
    package var kind: RelationKind
    /// The generated view that requests read: `api.v_order`. Its columns carry the names of the user's columns.
    package var view: QualifiedName
    /// The view's document column: `data`, or the next free name.
    package var documentColumn: String
    /// The root field of many rows: `orders`.
    package var listField: String
    /// Columns in column order, then those that functions compute, in name order.
    package var fields: [Field]
    /// What only a call gives: functions of a row that need arguments, or return rows. In order of their fields.
    package var functions: [FunctionField]
    /// The view's column that holds the row itself, for the functions that requests call; nil where there are none.
    package var rowColumn: String?
    /// To-one first, then to-many, each in name order.
    package var relations: [Relation]
    /// The primary key first, then the unique keys.
    package var keys: [LookupKey]
    /// Names of to-one or to-many relations that the view's document embeds.
    package var embeds: [String]

    package init(
        typeName: String, description: String? = nil, relation: QualifiedName, kind: RelationKind, view: QualifiedName,
        documentColumn: String = "data", listField: String, fields: [Field], functions: [FunctionField] = [],
        rowColumn: String? = nil, relations: [Relation] = [], keys: [LookupKey] = [], embeds: [String] = []
    ) {
        self.functions = functions
        self.rowColumn = rowColumn
        self.typeName = typeName
        self.description = description
        self.relation = relation
        self.kind = kind
        self.view = view
        self.documentColumn = documentColumn
        self.listField = listField
        self.fields = fields
        self.relations = relations
        self.keys = keys
        self.embeds = embeds
    }

    package var primaryKey: LookupKey? { keys.first { $0.isPrimary } }

    /// The key that orders a page behind the terms of the request: the primary key, else a unique key without nulls,
    /// else any. Each has an index that gives this order. Without a key pages have none: sorting by all columns reads the
    /// whole relation for each of them (docs/decisions/0007-pages-without-a-key.md).
    package var pageKey: LookupKey? { primaryKey ?? keys.first(where: isWithoutNulls) ?? keys.first }

    /// Whether `pageKey` tells any two rows apart.
    package var hasTotalOrder: Bool { pageKey.map { $0.isPrimary || isWithoutNulls($0) } ?? false }

    private func isWithoutNulls(_ key: LookupKey) -> Bool {
        key.columns.allSatisfy { field(column: $0)?.isNullable == false }
    }

    package func field(column: String) -> Field? {
        fields.first { $0.column == column }
    }

    /// The columns of the user's relation itself.
    package var storedFields: [Field] { fields.filter { $0.function == nil } }

    /// Every column of the view.
    package var viewColumns: Set<String> {
        Set(fields.map(\.column) + [documentColumn] + [rowColumn].compactMap(\.self))
    }

    /// The functions that the view calls, and those that requests do.
    package var calledFunctions: [FunctionReference] { fields.compactMap(\.function) + functions.map(\.function) }

    /// Those that requests call by their name.
    package var functionsCalledByName: [FunctionReference] {
        fields.filter { !$0.arguments.isEmpty }.compactMap(\.function) + functions.map(\.function)
    }
}

/// A column of the view as a GraphQL field.
package struct Field: Hashable, Sendable {
    package var name: String
    package var column: String
    package var type: FieldType
    package var isNullable: Bool
    package var description: String?
    /// What computes it from the row; nil for a column of the user's relation.
    package var function: FunctionReference?
    /// What such a function can be given besides the row. Without any of them it is the column.
    package var arguments: [FunctionArgument]

    package init(
        name: String, column: String, type: FieldType, isNullable: Bool, description: String? = nil,
        function: FunctionReference? = nil, arguments: [FunctionArgument] = []
    ) {
        self.arguments = arguments
        self.name = name
        self.column = column
        self.type = type
        self.isNullable = isNullable
        self.description = description
        self.function = function
    }
}

/// A function of the user's.
package struct FunctionReference: Hashable, Sendable {
    package var name: QualifiedName
    /// As `regprocedure` prints it with an empty search path: `public.full_name(public.users)`.
    package var signature: String

    package init(name: QualifiedName, signature: String) {
        self.name = name
        self.signature = signature
    }
}

/// The type of a field: the PostgreSQL type that decides, and the GraphQL name that follows from it by the type table.
package struct FieldType: Hashable, Sendable {
    /// `Int`, `BigInt`, `UUID`, or the name of an enumeration of the model.
    package var graphQLName: String
    /// The element's type for an array, the base type for a domain: `pg_catalog.int8`, `public.mood`.
    package var postgresType: QualifiedName
    package var isArray: Bool
    package var isEnumeration: Bool

    package init(graphQLName: String, postgresType: QualifiedName, isArray: Bool = false, isEnumeration: Bool = false) {
        self.graphQLName = graphQLName
        self.postgresType = postgresType
        self.isArray = isArray
        self.isEnumeration = isEnumeration
    }
}

/// The way from the rows of one entity to those of another: a foreign key seen from one of its ends, a reference of the
/// configuration, or both keys of a junction table.
package struct Relation: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case toOne = "to-one"
        case toMany = "to-many"
    }

    /// A column here and the column that it equals there.
    package struct ColumnPair: Hashable, Sendable {
        package var local: String
        package var remote: String

        package init(local: String, remote: String) {
            self.local = local
            self.remote = remote
        }
    }

    package var name: String
    package var kind: Kind
    /// The type name of the entity on the other side.
    package var target: String
    package var columns: [ColumnPair]
    /// False only for a to-one that nothing can hide.
    package var isNullable: Bool
    /// The constraint, on the table that holds the foreign key, or the name of the reference; across a junction both of
    /// its, with a comma between.
    package var constraint: String
    package var description: String?
    /// Of a relation across a junction table, how; then `columns` is empty.
    package var through: Junction?

    package init(
        name: String, kind: Kind, target: String, columns: [ColumnPair], isNullable: Bool = true, constraint: String,
        description: String? = nil, through: Junction? = nil
    ) {
        self.through = through
        self.name = name
        self.kind = kind
        self.target = target
        self.columns = columns
        self.isNullable = isNullable
        self.constraint = constraint
        self.description = description
    }
}

/// A table whose rows are pairs of other rows.
package struct Junction: Hashable, Sendable {
    /// The type name of its entity.
    package var entity: String
    /// From the entity that has the relation to the junction.
    package var outer: [Relation.ColumnPair]
    /// From the junction to the target.
    package var inner: [Relation.ColumnPair]

    package init(entity: String, outer: [Relation.ColumnPair], inner: [Relation.ColumnPair]) {
        self.entity = entity
        self.outer = outer
        self.inner = inner
    }
}

/// A root field that finds one row by a primary or unique key: `order(id:)`, `userByEmail(email:)`.
package struct LookupKey: Hashable, Sendable {
    package var rootField: String
    package var constraint: String
    package var isPrimary: Bool
    /// In key order; the arguments are named after the fields of these columns.
    package var columns: [String]

    package init(rootField: String, constraint: String, isPrimary: Bool, columns: [String]) {
        self.rootField = rootField
        self.constraint = constraint
        self.isPrimary = isPrimary
        self.columns = columns
    }
}

/// A PostgreSQL enum as a GraphQL enum. A label that is no GraphQL name (`PG-13`) has another name (`PG_13`).
package struct Enumeration: Hashable, Sendable {
    package struct Value: Hashable, Sendable {
        package var name: String
        package var label: String

        package init(name: String, label: String) {
            self.name = name
            self.label = label
        }
    }

    package var name: String
    package var postgresType: QualifiedName
    package var values: [Value]
    package var description: String?

    package init(name: String, postgresType: QualifiedName, values: [Value], description: String? = nil) {
        self.name = name
        self.postgresType = postgresType
        self.values = values
        self.description = description
    }
}
