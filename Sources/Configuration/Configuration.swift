package import SQLText

/// `fraiseql.toml` as typed values. Every entry has a default, so an empty file is a valid configuration.
package struct Configuration: Hashable, Sendable {
    /// `[database] url`, with `${VAR}` expanded. The command line and `DATABASE_URL` stand above it.
    package var databaseURL: String?
    /// `[api] schemas`: whose tables and views are exposed, in order; the first one's names stay unprefixed in a clash.
    package var exposedSchemas: [String] = ["public"]
    /// `[api] schema`: where the generated objects live.
    package var apiSchema: String = "api"
    /// `[api] exclude`: relations (`legacy.rental`) and columns (`public.users.password_hash`) that are not exposed.
    package var excludedRelations: Set<QualifiedName> = []
    package var excludedColumns: Set<ColumnName> = []
    /// `[api] default_page_size`, `max_page_size`: rows of a list without `limit`, and the most a `limit` may ask.
    package var defaultPageSize: Int = 50
    package var maximumPageSize: Int = 500
    /// `[api] max_depth`: nesting of selections.
    package var maximumDepth: Int = 15
    /// `[api] role`: the role that is granted the generated views. Nothing is granted without it.
    package var grantRole: String?
    /// `[names]`: overrides by relation or column.
    package var relationNames: [QualifiedName: RelationNames] = [:]
    package var columnNames: [ColumnName: String] = [:]
    /// `[names.relations]`: the field made from a foreign key, by table and constraint name.
    package var foreignKeyNames: [ForeignKeyName: ForeignKeyFieldNames] = [:]
    /// `[tables."schema.relation"] embed`: relations that the view's `data` document embeds.
    package var embeds: [QualifiedName: [String]] = [:]
    /// `[tenancy] column`, when one was recognised. Policies come with the tenancy commands.
    package var tenantColumn: String?
    /// `[migrations] directory`.
    package var migrationsDirectory: String = "migrations"

    package init() {}
}

package struct ColumnName: Hashable, Sendable {
    package var relation: QualifiedName
    package var column: String

    package init(_ relation: QualifiedName, _ column: String) {
        self.relation = relation
        self.column = column
    }
}

package struct ForeignKeyName: Hashable, Sendable {
    package var relation: QualifiedName
    package var constraint: String

    package init(_ relation: QualifiedName, _ constraint: String) {
        self.relation = relation
        self.constraint = constraint
    }
}

/// What the user calls an entity; nil leaves a name to the rules.
package struct RelationNames: Hashable, Sendable {
    /// The GraphQL type: `User`.
    package var type: String?
    /// The field of one row: `user`.
    package var single: String?
    /// The field of many rows: `users`.
    package var list: String?

    package init(type: String? = nil, single: String? = nil, list: String? = nil) {
        self.type = type
        self.single = single
        self.list = list
    }
}

/// What the user calls the two fields of a foreign key; nil leaves a name to the rules.
package struct ForeignKeyFieldNames: Hashable, Sendable {
    package var toOne: String?
    package var toMany: String?

    package init(toOne: String? = nil, toMany: String? = nil) {
        self.toOne = toOne
        self.toMany = toMany
    }
}

/// Something wrong in `fraiseql.toml`, with its place (both from 1).
package struct ConfigurationError: Error, Hashable, Sendable {
    package var message: String
    package var line: Int
    package var column: Int

    package init(_ message: String, line: Int, column: Int) {
        self.message = message
        self.line = line
        self.column = column
    }
}
