import CatalogModel
private import CatalogReader
package import Configuration
package import InstallPlanner
private import JSONText
private import ModelReader
package import Postgres
import SchemaMapping

/// The install path, top to bottom: catalog, model, wanted objects, difference to the installed ones.
/// An empty plan means that nothing is to do. Changes nothing. `pending` names the migrations of the folder that wait to be
/// applied: what they do is part of the plan.
/// - Parameter companion: the companion's own objects, those of this release.
package func planMigration(
    _ connection: Connection, _ configuration: Configuration, companion: [InstallObject] = companionObjects()
) throws(MigrationError) -> MigrationPlan {
    let files = try readMigrationFolder(configuration.migrationsDirectory, connection).complete()
    let state = try readInstalledState(connection)
    var plan = try plan(connection, configuration, state, companion)
    plan.pending = try chain(files, state.migrations).pending.map(\.folderName)
    return plan
}

func plan(
    _ connection: Connection, _ configuration: Configuration, _ state: InstalledState, _ companion: [InstallObject]
) throws(MigrationError) -> MigrationPlan {
    let catalog = try catalog(connection, configuration)
    let mapping = mapSchema(catalog, configuration, installed: try state.installedModel())
    if mapping.hasErrors { throw .mapping(mapping.findings.filter { $0.severity == .error }) }
    return try plan(mapping.model, catalog, connection, configuration, state, companion)
}

/// From what is installed to a model.
func plan(
    _ model: APIModel, _ catalog: Catalog, _ connection: Connection, _ configuration: Configuration,
    _ state: InstalledState, _ companion: [InstallObject]
) throws(MigrationError) -> MigrationPlan {
    if !state.isThere, try !rows(connection, "schema_contents", ["fraiseql"]).isEmpty { throw .companionSchemaTaken }
    let held = try configuration.grantRole.map { (role) throws(MigrationError) in
        try heldPrivileges(of: role, model: model, state: state, connection)
    }
    try withModel { () throws(ModelError) in try refuseForeignOwner(ofSchema: model.apiSchema, connection) }
    let makesSchema = try makesSchema(model.apiSchema, state: state, connection)
    let terms = try policyTerms(model, catalog, connection, configuration, state)
    let wanted: [InstallObject]
    do throws(PlanError) {
        wanted = try wantedObjects(
            model, catalog: catalog, held: held, terms: terms, makesSchema: makesSchema,
            noticesDDL: configuration.noticesDDL,
            companion: companion)
    } catch { throw .plan(error) }
    let groups = difference(wanted: wanted, installed: state.objects)
    return MigrationPlan(
        groups: groups, model: modelChange(from: state.model, to: model),
        reliesOn: reliedColumns(model, catalog: catalog).filter { !$0.columns.isEmpty }, parent: parent(state))
}

/// nil where the installed model is the same.
private func modelChange(from former: ModelChange.Text?, to model: APIModel) -> ModelChange? {
    let new = ModelChange.Text(format: APIModel.currentFormat, text: model.json.prettyText(width: 120))
    let isSame = former.map { trimmed($0.text) == trimmed(new.text) && $0.format == new.format } ?? false
    return isSame ? nil : ModelChange(new: new, former: former)
}

func catalog(_ connection: Connection, _ configuration: Configuration) throws(MigrationError) -> Catalog {
    do throws(CatalogError) {
        return try readCatalog(connection, schemas: configuration.exposedSchemas, roles: configuration.mentionedRoles)
    } catch { throw .catalog(error) }
}

private func trimmed(_ text: String) -> Substring {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
}

/// The script that `planMigration`'s result would become, as `fraiseql db plan` shows it.
package func planText(_ plan: MigrationPlan, _ configuration: Configuration) -> String {
    if plan.isEmpty { return "" }
    return writeScripts(plan, header(after: plan.parent, name: "plan", configuration)).up
}
