import CatalogModel
import Configuration
import SQLText

/// Which tables belong to tenants, and by which column. A table that nobody has decided about is an error: it would be
/// everybody's to read.
func mapTenancy(
    _ exposed: [ExposedRelation], _ configuration: Configuration, _ installed: InstalledNames,
    _ findings: inout [Finding]
) -> Tenancy? {
    guard let usual = configuration.tenancy.column else { return nil }
    var tables: [TenantTable] = []
    var types: [(type: String, relation: QualifiedName)] = []
    for relation in exposed.sorted(by: { $0.name < $1.name }) {
        let rule = configuration.tenancy.rules[relation.name]
        if rule == .shared { continue }
        guard relation.relation.kind == .table || relation.relation.kind == .partitionedTable else {
            findings += reviewRowsOfOthers(relation, configuration)
            continue
        }
        guard configuration.tenancy.adopts(relation.name) else {
            findings.append(notAdopted(relation))
            continue
        }
        var name = usual
        if case .column(let own) = rule { name = own }
        guard let column = relation.relation.column(name) else {
            findings.append(missing(name, relation, configuration))
            continue
        }
        guard let type = tenantType(column.type) else {
            findings.append(unfit(column, relation, configuration))
            continue
        }
        types.append((type, relation.name))
        let ownDefault = column.defaultExpression.map { $0 != tenantFunctionCall } ?? false
        tables.append(
            TenantTable(
                relation: relation.name, column: name, hasDefault: ownDefault || column.isGenerated,
                hadRowSecurity: installed.hadRowSecurity(relation.relation)))
        if ownDefault { findings.append(otherDefault(column, relation)) }
    }
    guard let first = types.first else { return nil }
    for other in types where other.type != first.type {
        findings.append(
            Finding(
                .error, .tenantType, other.relation.description,
                "its tenant column is \(other.type), that of \(first.relation) is \(first.type): one function tells the "
                    + "tenant to all of them, so all have one type",
                hint: "change the type of one of them, or leave tables out in [tenancy] tables"))
    }
    findings += reviewTenantKeys(exposed, tables)
    return Tenancy(type: first.type, trustedLogins: configuration.tenancy.trustedLogins, tables: tables)
}

/// What tells the tenant of a request, as the server prints a call of it.
package let tenantFunctionCall = "fraiseql.tenant_id()"

/// The type as a function's result is written; nil for those that no tenant can have.
private func tenantType(_ type: TypeReference) -> String? {
    guard !type.isArray, type.name.schema == "pg_catalog" else { return nil }
    switch type.name.name {
    case "uuid", "text": return type.name.name
    case "varchar": return "text"
    case "int2": return "smallint"
    case "int4": return "integer"
    case "int8": return "bigint"
    default: return nil
    }
}

private func missing(
    _ column: String, _ relation: ExposedRelation, _ configuration: Configuration
) -> Finding {
    let place = configuration.tenancy.columnPlace.map { " (\(configuration.text(of: $0)))" } ?? ""
    let table = "[tables.\(quoteTOML(joinObjectName([relation.name.schema, relation.name.name])))]"
    return Finding(
        .error, .tenantMissing, relation.name.description,
        "the table has no column \(quoteIdentifier(column)) of [tenancy]\(place), and nothing says whose its rows are: every "
            + "tenant would read them",
        hint:
            "\(table) tenancy = { column = \"...\" } names another column, tenancy = \"shared\" lets every tenant read all "
            + "rows; [api] exclude leaves the table out, [tenancy] tables names those that are adopted so far")
}

private func unfit(_ column: CatalogColumn, _ relation: ExposedRelation, _ configuration: Configuration) -> Finding {
    Finding(
        .error, .tenantType, "\(relation.name).\(quoteIdentifier(column.name))",
        "a tenant column is uuid, text, varchar, smallint, integer or bigint, not \(column.type.formatted)",
        hint: "[tables.\(quoteTOML(joinObjectName([relation.name.schema, relation.name.name])))] "
            + "tenancy = { column = \"...\" } names another")
}

private func otherDefault(_ column: CatalogColumn, _ relation: ExposedRelation) -> Finding {
    Finding(
        .notice, .tenantDefault, "\(relation.name).\(quoteIdentifier(column.name))",
        "it has a default of its own, which stays: an insert that does not name the tenant has that one, and is refused "
            + "where it is another")
}

private func notAdopted(_ relation: ExposedRelation) -> Finding {
    Finding(
        .warning, .tableNotAdopted, relation.name.description,
        "it is not among [tenancy] tables: every tenant reads all of its rows",
        hint: "add it, or exclude it in [api] until it is adopted")
}

/// What shows rows with the rights of its owner, whatever the policies of the tables below it.
private func reviewRowsOfOthers(_ relation: ExposedRelation, _ configuration: Configuration) -> [Finding] {
    let shared =
        "[tables.\(quoteTOML(joinObjectName([relation.name.schema, relation.name.name])))] tenancy = \"shared\" says that "
        + "every tenant may read all of it; [api] exclude leaves it out"
    func finding(_ message: String, hint: String) -> [Finding] {
        [Finding(.error, .rowsOfTheOwner, relation.name.description, message, hint: hint)]
    }
    switch relation.relation.kind {
    case .materializedView:
        return finding("a materialized view holds the rows of every tenant, and no policy applies to it", hint: shared)
    case .foreignTable:
        return finding("no policy applies to a foreign table", hint: shared)
    case .view where !relation.relation.isSecurityInvoker:
        return finding(
            "the view reads with the rights of its owner: the policies of the tables below it are those for "
                + relation.relation.owner,
            hint: showHidden("alter view \(relation.name) set (security_invoker = true);") + " or: \(shared)")
    default: return []
    }
}

/// Keys that let one tenant reach, or find out about, the rows of another. No error: what a database cannot hide.
private func reviewTenantKeys(_ exposed: [ExposedRelation], _ tables: [TenantTable]) -> [Finding] {
    let columns = Dictionary(uniqueKeysWithValues: tables.map { ($0.relation, $0.column) })
    return exposed.flatMap { relation -> [Finding] in
        guard let own = columns[relation.name] else { return [] }
        let crossing = relation.relation.foreignKeys.compactMap { key -> Finding? in
            // A reference to the table of the tenants themselves is what says whose a row is.
            guard let other = columns[key.target],
                !zip(key.columns, key.targetColumns).contains(where: { $0 == (own, other) })
            else { return nil }
            let target = "\(key.target) (\(list([other] + key.targetColumns)))"
            return Finding(
                .notice, .keyAcrossTenants, "\(relation.name) (\(key.constraint))",
                "a row can refer to one of another tenant, and learns that way that it exists",
                hint: showHidden(
                    "a unique key on \(target), then foreign key (\(list([own] + key.columns))) references \(target)"))
        }
        let primary = relation.relation.primaryKey?.columns
        let telling = relation.relation.keys.filter { !$0.columns.contains(own) && $0.columns != primary }.map { key in
            Finding(
                .notice, .keyAcrossTenants, "\(relation.name) (\(key.constraint))",
                "unique across tenants: a refused value tells one that another has it",
                hint: "unique (\(list([own] + key.columns))) tells nobody")
        }
        return crossing + telling
    }
}

private func list(_ columns: [String]) -> String { columns.map(quoteIdentifier).joined(separator: ", ") }
