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

    /// Of every object type, with all threads at the start at once: two that make the same one happen in every run.
    @Test func threadsThatAskAtOnceGetTheSameDefinition() throws {
        for seed in 0..<20 as Range<UInt64> {
            let schema = randomSchema(seed)
            let names = schema.typeNames
            let found = Mutex<[[ObjectDefinition?]]>([])
            let start = StartingLine(waiting: 4)
            let threads = try (0..<4).map { index in
                try startThread("asks-\(index)") {
                    start.wait()
                    let objects = names.map { schema.object($0) }
                    found.withLock { $0.append(objects) }
                }
            }
            for thread in threads { thread.join() }
            let first = names.map { schema.object($0) }
            #expect(found.withLock { $0.count == 4 && $0.allSatisfy { zip($0, first).allSatisfy { $0 === $1 } } })
        }
    }
}

/// Lets threads go on when all of them are here.
private final class StartingLine: Sendable {
    private let waiting: Atomic<Int>

    init(waiting: Int) { self.waiting = Atomic(waiting) }

    func wait() {
        waiting.subtract(1, ordering: .acquiringAndReleasing)
        while waiting.load(ordering: .acquiring) > 0 {}
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
