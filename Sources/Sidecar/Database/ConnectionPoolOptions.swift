package import Postgres

extension ConnectionPool {
    package struct Options: Sendable {
        package var url: String
        package var settings: SessionSettings
        package var limits: PipelineConnection.Limits
        /// From two on, the last one is the lane of slow reads.
        package var connections: Int
        /// Reads that wait for their turn: of those nobody knows, of slow ones and of those that no connection takes, each. Nil for as
        /// many as one connection takes.
        package var queueLength: Int?
        /// In milliseconds: a statement that takes longer is slow, and runs in the lane next time. After so long guests, and
        /// statements of addresses in debt, make way for others.
        package var slowAfter = 100
        /// In milliseconds: a flight that has been under way for longer, while others wait, makes way for them. Longer than
        /// a migration holds its locks, unless its `lock_timeout` is raised.
        package var evictAfter = 600
        /// In milliseconds: when guests of many addresses wait, each has so short a turn that all have had one by then, but
        /// not less than `leastTurn`.
        package var guestCycle = 1_000
        package var leastTurn = 50
        /// In milliseconds: a connection whose oldest flight has been under way for longer is given no more.
        package var stuckAfter = 1_000
        /// In milliseconds: how long a read waits for one that is not.
        package var holdTimeout = 500
        /// In milliseconds after the statement timeout: a connection that still owes an answer then is given up.
        package var lossGrace = 5_000

        package init(
            url: String, connections: Int, settings: SessionSettings, limits: PipelineConnection.Limits
        ) {
            self.url = url
            self.connections = connections
            self.settings = settings
            self.limits = limits
        }
    }
}
