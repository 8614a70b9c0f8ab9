import SQLText

/// A key of `fraiseql.toml` as the reader, `fraiseql init` and docs/configuration.md know it.
package struct ConfigurationKey {
    enum Kind {
        case url(WritableKeyPath<Configuration, String?>)
        case text(WritableKeyPath<Configuration, String>)
        case optionalText(WritableKeyPath<Configuration, String?>)
        case hostAndPort(WritableKeyPath<Configuration, HostAndPort>)
        case schemas(WritableKeyPath<Configuration, [String]>)
        case role(WritableKeyPath<Configuration, String?>)
        case texts(WritableKeyPath<Configuration, [String]>)
        /// Tables by their full names; nil means all.
        case optionalTables(WritableKeyPath<Configuration, [QualifiedName]?>)
        case exclusions
        case origins(WritableKeyPath<Configuration, [String]>)
        case count(WritableKeyPath<Configuration, Int>, ClosedRange<Int>)
        case optionalCount(WritableKeyPath<Configuration, Int?>, ClosedRange<Int>)
        case duration(WritableKeyPath<Configuration, Duration>, ClosedRange<Duration>)
        case flag(WritableKeyPath<Configuration, Bool>)
    }

    package let section: String
    package let name: String
    let kind: Kind
    package let meaning: String

    init(_ section: String, _ name: String, _ kind: Kind, _ meaning: String) {
        self.section = section
        self.name = name
        self.kind = kind
        self.meaning = meaning
    }
}

