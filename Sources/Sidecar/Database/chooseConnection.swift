import Postgres

/// Which connection a read gets that need not go to the lane.
extension ConnectionKeeper {
    enum Choice {
        case connection(PipelineConnection)
        /// All connections for ordinary reads are stuck.
        case hold
        case none
    }

    /// For a read that is known to be fast.
    /// - Parameter isLaneWanted: by slow reads, which have nowhere else to go.
    func choose(isLaneWanted: Bool, now: UInt64) -> Choice {
        var isStuck = false
        var best: PipelineConnection?
        var bestLoad = Int.max
        for slot in slots where !slot.isLane {
            guard let connection = slot.connection else { continue }
            // What is behind a slow statement would wait for it: the other one is faster, however long. A guest may be one.
            var load = connection.load
            if load > 0, slot.isBusy(forLongerThan: options.slowAfter, now: now) {
                if slot.isBusy(forLongerThan: options.stuckAfter, now: now) {
                    isStuck = true
                    continue
                }
                load += options.limits.reads
            } else if slot.hasGuest {
                load += options.limits.batch
            }
            if load < bestLoad {
                best = connection
                bestLoad = load
            }
        }
        if let best { return .connection(best) }
        if let lane, !isStuck || lane.load == 0 && !isLaneWanted { return .connection(lane) }
        return isStuck ? .hold : .none
    }

    /// One of the ordinary connections stays free of guests, if there are two.
    func slotForGuest(now: UInt64) -> ConnectionSlot? {
        let ordinary = slots.lazy.filter { !$0.isLane && $0.connection != nil }
        if ordinary.isEmpty { return slots.last.flatMap { $0.connection?.load == 0 ? $0 : nil } }
        guard ordinary.count(where: \.hasGuest) < max(1, ordinary.count - 1) else { return nil }
        return ordinary.filter { [options] in
            !$0.hasGuest && !$0.isBusy(forLongerThan: options.stuckAfter, now: now)
        }.min { $0.connection?.load ?? 0 < $1.connection?.load ?? 0 }
    }
}
