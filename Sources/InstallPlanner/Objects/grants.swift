private import JSONText
import SchemaMapping
package import SQLText

/// What a role may do already, apart from what FraiseQL granted it: only the rest is granted.
package struct HeldPrivileges: Hashable, Sendable {
    package var role: String
    /// Schemas that it may use.
    package var schemas: Set<String>
    /// Columns that it may select.
    package var columns: [QualifiedName: Set<String>]

    package init(role: String, schemas: Set<String> = [], columns: [QualifiedName: Set<String>] = [:]) {
        self.role = role
        self.schemas = schemas
        self.columns = columns
    }
}

/// A view that runs with the rights of its caller needs the caller's SELECT on every column that it names, and USAGE
/// on the schemas on the way.
func schemaGrants(_ model: APIModel, held: HeldPrivileges) -> [InstallObject] {
    let users = Set(model.entities.map(\.relation.schema)).subtracting(held.schemas)
    return (["fraiseql", model.apiSchema] + users.sorted()).map { schema in
        let name = quoteIdentifier(schema)
        return grant(
            "usage on schema \(identifier: schema)", name: "schema \(name)", to: held.role,
            dependsOn: schema == model.apiSchema ? [ObjectIdentity(.schema, name)] : [])
    } + [grant("select on fraiseql.api_model", name: "fraiseql.api_model", to: held.role)]
}

func viewGrants(_ entity: Entity, held: HeldPrivileges) -> [InstallObject] {
    var grants = [
        grant(
            "select on \(entity.view)", name: entity.view.description, to: held.role, relation: entity.relation,
            dependsOn: [viewIdentity(entity)])
    ]
    let present = held.columns[entity.relation] ?? []
    let missing = entity.fields.map(\.column).filter { !present.contains($0) }
    if !missing.isEmpty {
        let columns = missing.map { column -> DDL in "\(identifier: column)" }.joined(by: ", ")
        grants.append(
            grant(
                "select (\(columns)) on \(entity.relation)", name: entity.relation.description, to: held.role,
                relation: entity.relation, shape: JSON.array(missing.map { .string($0) }).text))
    }
    return grants
}

private func grant(
    _ privilege: DDL, name: String, to role: String, relation: QualifiedName? = nil, dependsOn: [ObjectIdentity] = [],
    shape: String? = nil
) -> InstallObject {
    let create = renderText("grant \(privilege) to \(identifier: role);")
    return InstallObject(
        ObjectIdentity(.grant, "\(name) to \(quoteIdentifier(role))"), relation: relation, dependsOn: dependsOn,
        shape: shape, create: create, drop: renderText("revoke \(privilege) from \(identifier: role);"),
        definition: create)
}
