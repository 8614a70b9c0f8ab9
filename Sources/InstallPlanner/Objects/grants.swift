private import JSONText
import SchemaMapping
package import SQLText

extension ObjectKind {
    package static let grant = ObjectKind(
        name: "grant", renewal: .madeOnceMore, isPrinted: false, goesWithItsBase: true, isPrivilege: true)
}

/// What a role may do already, apart from what FraiseQL granted it: only the rest is granted.
package struct HeldPrivileges: Hashable, Sendable {
    package var role: String
    /// Schemas that it may use.
    package var schemas: Set<String>
    /// Columns that it may select.
    package var columns: [QualifiedName: Set<String>]
    /// Functions that it may call, by signature.
    package var functions: Set<String>

    package init(
        role: String, schemas: Set<String> = [], columns: [QualifiedName: Set<String>] = [:],
        functions: Set<String> = []
    ) {
        self.role = role
        self.schemas = schemas
        self.columns = columns
        self.functions = functions
    }
}

/// A view that runs with the rights of its caller needs the caller's SELECT on every column that it names, EXECUTE on
/// the functions that it calls, and USAGE on the schemas on the way.
func schemaGrants(_ model: APIModel, held: HeldPrivileges) -> [InstallObject] {
    // A view has its functions by their identity; a request names its own.
    let called = model.functions.map(\.function) + model.entities.flatMap(\.functionsCalledByName)
    let named = model.entities.map(\.relation.schema) + called.map(\.name.schema)
    let users = Set(named).subtracting(held.schemas)
    let schemas = ["fraiseql", model.apiSchema] + users.sorted()
    return schemas.map { schema in
        let name = quoteIdentifier(schema)
        return grant(
            "usage on schema \(identifier: schema)", GrantShape(on: .schema, name: name, role: held.role),
            dependsOn: schema == model.apiSchema ? [ObjectIdentity(.schema, name)] : [])
    } + [grant("select on fraiseql.api_model", GrantShape(on: .relation, name: "fraiseql.api_model", role: held.role))]
}

/// For the functions that requests call themselves.
func rootFunctionGrants(_ model: APIModel, held: HeldPrivileges) -> [InstallObject] {
    model.functions.map(\.function).filter { !held.functions.contains($0.signature) }
        .map { functionGrant($0, held) }
}

func viewGrants(_ entity: Entity, held: HeldPrivileges) -> [InstallObject] {
    let onView = grant(
        "select on \(entity.view)", GrantShape(on: .relation, name: entity.view.description, role: held.role),
        relation: entity.relation, dependsOn: [viewIdentity(entity)])
    let present = held.columns[entity.relation] ?? []
    let functions = entity.calledFunctions.filter { !held.functions.contains($0.signature) }
    let calls = functions.map { functionGrant($0, held, relation: entity.relation) }
    let missing = entity.storedFields.map(\.column).filter { !present.contains($0) }
    if missing.isEmpty { return [onView] + calls }
    if present.isEmpty, !entity.calledFunctions.isEmpty {
        // A row has every column, tomorrow's too: without SELECT on one of them no row could be given to a function, and
        // nothing be read through a view that does so. None is excluded, or the functions would be no fields.
        let shape = GrantShape(on: .relation, name: entity.relation.description, role: held.role)
        return [onView, grant("select on \(entity.relation)", shape, relation: entity.relation)] + calls
    }
    let columns = missing.map { column -> DDL in "\(identifier: column)" }.joined(by: ", ")
    let shape = GrantShape(on: .columns, name: entity.relation.description, role: held.role, columns: missing)
    return [onView, grant("select (\(columns)) on \(entity.relation)", shape, relation: entity.relation)] + calls
}

private func functionGrant(
    _ function: FunctionReference, _ held: HeldPrivileges, relation: QualifiedName? = nil
) -> InstallObject {
    // Safe: as regprocedure quotes it.
    grant(
        "execute on function \(unsafe: function.signature)",
        GrantShape(on: .function, name: function.signature, role: held.role), relation: relation)
}

private func grant(
    _ privilege: DDL, _ shape: GrantShape, relation: QualifiedName? = nil, dependsOn: [ObjectIdentity] = []
) -> InstallObject {
    let create = renderText("grant \(privilege) to \(identifier: shape.role);")
    return InstallObject(
        shape.identity, relation: relation, dependsOn: dependsOn, shape: shape.json.text, create: create,
        drop: renderText(revoke(shape)), definition: create)
}

/// The user may have dropped the columns, the relation or the role by then, and with them the privileges.
private func revoke(_ shape: GrantShape) -> DDL {
    guard shape.on == .columns else {
        return """
            call fraiseql.revoke_access(\(literal: shape.on.rawValue), \(literal: shape.name), \(literal: shape.role));
            """
    }
    let columns = shape.columns.map { column -> DDL in "\(literal: column)" }.joined(by: ", ")
    return """
        call fraiseql.revoke_columns(\(literal: shape.name), array[\(columns)], \(literal: shape.role));
        """
}
