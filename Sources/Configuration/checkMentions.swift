package import CatalogModel
import SQLText
import Suggestions

/// Refuses what the file names and the database does not have: an exclusion with a typing error would expose the very
/// column that it is meant to hide.
package func checkMentions(_ configuration: Configuration, in catalog: Catalog) throws(ConfigurationErrors) {
    let errors = configuration.mentions.compactMap { mention in
        problem(mention.subject, configuration, catalog).map { ConfigurationError($0, at: mention.place) }
    }
    if !errors.isEmpty { throw ConfigurationErrors(errors) }
}

private func problem(
    _ subject: ConfigurationMention.Subject, _ configuration: Configuration, _ catalog: Catalog
) -> String? {
    switch subject {
    case .schema(let name):
        if catalog.schemas.contains(where: { $0.name == name }) { return nil }
        let known = Set(catalog.schemas.map(\.name) + catalog.existingSchemas).sorted()
        let suggestion = suggestionSuffix(for: name, among: known)
        return "the database has no schema \"\(name)\""
            + (suggestion.isEmpty ? "; it has: \(known.joined(separator: ", "))" : suggestion)
    case .role(let name):
        if catalog.existingRoles.isEmpty || catalog.existingRoles.contains(name) { return nil }
        let suggestion = suggestionSuffix(for: name, among: catalog.existingRoles)
        return "there is no role \"\(name)\""
            + (suggestion.isEmpty ? ": make it as docs/least-privilege.md says, or leave `role` out" : suggestion)
    case .relation(let name): return relationProblem(name, configuration, catalog)
    case .column(let column):
        guard let relation = catalog.relation(column.relation) else {
            return relationProblem(column.relation, configuration, catalog)
        }
        // A function of the row counts as a column, as PostgreSQL's `users.full_name` has it.
        let functions = catalog.functions.filter { $0.subject == column.relation }
        let names = relation.columns.map(\.name) + functions.map(\.name.name)
        if names.contains(column.column) { return nil }
        let suggestion = suggestionSuffix(for: column.column, among: names)
        return "\(full(column.relation)) has no column \"\(column.column)\"\(suggestion)"
    // `mapSchema` looks at it.
    case .embed: return nil
    case .function(let name):
        if catalog.functions.contains(where: { $0.name == name }) { return nil }
        guard configuration.exposedSchemas.contains(name.schema) else {
            return "\(full(name)): the schema \"\(name.schema)\" is not one of [api] schemas"
        }
        let suggestion = suggestionSuffix(for: full(name), among: catalog.functions.map { full($0.name) })
        return "the database has no function \(full(name)) that a query could call\(suggestion)"
    case .parameter(let function, let name):
        let parameters = catalog.functions.filter { $0.name == function }.flatMap(\.parameters).compactMap(\.name)
        if parameters.contains(name) || !catalog.functions.contains(where: { $0.name == function }) { return nil }
        let suggestion = suggestionSuffix(for: name, among: parameters)
        return "\(full(function)) has no parameter \"\(name)\"\(suggestion)"
    case .reference(let key):
        guard let relation = catalog.relation(key.relation),
            relation.foreignKeys.contains(where: { $0.constraint == key.constraint })
        else { return nil }
        return "\(full(key.relation)) has a foreign key of the name \"\(key.constraint)\": give the reference another"
    case .foreignKey(let key):
        guard let relation = catalog.relation(key.relation) else {
            return relationProblem(key.relation, configuration, catalog)
        }
        if relation.foreignKeys.contains(where: { $0.constraint == key.constraint }) { return nil }
        let suggestion = suggestionSuffix(for: key.constraint, among: relation.foreignKeys.map(\.constraint))
        return "\(full(key.relation)) has no foreign key \"\(key.constraint)\"\(suggestion)"
    }
}

private func relationProblem(_ name: QualifiedName, _ configuration: Configuration, _ catalog: Catalog) -> String? {
    if catalog.relation(name) != nil { return nil }
    guard configuration.exposedSchemas.contains(name.schema) else {
        return "\(full(name)): the schema \"\(name.schema)\" is not one of [api] schemas"
    }
    let neighbours = catalog.relations.map { full($0.name) }
    return "the database has no table or view \(full(name))\(suggestionSuffix(for: full(name), among: neighbours))"
}

private func full(_ name: QualifiedName) -> String { joinObjectName([name.schema, name.name]) }
