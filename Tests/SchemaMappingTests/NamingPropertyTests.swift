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

    /// An override may take any name, also one that is installed, or that an installed one brings: what cannot stand is an
    /// error, whoever gives way is told, and nothing is left out or named twice.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func overridesLeaveNamesTotalAndInjectiveAndSaidWhereTheyChange(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var catalog = randomCatalog(&random)
        var configuration = Configuration()
        configuration.exposedSchemas = catalog.schemas.map(\.name)
        configuration.functions = catalog.functions.map { FunctionSettings($0.name) }
        let installed = mapSchema(catalog, configuration, installed: nil).model
        for _ in 0..<4 { override(&configuration, installed, &random) }
        if seed.isMultiple(of: 2) {
            extend(&catalog, &random)
            configuration.functions = catalog.functions.map { FunctionSettings($0.name) }
        }
        let mapping = mapSchema(catalog, configuration, installed: installed)
        checkNames(mapping.model, catalog)
        let names = identities(of: mapping.model)
        let chosen = chosenNames(configuration)
        let lost = identities(of: installed).filter { key, name in
            names[key] != name && !(key.hasPrefix("across ") && names[key] == nil)
        }
        let told = mapping.findings.filter { $0.code == .nameChanged }.map(\.message)
        for (place, name) in lost
        where !chosen.contains(names[place]?.split(separator: " ").first.map(String.init) ?? "") {
            let word = name.split(separator: " ").first ?? ""
            #expect(told.contains { $0.contains("\"\(word)\"") }, "\(place) was \(name), is \(names[place] ?? "gone")")
        }
        // And the names stay when nothing changes any more.
        #expect(mapSchema(catalog, configuration, installed: mapping.model).model == mapping.model)
    }
}

/// Gives something a name that is installed, or made from one that is.
private func override(_ configuration: inout Configuration, _ model: APIModel, _ random: inout SplitMix) {
    guard let entity = model.entities.randomElement(using: &random),
        let other = model.entities.randomElement(using: &random)
    else { return }
    let type = [
        other.typeName, GeneratedNames.filter(other.typeName), GeneratedNames.connection(other.typeName), "Chosen",
    ].randomElement(using: &random)
    let field = [
        other.listField, GeneratedNames.aggregateField(other.listField), other.keys.last?.rootField ?? "chosen",
    ].randomElement(using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: configuration.relationNames[entity.relation] = RelationNames(type: type)
    case 1: configuration.relationNames[entity.relation] = RelationNames(list: field)
    case 2: configuration.relationNames[entity.relation] = RelationNames(single: field)
    default:
        let names = entity.fields.map(\.name) + entity.relations.map(\.name)
        let taken = names + names.map { GeneratedNames.groupsField($0) }
        guard let column = entity.fields.randomElement(using: &random)?.column else { return }
        configuration.columnNames[ColumnName(entity.relation, column)] = taken.randomElement(using: &random)
    }
}

private func chosenNames(_ configuration: Configuration) -> Set<String> {
    let relations = configuration.relationNames.values.flatMap { [$0.type, $0.single, $0.list] }.compactMap(\.self)
    return Set(relations + Array(configuration.columnNames.values))
}

private func checkNames(_ model: APIModel, _ catalog: Catalog) {
    #expect(model.entities.count == catalog.relations.count)
    var types = GeneratedNames.sharedTypes
    types += ["Boolean", "ID", "Float", "Int", "String"] + ["Int", "String"].flatMap(GeneratedNames.ofScalar)
    for entity in model.entities {
        let name = entity.typeName
        types += [name] + GeneratedNames.ofType(name)
        let relation = catalog.relation(entity.relation)
        #expect(entity.storedFields.map(\.column) == relation?.columns.map(\.name))
        let functions = catalog.functions.filter { $0.subject == entity.relation }
        #expect(entity.fields.compactMap(\.function?.signature) == functions.map(\.signature))
        #expect(Set(entity.fields.map(\.column)).count == entity.fields.count)
        expectDistinct(entity.fields.map(\.name) + entity.relations.map(\.name) + GeneratedNames.reservedFields)
        #expect(!entity.fields.contains { $0.column == entity.documentColumn })
        #expect(entity.view.name.utf8.count <= 63)
    }
    for enumeration in model.enumerations {
        let name = enumeration.name
        types += [name] + GeneratedNames.ofEnumeration(name)
        expectDistinct(enumeration.values.map(\.name))
        #expect(!enumeration.values.contains { ["true", "false", "null"].contains($0.name) })
    }
    expectDistinct(types)
    checkMembers(makeGraphQLSchema(model))
    expectDistinct(
        model.entities.flatMap { [$0.listField] + $0.keys.map(\.rootField) } + model.functions.map(\.field)
            + GeneratedNames.reservedRootFields)
    for function in model.functions { expectDistinct(function.arguments.map(\.name)) }
    #expect(model.functions.count == catalog.functions.count { $0.subject == nil })
    #expect(Set(model.entities.map(\.view.name)).count == model.entities.count)
    let foreignKeys = catalog.relations.map(\.foreignKeys.count).reduce(0, +)
    #expect(model.entities.flatMap(\.relations).count { $0.through == nil } == 2 * foreignKeys)
    // Across a junction there are two, one from each end.
    #expect(model.entities.flatMap(\.relations).count { $0.through != nil }.isMultiple(of: 2))
}

private func checkMembers(_ schema: GraphQLSchema) {
    for name in schema.typeNames where !name.hasPrefix("__") {
        switch schema.passingType(name) {
        case .object(let object)?, .interface(let object)?: expectDistinct(object.fields.map(\.name))
        case .inputObject(let object)?: expectDistinct(object.fields.map(\.name))
        case .enumeration(let enumeration)?:
            let values = enumeration.values.map(\.name)
            expectDistinct(values)
            #expect(!values.contains { ["true", "false", "null"].contains($0) })
        case .scalar?: break
        case nil: Issue.record("\(name) is not there")
        }
    }
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
