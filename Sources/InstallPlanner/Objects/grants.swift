private import JSONText
package import SchemaMapping
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

/// Everything that a model asks for of a role, apart from what it holds already. A view that runs with the rights of its
/// caller needs the caller's SELECT on every column that it names, EXECUTE on the functions that it calls, and USAGE on the
/// schemas on the way.
package func wantedGrants(_ model: APIModel, held: HeldPrivileges) -> [GrantShape] {
    schemaGrantShapes(model, held) + rootFunctionGrantShapes(model, held)
        + (model.tenancy == nil ? [] : tenancyGrantShapes(to: held.role))
        + model.entities.flatMap { viewGrantShapes($0, held) }
}

func schemaGrants(_ model: APIModel, held: HeldPrivileges) -> [InstallObject] {
    let own = ObjectIdentity(.schema, quoteIdentifier(model.apiSchema))
    return schemaGrantShapes(model, held).map { shape in
        grantObject(shape, dependsOn: shape.on == .schema && shape.name == own.name ? [own] : [])
    }
}

/// For the functions that requests call themselves.
func rootFunctionGrants(_ model: APIModel, held: HeldPrivileges) -> [InstallObject] {
    rootFunctionGrantShapes(model, held).map { grantObject($0) }
}

func viewGrants(_ entity: Entity, held: HeldPrivileges) -> [InstallObject] {
    let view = viewIdentity(entity)
    return viewGrantShapes(entity, held).map { shape in
        grantObject(shape, relation: entity.relation, dependsOn: shape.name == view.name ? [view] : [])
    }
}

private func schemaGrantShapes(_ model: APIModel, _ held: HeldPrivileges) -> [GrantShape] {
    // A view has its functions by their identity; a request names its own.
    let called = model.functions.map(\.function) + model.entities.flatMap(\.functionsCalledByName)
    let named = model.entities.map(\.relation.schema) + called.map(\.name.schema)
    let users = Set(named).subtracting(held.schemas)
    let schemas = ["fraiseql", model.apiSchema] + users.sorted()
    return schemas.map { GrantShape(on: .schema, name: quoteIdentifier($0), role: held.role) }
        + [GrantShape(on: .relation, name: "fraiseql.api_model", role: held.role)]
}

private func rootFunctionGrantShapes(_ model: APIModel, _ held: HeldPrivileges) -> [GrantShape] {
    functionGrantShapes(model.functions.map(\.function), held)
}

private func viewGrantShapes(_ entity: Entity, _ held: HeldPrivileges) -> [GrantShape] {
    let onView = GrantShape(on: .relation, name: entity.view.description, role: held.role)
    let calls = functionGrantShapes(entity.calledFunctions, held)
    let present = held.columns[entity.relation] ?? []
    let missing = entity.storedFields.map(\.column).filter { !present.contains($0) }
    if missing.isEmpty { return [onView] + calls }
    var shape = GrantShape(on: .columns, name: entity.relation.description, role: held.role, columns: missing)
    if present.isEmpty, !entity.calledFunctions.isEmpty {
        // A row has every column, tomorrow's too: without SELECT on one of them no row could be given to a function, and
        // nothing be read through a view that does so. None is excluded, or the functions would be no fields.
        shape = GrantShape(on: .relation, name: shape.name, role: held.role)
    }
    return [onView, shape] + calls
}

private func functionGrantShapes(_ functions: [FunctionReference], _ held: HeldPrivileges) -> [GrantShape] {
    functions.map(\.signature).filter { !held.functions.contains($0) }
        .map { GrantShape(on: .function, name: $0, role: held.role) }
}

/// Policies and defaults call them with the rights of whoever reads and writes.
func tenancyGrantShapes(to role: String) -> [GrantShape] {
    tenancyFunctions.map { GrantShape(on: .function, name: $0, role: role) }
}

/// - Parameter others: roles besides the API role to whom policies are written.
func tenancyGrants(held: HeldPrivileges, others: [String]) -> [InstallObject] {
    func grants(_ shapes: [GrantShape]) -> [InstallObject] {
        shapes.map { shape in
            grantObject(shape, dependsOn: shape.on == .function ? [ObjectIdentity(.function, shape.name)] : [])
        }
    }
    return grants(tenancyGrantShapes(to: held.role))
        + others.flatMap { role in
            grants([GrantShape(on: .schema, name: "fraiseql", role: role)] + tenancyGrantShapes(to: role))
        }
}

private func grantObject(
    _ shape: GrantShape, relation: QualifiedName? = nil, dependsOn: [ObjectIdentity] = []
) -> InstallObject {
    InstallObject(
        shape.identity, relation: relation, dependsOn: dependsOn, shape: shape.json.text, create: shape.statement,
        drop: renderText(revoke(shape)), definition: shape.statement)
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
