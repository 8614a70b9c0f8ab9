/// What a request does, with nothing left to look up: one entry per root field, in response order. It depends on the
/// operation and on the shape of the variables, never on their values.
package struct Plan: Hashable, Sendable {
    package struct Root: Hashable, Sendable {
        package var responseKey: String
        package var work: Work

        package init(responseKey: String, work: Work) {
            self.responseKey = responseKey
            self.work = work
        }
    }

    package enum Work: Hashable, Sendable {
        /// JSON text known without the database.
        case constant(String)
        case read(ReadPlan)
        case connection(ConnectionPlan)
        case call(CallPlan)
    }

    package var roots: [Root]
    /// Whether it calls a function of the user's, which may change settings of its transaction.
    package var callsFunctions: Bool

    package init(roots: [Root], callsFunctions: Bool = false) {
        self.roots = roots
        self.callsFunctions = callsFunctions
    }
}
