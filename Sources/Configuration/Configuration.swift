package import SQLText

/// `fraiseql.toml` as typed values. Every entry has a default, so an empty file is a valid configuration.
package struct Configuration: Hashable, Sendable {
    /// The file, as messages name it.
    package var path: String = "fraiseql.toml"
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
    /// `[tables."schema.relation"]`: what the user calls a relation, its columns, and the fields of its foreign keys.
    package var relationNames: [QualifiedName: RelationNames] = [:]
    package var columnNames: [ColumnName: String] = [:]
    package var foreignKeyNames: [ForeignKeyName: ForeignKeyFieldNames] = [:]
    /// `[tables."schema.relation"] key`: the columns that tell the rows of a view, or of a table without a key, apart.
    package var declaredKeys: [QualifiedName: [ColumnName]] = [:]
    /// `[tables."schema.relation".references]`: relations that no foreign key says, in the order of the file.
    package var declaredReferences: [QualifiedName: [DeclaredReference]] = [:]
    /// `[functions."schema.name"]`, in the order of the file.
    package var functions: [FunctionSettings] = []
    /// `[tables."schema.relation"] embed`: relation fields that the view's `data` document embeds.
    package var embeds: [QualifiedName: [String]] = [:]
    /// `[tenancy]`, and the rules of the tables.
    package var tenancy = TenancySettings()
    /// `[migrations] directory`.
    package var migrationsDirectory: String = "migrations"
    /// `[migrations] lock_timeout`: how long a step waits for a lock before it steps back and lets the queue pass. Less than
    /// `requestPatience`, and than the second that the reads of the sidecar wait for a lock (`SessionSettings.lockTimeout`):
    /// a migration that waits fails none and slows few.
    package var lockTimeout: Duration = .milliseconds(500)
    /// Where the file says so; nil where it does not.
    package var lockTimeoutPlace: ConfigurationPlace?
    /// A request of the sidecar that has taken as long makes way for others (`ConnectionPool.Options.evictAfter`).
    package static let requestPatience: Duration = .milliseconds(600)
    /// `[migrations] lock_attempts`: how often a step tries to get its locks.
    package var lockAttempts: Int = 30
    /// `[migrations] event_trigger`: whether event triggers notice who changes the database. They need a superuser.
    package var noticesDDL: Bool = false
    /// `[server]`.
    package var server = ServerSettings()
    /// `[auth]`; nil where there is no such section, and nobody is told apart.
    package var authentication: AuthenticationSettings?
    /// Every object of the database that the file names, with its place: `checkMentions` compares them with a catalog.
    package var mentions: [ConfigurationMention] = []
    /// Where the names stand that the file chooses, and the declared keys.
    package var choices: [ConfigurationChoice: ConfigurationPlace] = [:]

    package init() {}

    /// Of the database, by `[api] role` and `[auth]`.
    package var mentionedRoles: [String] {
        mentions.compactMap { if case .role(let name) = $0.subject { name } else { nil } }
    }

    package func settings(of function: QualifiedName) -> FunctionSettings? { functions.first { $0.name == function } }

    /// `fraiseql.toml:3:7`.
    package func text(of place: ConfigurationPlace) -> String { "\(path):\(place.line):\(place.column)" }
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
    /// Of a key of a junction table: the field of the rows that it leads to, seen from the other side of the junction.
    package var through: String?

    package init(toOne: String? = nil, toMany: String? = nil, through: String? = nil) {
        self.toOne = toOne
        self.toMany = toMany
        self.through = through
    }
}

/// What a foreign key would say, had it been made: `columns[i]` refers to `targetColumns[i]`.
package struct DeclaredReference: Hashable, Sendable {
    package var name: String
    package var columns: [String]
    package var target: QualifiedName
    package var targetColumns: [String]
    package var place: ConfigurationPlace
}

/// `[server]`.
package struct ServerSettings: Hashable, Sendable {
    package var listen = HostAndPort(host: "127.0.0.1", port: 8080)
    /// The path of a unix socket to listen on as well.
    package var unixPath: String?
    /// Event loops; nil leaves them to `loops(onCores:)`.
    package var loops: Int?
    /// Connections to PostgreSQL of each loop; from two on, one of them is for slow statements.
    package var databaseConnections: Int = 4
    /// Clients of each loop; further ones get 503.
    package var clientConnections: Int = 1024
    /// Requests of each loop that wait for PostgreSQL; further ones get 503.
    package var queueLength: Int = 1000
    /// Bytes of a request's body; more is 413.
    package var maximumBodySize: Int = 1 << 20
    /// Operations that one request may hold as a JSON array; 0 refuses batches.
    package var maximumBatch: Int = 0
    /// Whether answers are compressed for clients that accept it.
    package var compresses: Bool = true
    /// Whether `__schema` and `__type` are answered, and errors name what is near an unknown name.
    package var introspection: Bool = true
    package var suggestions: Bool = true
    /// Pages of which other origins a browser lets read the answers.
    package var crossOrigins: [String] = []
    /// Bounds the headers of a request, and then its body; longer is 408.
    package var requestTimeout: Duration = .seconds(10)
    /// Between two requests of a connection.
    package var idleTimeout: Duration = .seconds(60)
    /// `statement_timeout` of every request.
    package var statementTimeout: Duration = .seconds(30)
    /// How long SIGTERM waits for the requests that run.
    package var drainTimeout: Duration = .seconds(30)

    package init() {}

    /// Few: a request costs PostgreSQL as much processor time as the loop or more, so on a machine that they share a loop
    /// for each core takes from PostgreSQL (measured: bench/README.md), and each loop has connections of its own.
    package func loops(onCores cores: Int) -> Int { loops ?? max(1, min(cores / 2, Self.mostLoopsUnasked)) }

    static let mostLoopsUnasked = 4
}

/// Something of `[tables]` or `[functions]` that the mapping may have to refuse.
package enum ConfigurationChoice: Hashable, Sendable {
    /// `type`, `single`, `list` or `key` of a relation.
    case relation(QualifiedName, String)
    case column(ColumnName)
    /// `to_one`, `to_many` or `through` of a foreign key or reference.
    case foreignKey(ForeignKeyName, String)
    /// `field` of a function, and an entry of its `arguments`.
    case function(QualifiedName)
    case argument(QualifiedName, String)
}

/// An object of the database that `fraiseql.toml` names.
package struct ConfigurationMention: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        case schema(String)
        case role(String)
        case relation(QualifiedName)
        case column(ColumnName)
        case foreignKey(ForeignKeyName)
        /// A reference's name, which no foreign key of the table may have.
        case reference(ForeignKeyName)
        case function(QualifiedName)
        /// A parameter of the functions of this name.
        case parameter(QualifiedName, String)
        /// A relation field, which only the mapping knows.
        case embed(QualifiedName, String)
    }

    package var subject: Subject
    package var place: ConfigurationPlace

    package init(_ subject: Subject, at place: ConfigurationPlace) {
        self.subject = subject
        self.place = place
    }
}
