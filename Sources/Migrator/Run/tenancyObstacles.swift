import CatalogModel
import Configuration
import InstallPlanner
import Postgres
import SQLText
import SchemaMapping

/// What the catalog alone does not tell and policies would run into, or break: all of it at once, each with what to do.
func tenancyObstacles(
    _ tenancy: Tenancy, _ terms: PolicyTerms, _ catalog: Catalog, _ connection: Connection,
    _ configuration: Configuration, _ state: InstalledState
) throws(MigrationError) -> [Finding] {
    var findings = try missingRoles(configuration, connection) + foreignOwners(tenancy, connection)
    if findings.isEmpty { findings += try nulls(tenancy, catalog, connection) }
    findings += try forgottenRoles(tenancy, terms, connection)
    findings += try membersOfPassingRoles(terms, tenancy, configuration, connection)
    findings += try reviewOtherPolicies(tenancy, terms, state, connection)
    return findings
}

private func missingRoles(
    _ configuration: Configuration, _ connection: Connection
) throws(MigrationError) -> [Finding] {
    let roles = configuration.tenancy.existingRoles
    let known = Set(try rows(connection, "known_roles", [texts(roles.map(\.name))]).compactMap { $0[0] })
    return roles.filter { !known.contains($0.name) }.map { role in
        Finding(
            .error, .existingRole, configuration.text(of: role.place),
            "[tenancy.existing_roles] names the role \(role.name), which does not exist")
    }
}

/// Policies are made with the rights of the table's owner.
private func foreignOwners(_ tenancy: Tenancy, _ connection: Connection) throws(MigrationError) -> [Finding] {
    try rows(connection, "tables_of_others", [relations(tenancy)]).map { row in
        Finding(
            .error, .tableOwner, row[0] ?? "",
            "policies need the rights of its owner \(row[1] ?? ""), of which \(row[2] ?? "") is no member",
            hint: showHidden("grant \(quoteIdentifier(row[1] ?? "")) to \(quoteIdentifier(row[2] ?? ""));"))
    }
}

private func nulls(
    _ tenancy: Tenancy, _ catalog: Catalog, _ connection: Connection
) throws(MigrationError) -> [Finding] {
    var findings: [Finding] = []
    for table in tenancy.tables where catalog.relation(table.relation)?.column(table.column)?.isNotNull == false {
        let column = quoteIdentifier(table.column)
        let count = try asking { () throws(PostgresError) in
            try connection.query(countOfRowsWithoutTenant(table)).single ?? "0"
        }
        let first = count == "0" ? "" : "give each a tenant, then "
        findings.append(
            Finding(
                .error, .tenantNull, "\(table.relation).\(column)",
                count == "0"
                    ? "the column may be null, and a row without a tenant is nobody's"
                    : "\(count) rows have no tenant: nobody would see them",
                hint: showHidden("\(first)alter table \(table.relation) alter column \(column) set not null;")))
    }
    return findings
}

/// Roles that may read or write a table today, and would see none of its rows.
private func forgottenRoles(
    _ tenancy: Tenancy, _ terms: PolicyTerms, _ connection: Connection
) throws(MigrationError) -> [Finding] {
    let known = [terms.apiRole] + terms.mappedRoles + terms.passingRoles
    return try rows(connection, "roles_of_tables", [relations(tenancy), texts(known)]).compactMap { row in
        // Those live with row security already.
        if tenancy.tables.contains(where: { $0.relation.description == row[0] && $0.hadRowSecurity }) { return nil }
        let table = row[0] ?? ""
        guard let role = row[1] else {
            return Finding(
                .error, .existingRole, table,
                "PUBLIC may \(row[2] ?? ""): policies are written for roles, and everybody else would see no row",
                hint: showHidden("revoke all on \(table) from public;") + " and grant it to those who need it")
        }
        return Finding(
            .error, .existingRole, table,
            "the role \(role) may \(row[2] ?? ""), and would see no row once policies are in force",
            hint:
                "[tenancy.existing_roles] \(quoteTOML(role)) = \"all\" lets it go on as it does, \"tenant\" shows it the "
                + "rows of the tenant that fraiseql.login_tenant gives its logins; or revoke its privileges")
    }
}

/// Whoever belongs to a role that sees everything sees everything.
private func membersOfPassingRoles(
    _ terms: PolicyTerms, _ tenancy: Tenancy, _ configuration: Configuration, _ connection: Connection
) throws(MigrationError) -> [Finding] {
    let bound = [terms.apiRole] + terms.mappedRoles + tenancy.trustedLogins
    return try rows(connection, "members_of_roles", [texts(bound), texts(terms.passingRoles)]).map { row in
        let place = configuration.tenancy.existingRoles.first { $0.name == row[1] }?.place ?? .start
        return Finding(
            .error, .existingRole, configuration.text(of: place),
            "\(row[0] ?? "") is a member of \(row[1] ?? ""), which sees every row: it would see them, too",
            hint: showHidden("revoke \(quoteIdentifier(row[1] ?? "")) from \(quoteIdentifier(row[0] ?? ""));"))
    }
}

private func reviewOtherPolicies(
    _ tenancy: Tenancy, _ terms: PolicyTerms, _ state: InstalledState, _ connection: Connection
) throws(MigrationError) -> [Finding] {
    try otherPolicies(tenancy, terms, state, connection).compactMap { row in
        let table = QualifiedName(row[0] ?? "", row[1] ?? "")
        let policy = row[2] ?? ""
        if policy.hasPrefix("fraiseql_") {
            return Finding(
                .error, .policyName, table.description, "it has a policy \(policy), which FraiseQL did not make",
                hint: showHidden("alter policy \(quoteIdentifier(policy)) on \(table) rename to ...;"))
        }
        if tenancy.table(table)?.hadRowSecurity == true { return nil }
        return Finding(
            .error, .dormantPolicy, table.description,
            "its policy \(policy) is not in force, since row security is off: it would be with those of FraiseQL",
            hint: "drop it, or switch row security on, which puts it in force for everybody")
    }
}