/// Every key but those of `[auth]`, `[tables]` and `[functions]`, which have lists of their own. The defaults are those of `Configuration()`.
package var configurationKeys: [ConfigurationKey] {
    [
        ConfigurationKey(
            "database", "url", .url(\.databaseURL),
            "Where the database is, as a URL or a libpq connection string. `${NAME}` stands for an environment variable. "
                + "`--database-url` and `DATABASE_URL` stand above it."),
        ConfigurationKey(
            "api", "schemas", .schemas(\.exposedSchemas),
            "The schemas whose tables and views are exposed. In a clash of names the earlier schema keeps its name."),
        ConfigurationKey(
            "api", "schema", .text(\.apiSchema),
            "The schema that the generated objects live in. It is made by the first migration and must be ours alone."),
        ConfigurationKey(
            "api", "exclude", .exclusions,
            "What is not exposed: relations (`\"public.audit\"`), columns (`\"public.users.password_hash\"`), and functions of "
                + "a row, written as its columns (`\"public.users.full_name\"`)."),
        ConfigurationKey(
            "api", "role", .role(\.grantRole),
            "The role that is granted the generated views. Nothing is granted without it; the role must exist."),
        ConfigurationKey(
            "api", "default_page_size", .count(\.defaultPageSize, 1...10_000),
            "Rows of a list that asks for no `limit`; `max_page_size` where that is less and this key is not set. Part of the "
                + "installed API: the next migration changes it."),
        ConfigurationKey(
            "api", "max_page_size", .count(\.maximumPageSize, 1...100_000),
            "The most that a `limit` may ask, at every level. Part of the installed API."),
        ConfigurationKey(
            "api", "max_depth", .count(\.maximumDepth, 1...100),
            "The deepest nesting of a request's selections. Part of the installed API."),
        ConfigurationKey(
            "tenancy", "column", .optionalText(\.tenancy.column),
            "The column that tells the tenants apart: policies show each its own rows (docs/tenancy.md). Nothing of tenancy "
                + "exists without it."),
        ConfigurationKey(
            "tenancy", "trusted_logins", .texts(\.tenancy.trustedLogins),
            "The sidecar's logins, whose setting `fraiseql.tenant_id` is believed; others have the tenant that "
                + "`fraiseql.login_tenant` gives them, or none. Needed with `column`."),
        ConfigurationKey(
            "tenancy", "tables", .optionalTables(\.tenancy.adopted),
            "The tables that are adopted so far, such as `\"public.orders\"`; every exposed one where this is not set."),
        ConfigurationKey(
            "tenancy", "force", .flag(\.tenancy.isForced),
            "Whether the policies hold for the owners of the tables, too: their dumps, materialized views and backfills see "
                + "no rows then."),
        ConfigurationKey(
            "migrations", "directory", .text(\.migrationsDirectory),
            "Where `fraiseql db migrate` writes, relative to the file of the configuration."),
        ConfigurationKey(
            "migrations", "lock_timeout", .duration(\.lockTimeout, .milliseconds(10)...(.seconds(600))),
            "How long a step waits for a lock before it lets the queue behind it pass; written into the scripts. Requests wait "
                + "in that queue: from 600ms on some make way for others, after 1s they are answered with `OVERLOADED`, so "
                + "`fraiseql check` warns of more than 600ms."),
        ConfigurationKey(
            "migrations", "lock_attempts", .count(\.lockAttempts, 1...10_000),
            "How often `fraiseql` tries to get the locks of a step; psql tries once."),
        ConfigurationKey(
            "migrations", "event_trigger", .flag(\.noticesDDL),
            "Whether event triggers note who changes tables and types, for `fraiseql db status`. Needs a superuser who owns "
                + "schema `fraiseql`."),
        ConfigurationKey(
            "server", "listen", .hostAndPort(\.server.listen), "`HOST:PORT` to serve on. `--listen` stands above it."),
        ConfigurationKey(
            "server", "unix", .optionalText(\.server.unixPath),
            "The path of a unix socket to serve on as well. `--unix` stands above it."),
        ConfigurationKey(
            "server", "loops", .optionalCount(\.server.loops, 1...256),
            "Event loops, each with connections of its own."),
        ConfigurationKey(
            "server", "database_connections", .count(\.server.databaseConnections, 1...64),
            "Connections to PostgreSQL of each loop; from two on, one of them is for slow statements. The process opens "
                + "`loops` times as many, and one more for the model."),
        ConfigurationKey(
            "server", "client_connections", .count(\.server.clientConnections, 1...65_536),
            "Clients of each loop; further ones get 503."),
        ConfigurationKey(
            "server", "queue_length", .count(\.server.queueLength, 1...1_000_000),
            "Requests of each loop that wait for PostgreSQL; further ones get 503."),
        ConfigurationKey(
            "server", "max_body_size", .count(\.server.maximumBodySize, 1024...(64 << 20)),
            "Bytes of a request's body; more is refused with 413."),
        ConfigurationKey(
            "server", "max_batch", .count(\.server.maximumBatch, 0...100),
            "Operations that one request may hold, as a JSON array of requests; 0 takes no batches."),
        ConfigurationKey(
            "server", "compression", .flag(\.server.compresses),
            "Whether answers of 2 KiB and more are sent as gzip to clients that accept it. Off spares the processor where "
                + "clients are near, or a proxy compresses."),
        ConfigurationKey(
            "server", "introspection", .flag(\.server.introspection),
            "Whether `__schema` and `__type` are answered. `fraiseql schema` prints the schema to whoever may read the database."
        ),
        ConfigurationKey(
            "server", "suggestions", .flag(\.server.suggestions),
            "Whether an error about an unknown name says which known one it may mean."),
        ConfigurationKey(
            "server", "cors_origins", .origins(\.server.crossOrigins),
            "The origins whose pages may read answers in a browser, such as `\"https://app.example.com\"`; `\"*\"` stands for "
                + "every one."),
        ConfigurationKey(
            "server", "request_timeout", .duration(\.server.requestTimeout, .milliseconds(100)...(.seconds(600))),
            "For the headers of a request from its first byte on, and as long again for its body; slower clients get 408."
        ),
        ConfigurationKey(
            "server", "idle_timeout", .duration(\.server.idleTimeout, .milliseconds(100)...(.seconds(3600))),
            "Between two requests of a connection."),
        ConfigurationKey(
            "server", "statement_timeout", .duration(\.server.statementTimeout, .milliseconds(1)...(.seconds(3600))),
            "PostgreSQL's `statement_timeout` of every request."),
        ConfigurationKey(
            "server", "drain_timeout", .duration(\.server.drainTimeout, .milliseconds(1)...(.seconds(3600))),
            "How long SIGTERM waits for the requests that run."),
    ]
}

