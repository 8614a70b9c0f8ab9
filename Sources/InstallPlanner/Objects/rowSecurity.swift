import SQLText
import SchemaMapping

extension ObjectKind {
    /// Named after the table. What it was before is what the way back makes of it.
    package static let rowSecurity = ObjectKind(
        name: "row security", renewal: .madeOnceMore, lockToMake: .accessExclusive, lockToDrop: .accessExclusive)
}

func rowSecurityIdentity(_ table: TenantTable) -> ObjectIdentity {
    ObjectIdentity(.rowSecurity, table.relation.description)
}

/// From the moment on that it is in force, whoever has no policy sees no row: the policies are made in the same step.
func rowSecurityObject(_ table: TenantTable, _ terms: PolicyTerms) -> InstallObject {
    let name = table.relation
    let force: DDL = terms.isForced ? "\nalter table \(name) force row level security;" : ""
    var drops: [DDL] = []
    if terms.isForced && !terms.forcedBefore.contains(name) {
        drops.append("alter table if exists \(name) no force row level security;")
    }
    if !table.hadRowSecurity { drops.append("alter table if exists \(name) disable row level security;") }
    if drops.isEmpty { drops = ["-- Row security of \(name) was on before, and stays."] }
    return InstallObject(
        rowSecurityIdentity(table), relation: name,
        create: renderText("alter table \(name) enable row level security;\(force)"),
        drop: renderText(drops.joined(by: "\n")))
}
