import CatalogModel
import Configuration
import SQLText
import SchemaMapping
import Testing

/// Over random databases with the worst names: every name is valid, none is used twice, nothing is left out, and what
/// is installed keeps its name whatever is added.
@Suite struct NamingPropertyTests {
    @Test(arguments: 0..<100 as Range<UInt64>)
    func namesAreTotalInjectiveAndStable(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var catalog = randomCatalog(&random)
        var configuration = Configuration()
        configuration.exposedSchemas = catalog.schemas.map(\.name)
        configuration.functions = catalog.functions.map { FunctionSettings($0.name) }
        var model = mapSchema(catalog, configuration, installed: nil).model
        for _ in 0..<3 {
            checkNames(model, catalog)
            #expect(mapSchema(catalog, configuration, installed: model).model == model)
            extend(&catalog, &random)
            configuration.functions = catalog.functions.map { FunctionSettings($0.name) }
            let next = mapSchema(catalog, configuration, installed: model).model
            let names = identities(of: next)
            // A table that got columns of its own may be a junction no longer (docs/decisions/0009-junctions.md).
            let lost = identities(of: model).filter { key, name in
                names[key] != name && !(key.hasPrefix("across ") && names[key] == nil)
            }
            #expect(lost.isEmpty)
            model = next
        }
    }
}

private func checkNames(_ model: APIModel, _ catalog: Catalog) {
    #expect(model.entities.count == catalog.relations.count)
    var types: [String] = ["Query", "Mutation", "Subscription", "OrderDirection", "Boolean", "ID", "Float", "Node"]
    types += ["PageInfo", "Int", "String", "IntFilter", "StringFilter", "IntListFilter", "StringListFilter"]
    for entity in model.entities {
        let name = entity.typeName
        types += [
            name, GeneratedNames.filter(name), GeneratedNames.toManyFilter(name), GeneratedNames.order(name),
            "\(name)Connection",
        ]
        let relation = catalog.relation(entity.relation)
        #expect(entity.storedFields.map(\.column) == relation?.columns.map(\.name))
        let functions = catalog.functions.filter { $0.subject == entity.relation }
        #expect(entity.fields.compactMap(\.function?.signature) == functions.map(\.signature))
        #expect(Set(entity.fields.map(\.column)).count == entity.fields.count)
        expectDistinct(entity.fields.map(\.name) + entity.relations.map(\.name) + ["and", "or", "not", "nodeId"])
        #expect(!entity.fields.contains { $0.column == entity.documentColumn })
        #expect(entity.view.name.utf8.count <= 63)
    }
    for enumeration in model.enumerations {
        let name = enumeration.name
        types += [name, GeneratedNames.filter(name), GeneratedNames.listFilter(name)]
        expectDistinct(enumeration.values.map(\.name))
        #expect(!enumeration.values.contains { ["true", "false", "null"].contains($0.name) })
    }
    expectDistinct(types)
    expectDistinct(
        model.entities.flatMap { [$0.listField] + $0.keys.map(\.rootField) } + model.functions.map(\.field) + ["node"])
    for function in model.functions { expectDistinct(function.arguments.map(\.name)) }
    #expect(model.functions.count == catalog.functions.count { $0.subject == nil })
    #expect(Set(model.entities.map(\.view.name)).count == model.entities.count)
    let foreignKeys = catalog.relations.map(\.foreignKeys.count).reduce(0, +)
    #expect(model.entities.flatMap(\.relations).count { $0.through == nil } == 2 * foreignKeys)
    // Across a junction there are two, one from each end.
    #expect(model.entities.flatMap(\.relations).count { $0.through != nil }.isMultiple(of: 2))
}

private func expectDistinct(_ names: [String]) {
    let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(twice.isEmpty)
    #expect(names.filter { !isGraphQLName($0) }.isEmpty)
}

/// Every name by what it stands for in the database.
private func identities(of model: APIModel) -> [String: String] {
    var names: [String: String] = [:]
    let relations = Dictionary(
        model.entities.map { ($0.typeName, $0.relation) }, uniquingKeysWith: { first, _ in first })
    for entity in model.entities {
        let place = entity.relation.description
        names["\(place) type"] = entity.typeName
        names["\(place) list"] = entity.listField
        names["\(place) view"] = entity.view.name
        for field in entity.fields {
            names["\(place) column \(field.function?.signature ?? field.column)"] = field.name
        }
        for relation in entity.relations {
            let target = relations[relation.target]?.description ?? "?"
            let junction = relation.through.flatMap { relations[$0.entity] }?.description ?? ""
            let way = relation.through == nil ? "" : "across "
            names["\(way)\(place) \(relation.constraint) \(target) \(junction) \(relation.columns)"] =
                "\(relation.name) \(relation.kind)"
        }
        for key in entity.keys { names["\(place) key \(key.columns)"] = key.rootField }
    }
    for enumeration in model.enumerations {
        names["enum \(enumeration.postgresType)"] = enumeration.name
        for value in enumeration.values { names["enum \(enumeration.postgresType) \(value.label)"] = value.name }
    }
    for function in model.functions {
        names["function \(function.function.signature)"] = function.field
        for argument in function.arguments {
            names["function \(function.function.signature) \(argument.parameter)"] = argument.name
        }
    }
    return names
}
