import SQLText

/// What one connection has prepared. A statement is prepared under its role, on its second use, and counts as prepared
/// when the server has said so; meanwhile only the batch that prepares it may rely on it.
struct PreparedStatements {
    struct Key: Hashable {
        var role: ExactText?
        var statement: ExactText
    }

    enum Step: Equatable {
        case unnamed
        /// Prepare under this name, then execute it.
        case prepare(String)
        case execute(String)
    }

    private enum State {
        case seen
        case preparing(String, batch: Int)
        case prepared(String)
    }

    private var states: BoundedCache<Key, State>
    private var nextName = 1
    /// Names to be deallocated, each in a flight that nothing else can abort.
    private(set) var obsolete: [String] = []

    init(maximumCount: Int, maximumBytes: Int) {
        states = BoundedCache(maximumCount: maximumCount, maximumBytes: maximumBytes)
    }

    mutating func step(for key: Key, batch: Int) -> Step {
        guard let slot = states.find(key) else {
            // The server's copy of a plan is some multiple of the text; the text stands for it here.
            retire(states.insert(key, .seen, bytes: key.statement.text.utf8.count))
            return .unnamed
        }
        switch states[slot] {
        case .prepared(let name): return .execute(name)
        case .preparing(let name, let current) where current == batch: return .execute(name)
        case .preparing: return .unnamed
        case .seen:
            let name = "f\(nextName)"
            nextName += 1
            states[slot] = .preparing(name, batch: batch)
            return .prepare(name)
        }
    }

    /// The server's word on a `prepare` step.
    mutating func settle(_ key: Key, name: String, isPrepared: Bool) {
        if let slot = states.find(key), case .preparing(name, _) = states[slot] {
            states[slot] = isPrepared ? .prepared(name) : .seen
        } else if isPrepared {
            // It was evicted while it was on its way.
            obsolete.append(name)
        }
    }

    /// A statement that no longer runs as it was prepared (its result type changed, or somebody deallocated it);
    /// false when it was not prepared.
    mutating func forget(_ key: Key) -> Bool {
        guard case .prepared(let name)? = states.remove(key) else { return false }
        obsolete.append(name)
        return true
    }

    mutating func takeObsolete() -> [String] {
        defer { obsolete = [] }
        return obsolete
    }

    private mutating func retire(_ evicted: [State]) {
        for case .prepared(let name) in evicted { obsolete.append(name) }
    }
}
