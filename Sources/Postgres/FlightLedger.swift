/// The answers that a pipeline owes, in order, and what each of them means. Pure: it neither sends nor receives.
///
/// An error ends its batch: the read that failed is told, the others of the batch that had no answer yet go again,
/// each in a batch of its own, where only its own error can reach it.
struct FlightLedger {
    enum Due {
        case contextPrepared(PreparedStatements.Key, String)
        case context
        case prepared(PreparedStatements.Key, String, Read, part: Int)
        case answer(Read, part: Int)
        case pinPrepared(PreparedStatements.Key, String)
        /// Where it fails, all that its flight has set is undone with its transaction.
        case pin(PreparedStatements.Key)
        /// Whose answer says nothing.
        case command
        case sync
    }

    enum Reply: Equatable {
        case success
        case failure
        /// Skipped by the server because of an earlier failure in the batch.
        case aborted
        case sync
    }

    enum Action {
        case none
        case receive(Read)
        /// The reply's error is this read's.
        case refuse(Read, part: Int)
        /// The error of the batch's context is this read's.
        case refuseContext(Read)
        case resend(Read)
        /// The reply does not fit what was sent: the connection is of no more use.
        case outOfStep
    }

    private var due: [Due] = []
    private var head = 0
    private var isContextRefused = false
    /// Batches whose Sync has not come back.
    private(set) var batches = 0
    /// Reads that have no outcome yet.
    private(set) var reads = 0

    var isEmpty: Bool { head == due.count }

    /// The read that has waited longest for its answer.
    var oldest: Read? {
        for index in head..<due.count {
            if case .answer(let read, _) = due[index], !read.isDone { return read }
        }
        return nil
    }

    mutating func expect(_ next: Due) {
        switch next {
        case .sync: batches += 1
        case .answer(_, part: 0): reads += 1
        default: break
        }
        due.append(next)
    }

    mutating func reply(_ reply: Reply, to prepared: inout PreparedStatements) -> Action {
        guard head < due.count else { return .outOfStep }
        let next = due[head]
        due[head] = .sync
        head += 1
        if head == due.count {
            due.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 4096 {
            due.removeFirst(head)
            head = 0
        }
        switch (next, reply) {
        case (.sync, .sync):
            isContextRefused = false
            batches -= 1
            return .none
        case (.sync, _), (_, .sync): return .outOfStep
        case (.contextPrepared(let key, let name), _):
            prepared.settle(key, name: name, isPrepared: reply == .success)
            if reply == .failure { isContextRefused = true }
            return .none
        case (.context, _):
            if reply == .failure { isContextRefused = true }
            return .none
        case (.prepared(let key, let name, let read, let part), _):
            prepared.settle(key, name: name, isPrepared: reply == .success)
            return reply == .failure ? .refuse(read, part: part) : .none
        case (.answer(let read, let part), _):
            let isLast = part == read.parts.count - 1
            if isLast { reads -= 1 }
            switch reply {
            case .success: return .receive(read)
            case .failure: return .refuse(read, part: part)
            // Its other parts are skipped too: it is told once, at the last one.
            default: return !isLast || read.isDone ? .none : isContextRefused ? .refuseContext(read) : .resend(read)
            }
        case (.pinPrepared(let key, let name), _):
            prepared.settle(key, name: name, isPrepared: reply == .success)
            return .none
        case (.pin(let key), .failure):
            // Somebody deallocated it.
            _ = prepared.forget(key)
            return .none
        case (.pin, _), (.command, _): return .none
        }
    }

    /// Everything without an outcome, when the connection is lost.
    mutating func abandon() -> [Read] {
        var abandoned: [Read] = []
        for index in head..<due.count {
            if case .answer(let read, let part) = due[index], part == read.parts.count - 1, !read.isDone {
                abandoned.append(read)
            }
        }
        self = FlightLedger()
        return abandoned
    }
}
