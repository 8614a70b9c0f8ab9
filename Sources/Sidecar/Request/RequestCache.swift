import JSONText
import Postgres
package import QueryCompiler
package import SQLText
package import SchemaMapping

/// What one loop has compiled for one model: operations by text, name and role, requests by operation and shape.
package final class RequestCache {
    package final class CachedOperation {
        package let operation: Operation
        fileprivate let key: OperationKey
        fileprivate let number: Int
        /// Roughly, in bytes.
        fileprivate let size: Int
        /// Of an operation without variables: it has one shape.
        fileprivate var only: CachedRequest?

        fileprivate init(_ operation: Operation, _ key: OperationKey, number: Int) {
            self.operation = operation
            self.key = key
            self.number = number
            // Fragments make a short text long.
            size = 512 + 2 * key.text.text.utf8.count + 512 * countSelections(operation.selections)
        }
    }

    fileprivate struct OperationKey: Hashable {
        var text: ExactText
        var name: ExactText?
        var role: ExactText?
    }

    private struct RequestKey: Hashable {
        var operation: Int
        var shape: Shape
    }

    package let snapshot: ModelSnapshot
    package var schema: GraphQLSchema { snapshot.schema }
    private var operations: BoundedCache<OperationKey, CachedOperation>
    private var requests: BoundedCache<RequestKey, CachedRequest>
    private var nextNumber = 0
    private let meter: PeerMeter

    /// - Parameter maximumBytes: of operations and of requests, each; the usual introspection of 500 tables fits, and a larger
    ///   one is written anew each time.
    package init(
        _ snapshot: ModelSnapshot, meter: PeerMeter = PeerMeter(), maximumCount: Int = 1000,
        maximumBytes: Int = 24 << 20
    ) {
        self.snapshot = snapshot
        self.meter = meter
        operations = BoundedCache(maximumCount: maximumCount, maximumBytes: maximumBytes)
        requests = BoundedCache(maximumCount: maximumCount, maximumBytes: maximumBytes)
    }

    /// What is kept, roughly.
    var bytes: Int { operations.bytes + requests.bytes }

    /// - Parameter peer: who pays for what is not kept yet; nobody when nil.
    package func operation(
        _ request: RequestBody, role: ExactText?, for peer: PeerNetwork? = nil, allowsMutation: Bool = true
    ) throws(RequestErrors) -> CachedOperation {
        let key = OperationKey(
            text: ExactText(request.query), name: request.operationName.map { ExactText($0) }, role: role)
        if let slot = operations.find(key) { return operations[slot] }
        let operation = try meter.run(for: peer) { () throws(RequestErrors) in
            let document = try parse(request.query)
            let name = request.operationName
            // Whatever else is wrong with it.
            if let chosen = document.operations.first(where: { $0.isNamed(name) }) {
                try checkMethod(chosen.kind, allowsMutation: allowsMutation)
            }
            return try validate(document, operationName: name, in: schema)
        }
        nextNumber += 1
        let cached = CachedOperation(operation, key, number: nextNumber)
        _ = operations.insert(key, cached, bytes: cached.size)
        return cached
    }

    package func request(
        _ cached: CachedOperation, _ variables: Variables, for peer: PeerNetwork? = nil
    ) throws(RequestErrors) -> CachedRequest {
        if let only = cached.only { return only }
        let shape = try shape(of: variables, for: cached.operation, in: schema)
        if cached.operation.variables.isEmpty {
            let compiled = try compile(cached.operation, variables, for: peer)
            cached.only = compiled
            // Counted where it is kept; what is larger than the cache is not kept at all.
            _ = operations.insert(cached.key, cached, bytes: cached.size + compiled.size)
            return compiled
        }
        let key = RequestKey(operation: cached.number, shape: shape)
        if let slot = requests.find(key) { return requests[slot] }
        let compiled = try compile(cached.operation, variables, for: peer)
        _ = requests.insert(key, compiled, bytes: compiled.size)
        return compiled
    }

    private func compile(
        _ operation: Operation, _ variables: Variables, for peer: PeerNetwork?
    ) throws(RequestErrors) -> CachedRequest {
        try meter.run(for: peer) { () throws(RequestErrors) in
            CachedRequest(printStatements(try plan(operation, variables, in: schema)))
        }
    }
}

private func countSelections(_ selections: [SelectedField]) -> Int {
    selections.reduce(0) { $0 + 1 + countSelections($1.selections) }
}
