import Postgres
package import QueryCompiler
package import SchemaMapping
import SQLText

/// What one loop has compiled for one model: operations by text, name and role, requests by operation and shape.
package final class RequestCache {
    package final class CachedOperation {
        package let operation: Operation
        fileprivate let number: Int
        /// Of an operation without variables: it has one shape.
        fileprivate var only: CachedRequest?

        fileprivate init(_ operation: Operation, number: Int) {
            self.operation = operation
            self.number = number
        }
    }

    private struct OperationKey: Hashable {
        var text: ExactText
        var name: String?
        var role: String?
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

    package init(_ snapshot: ModelSnapshot, maximumCount: Int = 1000, maximumBytes: Int = 8 << 20) {
        self.snapshot = snapshot
        operations = BoundedCache(maximumCount: maximumCount, maximumBytes: maximumBytes)
        requests = BoundedCache(maximumCount: maximumCount, maximumBytes: maximumBytes)
    }

    package func operation(_ request: RequestBody, role: String?) throws(RequestErrors) -> CachedOperation {
        let key = OperationKey(text: ExactText(request.query), name: request.operationName, role: role)
        if let slot = operations.find(key) { return operations[slot] }
        let document = try parse(request.query)
        let operation = try validate(document, operationName: request.operationName, in: schema)
        nextNumber += 1
        let cached = CachedOperation(operation, number: nextNumber)
        // The resolved operation takes some ten times its text.
        _ = operations.insert(key, cached, bytes: 512 + 12 * request.query.utf8.count)
        return cached
    }

    package func request(
        _ cached: CachedOperation, _ variables: Variables
    ) throws(RequestErrors) -> CachedRequest {
        if let only = cached.only { return only }
        let shape = try shape(of: variables, for: cached.operation, in: schema)
        let key = RequestKey(operation: cached.number, shape: shape)
        if let slot = requests.find(key) { return requests[slot] }
        let compiled = CachedRequest(printStatements(try plan(cached.operation, variables, in: schema)))
        _ = requests.insert(key, compiled, bytes: compiled.size)
        // A large one, such as an introspection, stays where its bytes are counted.
        if cached.operation.variables.isEmpty, compiled.size <= 16_384 { cached.only = compiled }
        return compiled
    }
}
