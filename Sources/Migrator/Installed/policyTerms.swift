import CatalogModel
import Configuration
import InstallPlanner
private import JSONText
import Postgres
import SQLText
import SchemaMapping

/// What the policies of a model are written for; nil where it has no tenants.
/// - Throws: `mapping` with what stands in their way (`tenancyObstacles`), before anything changes.
func policyTerms(
    _ model: APIModel, _ catalog: Catalog, _ connection: Connection, _ configuration: Configuration,
    _ state: InstalledState
) throws(MigrationError) -> PolicyTerms? {
    guard let tenancy = model.tenancy, let apiRole = configuration.grantRole else { return nil }
    let settings = configuration.tenancy
    var terms = PolicyTerms(
        apiRole: apiRole, mappedRoles: settings.existingRoles.filter { $0.sees == .tenant }.map(\.name),
        passingRoles: settings.existingRoles.filter { $0.sees == .all }.map(\.name), isForced: settings.isForced)
    for table in tenancy.tables where isForcedByOthers(table, catalog, state) {
        terms.forcedBefore.insert(table.relation)
    }
    let obstacles = try tenancyObstacles(tenancy, terms, catalog, connection, configuration, state)
    if !obstacles.isEmpty { throw .mapping(obstacles) }
    for row in try otherPolicies(tenancy, terms, state, connection) where row[3] == "t" && row[4] == "t" {
        let commands = PolicyCommand(rawValue: row[5] ?? "").map { [$0] } ?? PolicyCommand.allCases
        terms.othersPermit[QualifiedName(row[0] ?? "", row[1] ?? ""), default: []].formUnion(commands)
    }
    return terms
}

private func isForcedByOthers(_ table: TenantTable, _ catalog: Catalog, _ state: InstalledState) -> Bool {
    guard catalog.relation(table.relation)?.forcesRowSecurity == true else { return false }
    let identity = ObjectIdentity(.rowSecurity, table.relation.description)
    let installed = state.objects.first { $0.identity == identity }
    return installed?.drop.contains(" no force row level security;") != true
}

/// The rows of `other_policies.sql`.
func otherPolicies(
    _ tenancy: Tenancy, _ terms: PolicyTerms, _ state: InstalledState, _ connection: Connection
) throws(MigrationError) -> [[String?]] {
    let own = state.objects.filter { $0.identity.kind == .policy }.map(\.identity.name)
    return try rows(
        connection, "other_policies", [relations(tenancy), texts([terms.apiRole] + terms.mappedRoles), texts(own)])
}

func relations(_ tenancy: Tenancy) -> String { texts(tenancy.tables.map(\.relation.description)) }

func texts(_ texts: [String]) -> String { JSON.array(texts.map { .string($0) }).text }
