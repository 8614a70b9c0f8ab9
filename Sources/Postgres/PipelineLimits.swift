extension PipelineConnection {
    package struct Limits: Sendable {
        /// Reads that wait or are under way; more are refused.
        package var reads: Int
        /// Statements that share a context and a Sync. An error sends its batch's others again, so it is not large.
        package var batch = 32
        /// Batches under way. What is sent cannot be taken back: each of them that is slow is waited for or cancelled on its
        /// own. What comes meanwhile makes the next batch larger.
        package var batches = 4
        package var preparedCount = 256
        package var preparedBytes = 1 << 20

        package init(reads: Int) { self.reads = reads }
    }
}
