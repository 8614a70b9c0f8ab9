package import CatalogModel
package import SchemaMapping

/// Why no script can be planned.
package enum PlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Views cannot name each other in a circle.
    case embedsInACircle([String])

    package var description: String {
        switch self {
        case .embedsInACircle(let types):
            "the documents of \(types.joined(separator: ", ")) embed each other in a circle: "
                + "remove one of them from an `embed` entry of [tables]"
        }
    }
}

/// Every object that the model asks for, in an order in which they can be made.
/// - Parameters:
///   - held: the role that reads the API and what it may do already; nil grants nothing.
///   - makesSchema: false where the schema of the API is there already and is not FraiseQL's to drop.
///   - terms: of the policies; nil where the model has no tenants.
///   - noticesDDL: whether event triggers tell of changes of the database.
///   - companion: what the migrations themselves run on.
package func wantedObjects(
    _ model: APIModel, catalog: Catalog, held: HeldPrivileges?, terms: PolicyTerms? = nil, makesSchema: Bool = true,
    noticesDDL: Bool = false, companion: [InstallObject] = companionObjects()
) throws(PlanError) -> [InstallObject] {
    var objects = companion
    if makesSchema { objects.append(schemaObject(model.apiSchema)) }
    if let tenancy = model.tenancy { objects += tenancyFunctionObjects(tenancy) }
    if let held { objects += schemaGrants(model, held: held) + rootFunctionGrants(model, held: held) }
    if model.tenancy != nil, let held, let terms {
        objects += tenancyGrants(held: held, others: terms.mappedRoles)
    }
    for entity in try embeddedFirst(model) {
        if let table = model.tenancy?.table(entity.relation), let terms {
            objects.append(rowSecurityObject(table, terms))
            objects += policyObjects(table, terms)
            if !table.hasDefault { objects.append(columnDefaultObject(table)) }
        }
        objects.append(viewObject(entity, in: model, catalog: catalog))
        if let held { objects += viewGrants(entity, held: held) }
    }
    if noticesDDL { objects += eventTriggerObjects() }
    return objects
}

/// Entities such that each stands after those that its document embeds.
private func embeddedFirst(_ model: APIModel) throws(PlanError) -> [Entity] {
    var ordered: [Entity] = []
    var done: Set<String> = []
    var waiting = model.entities
    while !waiting.isEmpty {
        let ready = waiting.filter { entity in
            entity.embeds.allSatisfy { name in
                let target = entity.relations.first { $0.name == name }?.target
                return target.map { $0 == entity.typeName || done.contains($0) } ?? true
            }
        }
        guard !ready.isEmpty else { throw .embedsInACircle(waiting.map(\.typeName)) }
        ordered += ready
        done.formUnion(ready.map(\.typeName))
        waiting.removeAll { done.contains($0.typeName) }
    }
    return ordered
}
