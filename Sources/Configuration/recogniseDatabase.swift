import CatalogModel
import SQLText

/// The comment that the installer puts on the generated schema, by which `init` knows it again.
package let generatedSchemaComment = "The API that FraiseQL generates: one view per entity."

/// Why `init` writes nothing.
package struct InitRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
}

/// What `init` makes of a database before it is written down.
struct DatabaseSurvey {
    var exposedSchemas: [String]
    /// Schemas with tables that belong to tools, with the reason.
    var toolSchemas: [String]
    var apiSchema: String
    /// Tables of migration tools.
    var toolTables: [QualifiedName]
    var secretColumns: [(relation: QualifiedName, column: String)]
    var tenantColumn: (name: String, tables: Int)?
    /// A table to show an example with.
    var example: CatalogRelation?
}

func surveyDatabase(_ catalog: Catalog) throws(InitRefusal) -> DatabaseSurvey {
    let hasOwnSchema = catalog.relation(QualifiedName("fraiseql", "migration")) != nil
    if catalog.schemas.contains(where: { $0.name == "fraiseql" }) && !hasOwnSchema {
        throw InitRefusal(
            description: """
                this database has a schema "fraiseql" that FraiseQL did not make (it holds no table fraiseql.migration); \
                FraiseQL keeps its own tables under that name: rename or drop the schema first
                """)
    }
    let ours = Set(
        catalog.schemas.filter { $0.comment == generatedSchemaComment || $0.name == "fraiseql" }.map(\.name))
    let filled = Set(catalog.relations.map(\.name.schema)).subtracting(ours)
    let candidates = catalog.schemas.map(\.name).filter { filled.contains($0) }
    let toolSchemas = candidates.filter { knownToolSchemas.contains($0) }
    var exposed = candidates.filter { !knownToolSchemas.contains($0) }
    if let index = exposed.firstIndex(of: "public") { exposed.insert(exposed.remove(at: index), at: 0) }
    if exposed.isEmpty { exposed = Configuration().exposedSchemas }

    let relations = catalog.relations.filter { exposed.contains($0.name.schema) && $0.partitionOf == nil }
    let toolTables = relations.map(\.name).filter { knownToolTables.contains($0.name.lowercased()) }
    let exposedRelations = relations.filter { !toolTables.contains($0.name) }
    return DatabaseSurvey(
        exposedSchemas: exposed, toolSchemas: toolSchemas,
        apiSchema: freeSchemaName(catalog, ours: ours), toolTables: toolTables,
        secretColumns: exposedRelations.flatMap { relation in
            relation.columns.filter { isSecret($0.name) }.map { (relation.name, $0.name) }
        },
        tenantColumn: recogniseTenantColumn(exposedRelations),
        example: exposedRelations.first { $0.kind == .table && $0.primaryKey != nil } ?? exposedRelations.first)
}

/// `api`, unless a schema of that name is the team's.
private func freeSchemaName(_ catalog: Catalog, ours: Set<String>) -> String {
    let preferred = [Configuration().apiSchema, "graphql_api", "fraiseql_api"]
    let taken = Set(catalog.schemas.map(\.name)).subtracting(ours)
    if let installed = catalog.schemas.first(where: { $0.comment == generatedSchemaComment })?.name { return installed }
    if let free = preferred.first(where: { !taken.contains($0) }) { return free }
    var number = 2
    while taken.contains("graphql_api_\(number)") { number += 1 }
    return "graphql_api_\(number)"
}

/// The tenant column is one of the usual names on at least two tables and a third of all; the most frequent one wins.
func recogniseTenantColumn(_ relations: [CatalogRelation]) -> (name: String, tables: Int)? {
    let tables = relations.filter { $0.kind == .table || $0.kind == .partitionedTable }
    let counts = usualTenantColumns.map { name in (name: name, tables: tables.count { $0.column(name) != nil }) }
    guard let best = counts.max(by: { $0.tables < $1.tables }), best.tables >= 2, best.tables * 3 >= tables.count else {
        return nil
    }
    return counts.first { $0.tables == best.tables }
}

private let usualTenantColumns = [
    "tenant_id", "tenant", "organization_id", "organisation_id", "org_id", "workspace_id", "account_id", "company_id",
]

/// Bookkeeping of migration tools: Rails, Flyway, Liquibase, Django, Alembic, SQLx, Goose, Knex, Prisma, TypeORM,
/// Sequelize, Drizzle, Diesel, Refinery, node-pg-migrate, EF Core, Phinx, Doctrine, Ecto, dbmate, golang-migrate, Sqitch.
private let knownToolTables: Set<String> = [
    "schema_migrations", "ar_internal_metadata", "flyway_schema_history", "schema_version", "databasechangelog",
    "databasechangeloglock", "django_migrations", "alembic_version", "_sqlx_migrations", "goose_db_version",
    "knex_migrations", "knex_migrations_lock", "_prisma_migrations", "typeorm_metadata", "sequelizemeta",
    "__drizzle_migrations", "__diesel_schema_migrations", "refinery_schema_history", "pgmigrations",
    "__efmigrationshistory", "phinxlog", "doctrine_migration_versions", "migrations", "gorp_migrations",
]

/// Schemas that tools keep beside the team's own.
private let knownToolSchemas: Set<String> = [
    "cron", "drizzle", "graphile_migrate", "graphile_worker", "hdb_catalog", "partman", "pgboss", "pgmq", "repack",
    "sqitch", "tiger", "tiger_data", "topology", "_timescaledb_catalog", "_timescaledb_config", "_timescaledb_internal",
    "timescaledb_information",
]

private func isSecret(_ column: String) -> Bool {
    let name = column.lowercased()
    return secretColumns.contains(name) || secretColumns.contains { name.hasSuffix("_\($0)") }
}

private let secretColumns: Set<String> = [
    "password", "passwd", "password_hash", "passwordhash", "password_digest", "password_salt", "encrypted_password",
    "hashed_password", "pwd_hash", "secret", "secret_key", "private_key", "api_secret", "otp_secret", "totp_secret",
    "reset_password_token", "remember_token",
]
