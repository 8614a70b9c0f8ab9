/// Nanoseconds that the stages of a request took, 0 for one that it did not come to. They leave as `Server-Timing` and
/// in the log.
package struct StageTimings: Hashable, Sendable {
    /// Reading the body and the headers.
    package var body: UInt64 = 0
    /// Parsing and validating, or finding it done.
    package var operation: UInt64 = 0
    package var variables: UInt64 = 0
    /// Planning and printing, or finding it done.
    package var plan: UInt64 = 0
    package var bind: UInt64 = 0
    /// From handing the statements over until the last row.
    package var database: UInt64 = 0
    package var compression: UInt64 = 0

    package init() {}

    /// All that happens before the database.
    package var compile: UInt64 { body &+ operation &+ variables &+ plan &+ bind }

    /// Those of a batch: its operations are compiled one after the other, and their statements are under way together.
    mutating func add(_ operation: StageTimings) {
        body &+= operation.body
        self.operation &+= operation.operation
        variables &+= operation.variables
        plan &+= operation.plan
        bind &+= operation.bind
        database = max(database, operation.database)
    }
}
