import CatalogModel
import Configuration
import HostSystem
import SchemaMapping
import Synchronization
import Testing

/// Types are made when they are asked for; nobody sees that.
@Suite struct LazyTypeTests {
    /// Over random databases with the worst names.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func everyTypeIsWhatTheSchemaSaysAndLeadsToTypesThatAreThere(seed: UInt64) {
        let schema = randomSchema(seed)
        for name in schema.typeNames {
            guard let type = schema.passingType(name) else {
                Issue.record("\(name) is listed and not there")
                continue
            }
            #expect(type.name == name)
            #expect(schema.kind(ofType: name) == type.kind)
            #expect(schema.isComposite(name) == (schema.composite(name) != nil))
            for next in typesNamed(by: type) { #expect(schema.kind(ofType: next) != nil, "\(name) leads to \(next)") }
        }
        #expect(schema.kind(ofType: "Nothing") == nil && schema.type("Nothing") == nil)
        for name in schema.possibleTypes(of: "Node") { #expect(schema.object(name)?.interfaces == ["Node"]) }
    }

    @Test func goingThroughAllTypesKeepsNone() throws {
        let schema = randomSchema(3)
        let name = try #require(schema.model.entities.first?.typeName)
        func passing() -> ObjectDefinition? {
            if case .object(let object)? = schema.passingType(name) { object } else { nil }
        }
        #expect(passing() !== passing())
        let kept = try #require(schema.object(name))
        #expect(kept === schema.object(name) && kept === passing())
    }

    @Test func threadsThatAskAtOnceGetTheSameDefinition() throws {
        for seed in 0..<20 as Range<UInt64> {
            let schema = randomSchema(seed)
            let name = try #require(schema.model.entities.first?.typeName)
            let found = Mutex<[ObjectDefinition?]>([])
            let threads = try (0..<4).map { index in
                try startThread("asks-\(index)") {
                    let object = schema.object(name)
                    found.withLock { $0.append(object) }
                }
            }
            for thread in threads { thread.join() }
            let first = try #require(schema.object(name))
            #expect(found.withLock { $0.count == 4 && $0.allSatisfy { $0 === first } })
        }
    }
}

private func randomSchema(_ seed: UInt64) -> GraphQLSchema {
    var random = SplitMix(state: seed)
    let catalog = randomCatalog(&random)
    var configuration = Configuration()
    configuration.exposedSchemas = catalog.schemas.map(\.name)
    return makeGraphQLSchema(mapSchema(catalog, configuration, installed: nil).model)
}

private func typesNamed(by type: TypeDefinition) -> [String] {
    switch type {
    case .object(let object), .interface(let object):
        object.interfaces + object.fields.flatMap { [$0.type.name] + $0.arguments.map(\.type.name) }
    case .inputObject(let object): object.fields.map(\.type.name)
    case .scalar, .enumeration: []
    }
}
