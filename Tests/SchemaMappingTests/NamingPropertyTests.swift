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
        var model = mapSchema(catalog, configuration, installed: nil).model
        for _ in 0..<3 {
            checkNames(model, catalog)
            #expect(mapSchema(catalog, configuration, installed: model).model == model)
            extend(&catalog, &random)
            let next = mapSchema(catalog, configuration, installed: model).model
            let names = identities(of: next)
            let lost = identities(of: model).filter { names[$0.key] != $0.value }
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
        #expect(entity.fields.map(\.column) == relation?.columns.map(\.name))
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
    expectDistinct(model.entities.flatMap { [$0.listField] + $0.keys.map(\.rootField) } + ["node"])
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
        for field in entity.fields { names["\(place) column \(field.column)"] = field.name }
        for relation in entity.relations {
            let target = relations[relation.target]?.description ?? "?"
            let junction = relation.through.flatMap { relations[$0.entity] }?.description ?? ""
            names["\(place) \(relation.constraint) \(target) \(junction) \(relation.columns)"] =
                "\(relation.name) \(relation.kind)"
        }
        for key in entity.keys { names["\(place) key \(key.columns)"] = key.rootField }
    }
    for enumeration in model.enumerations {
        names["enum \(enumeration.postgresType)"] = enumeration.name
        for value in enumeration.values { names["enum \(enumeration.postgresType) \(value.label)"] = value.name }
    }
    return names
}
