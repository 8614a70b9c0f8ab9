package import SchemaMapping
package import SQLText

extension ObjectKind {
    /// Its name is `fraiseql_select on public.orders`. `unbind` leaves it where it is: a table without is a closed one.
    package static let policy = ObjectKind(
        name: "policy", keyword: "policy", lockToMake: .accessExclusive, lockToDrop: .accessExclusive,
        isReplacedByDropping: true)
}

/// What the policies of a database are written for.
package struct PolicyTerms: Hashable, Sendable {
    /// The API role.
    package var apiRole: String
    /// Roles that see the rows of the tenant of their login.
    package var mappedRoles: [String]
    /// Roles that go on seeing every row.
    package var passingRoles: [String]
    package var isForced: Bool
    /// Tables whose owners others have bound to the policies, too.
    package var forcedBefore: Set<QualifiedName>
    /// Commands for which a permissive policy of others lets one of the roles of ours see rows: ours restrict them.
    package var othersPermit: [QualifiedName: Set<PolicyCommand>]

    package init(
        apiRole: String, mappedRoles: [String] = [], passingRoles: [String] = [], isForced: Bool = false,
        forcedBefore: Set<QualifiedName> = [], othersPermit: [QualifiedName: Set<PolicyCommand>] = [:]
    ) {
        self.apiRole = apiRole
        self.mappedRoles = mappedRoles
        self.passingRoles = passingRoles
        self.isForced = isForced
        self.forcedBefore = forcedBefore
        self.othersPermit = othersPermit
    }
}

/// One for each command, with what may be read apart from what may be written, and one for each role that goes on as
/// before. Where row security was on before, everybody has the policies of others already.
func policyObjects(_ table: TenantTable, _ terms: PolicyTerms) -> [InstallObject] {
    let tenants = PolicyCommand.allCases.map { tenantPolicy($0, table, terms) }
    if table.hadRowSecurity { return tenants }
    return tenants + terms.passingRoles.map { passingPolicy($0, table) }
}

private func tenantPolicy(_ command: PolicyCommand, _ table: TenantTable, _ terms: PolicyTerms) -> InstallObject {
    // A scalar subselect: PostgreSQL asks for the tenant once a query.
    let isOwn: DDL = "\(identifier: table.column) = (select fraiseql.tenant_id())"
    var conditions: [DDL] = []
    if command != .insert { conditions.append("using (\(isOwn))") }
    if command == .insert || command == .update { conditions.append("with check (\(isOwn))") }
    let roles = ([terms.apiRole] + terms.mappedRoles).map { role -> DDL in "\(identifier: role)" }
    let isRestrictive = terms.othersPermit[table.relation]?.contains(command) == true
    return policyObject(
        "fraiseql_\(command.rawValue)", table, isRestrictive: isRestrictive, for: command.rawValue,
        to: roles.joined(by: ", "), conditions, comment: "FraiseQL: each tenant has its own rows.",
        dependsOn: [ObjectIdentity(.function, tenantFunctionCall)])
}

private func passingPolicy(_ role: String, _ table: TenantTable) -> InstallObject {
    policyObject(
        "fraiseql_existing_\(role)", table, isRestrictive: false, for: "all", to: "\(identifier: role)",
        ["using (true)", "with check (true)"], comment: "FraiseQL: a role that was there before, and goes on as it did."
    )
}

private func policyObject(
    _ policy: String, _ table: TenantTable, isRestrictive: Bool, for command: String, to roles: DDL,
    _ conditions: [DDL], comment: String, dependsOn: [ObjectIdentity] = []
) -> InstallObject {
    let name: DDL = "\(identifier: cut(policy)) on \(table.relation)"
    // Safe: words of this file.
    let create: DDL = """
        create policy \(name)
        as \(unsafe: isRestrictive ? "restrictive" : "permissive")
        for \(unsafe: command)
        to \(roles)
        \(conditions.joined(by: "\n"));
        comment on policy \(name) is \(literal: comment);
        """
    return InstallObject(
        ObjectIdentity(.policy, renderText(name)), relation: table.relation,
        dependsOn: [rowSecurityIdentity(table)] + dependsOn,
        create: renderText(create))
}

/// PostgreSQL cuts names after 63 bytes, and would not know them by more: the end of a long one tells it from others.
private func cut(_ name: String) -> String {
    if name.utf8.count <= 63 { return name }
    var start = name
    while start.utf8.count > 63 - 17 { start.removeLast() }
    return "\(start)_\(hexadecimal(stableHash(name)))"
}

/// Rows that would be nobody's.
package func countOfRowsWithoutTenant(_ table: TenantTable) -> String {
    renderText("select count(*) from \(table.relation) where \(identifier: table.column) is null")
}