/// The keys of `[tables."schema.relation"]`, with their defaults and what they mean.
package let tableKeys: [(name: String, type: String, byDefault: String, meaning: String)] = [
    ("type", "text", "by the rules", "The GraphQL type: `\"Account\"`."),
    ("single", "text", "by the rules", "The root field of one row: `\"account\"`."),
    ("list", "text", "by the rules", "The root field of many rows: `\"accounts\"`."),
    ("embed", "list of texts", "none", "Relation fields that the `data` document of the view embeds."),
    (
        "key", "list of texts", "none",
        "The columns that tell the rows of a view, or of a table without a primary key, apart; nothing enforces them."
    ),
    (
        "tenancy", "text or section", "by [tenancy] column",
        "Whose the rows are: `{ column = \"id\" }` names another column than that of [tenancy], `\"shared\"` lets every "
            + "tenant read all of them."
    ),
    ("columns", "section", "none", "The fields of columns: `legacy_nm = \"name\"`."),
    (
        "relations", "section", "none",
        "The two fields of a foreign key of this table, by constraint: "
            + "`orders_buyer_id_fkey = { to_one = \"buyer\", to_many = \"purchases\" }`. "
            + "Of a junction table also `through`: the field of the rows that the key leads to, seen from the other side."
    ),
    (
        "references", "section", "none",
        "Relations that no foreign key says, of views and where it is missing, each under a name: "
            + "`customer = { columns = [\"customer_id\"], table = \"public.customers\", to = [\"id\"] }`, also with "
            + "`to_one` and `to_many`."
    ),
]

/// What later versions bring: named, so that nobody takes it for configured.
let keysNotBuilt: [String: [String]] = [
    "": ["audit", "cache", "observers", "roles", "subscriptions"],
    "tenancy": ["claim", "indexes", "type"],
]

extension ConfigurationKey {
    /// For the documentation: `integer, 1 to 100`.
    package var type: String {
        switch kind {
        case .url, .text, .optionalText, .role, .hostAndPort: "text"
        case .schemas, .exclusions, .origins, .texts, .optionalTables: "list of texts"
        case .count(_, let bounds), .optionalCount(_, let bounds):
            "integer, \(bounds.lowerBound) to \(bounds.upperBound)"
        case .flag: "true or false"
        case .duration(_, let bounds):
            "duration, \(formatDuration(bounds.lowerBound)) to \(formatDuration(bounds.upperBound))"
        }
    }

    /// For the documentation: the default as TOML writes it, or what stands for it.
    package var documentedDefault: String {
        if case .optionalCount = kind { return "one for two cores, at most \(ServerSettings.mostLoopsUnasked)" }
        if case .optionalTables = kind { return "all" }
        return defaultText.map { "`\($0)`" } ?? "none"
    }

    /// As TOML writes it; nil when there is none.
    package var defaultText: String? {
        let defaults = Configuration()
        switch kind {
        case .url(let path), .optionalText(let path), .role(let path): return defaults[keyPath: path].map(quoteTOML)
        case .text(let path): return quoteTOML(defaults[keyPath: path])
        case .hostAndPort(let path): return quoteTOML(defaults[keyPath: path].description)
        case .schemas(let path), .texts(let path):
            return "[\(defaults[keyPath: path].map(quoteTOML).joined(separator: ", "))]"
        case .exclusions, .origins: return "[]"
        case .optionalTables: return nil
        case .count(let path, _): return String(defaults[keyPath: path])
        case .optionalCount(let path, _): return defaults[keyPath: path].map { String($0) }
        case .flag(let path): return String(defaults[keyPath: path])
        case .duration(let path, _): return quoteTOML(formatDuration(defaults[keyPath: path]))
        }
    }
}
