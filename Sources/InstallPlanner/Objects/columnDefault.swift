import SQLText
import SchemaMapping

extension ObjectKind {
    /// Named after the column.
    package static let columnDefault = ObjectKind(
        name: "column default", renewal: .madeOnceMore, lockToMake: .accessExclusive, lockToDrop: .accessExclusive)
}

/// The tenant of the request, so that nobody has to send it; where the column has no default of its own.
func columnDefaultObject(_ table: TenantTable) -> InstallObject {
    let name = "\(table.relation).\(quoteIdentifier(table.column))"
    return InstallObject(
        ObjectIdentity(.columnDefault, name), relation: table.relation,
        dependsOn: [ObjectIdentity(.function, tenantFunctionCall)],
        create: renderText(
            "alter table \(table.relation) alter column \(identifier: table.column) set default fraiseql.tenant_id();"),
        drop: renderText(
            "call fraiseql.drop_default(\(literal: table.relation.description), \(literal: table.column));"))
}
