/// What every session of the sidecar pins, so that no setting of a role, a database or a server changes an answer.
package struct SessionSettings: Sendable {
    /// In milliseconds; the server ends a statement that runs longer.
    package var statementTimeout: Int
    /// In milliseconds; 0 waits as long as the statement may run. Whatever a connection has sent waits behind the read
    /// that waits for a lock, whichever table it reads.
    package var lockTimeout: Int
    /// Read sessions refuse writes and see one snapshot per flight.
    package var isReadOnly: Bool

    package init(statementTimeout: Int, lockTimeout: Int = 1_000, isReadOnly: Bool = true) {
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.isReadOnly = isReadOnly
    }

    /// The one list (PostgreSQL manual, chapter 20).
    var values: [(name: String, value: String)] {
        [
            // The text form of values.
            ("TimeZone", "UTC"), ("DateStyle", "ISO, MDY"), ("IntervalStyle", "iso_8601"),
            ("extra_float_digits", "1"), ("bytea_output", "hex"), ("client_encoding", "UTF8"),
            ("quote_all_identifiers", "off"),
            // What the text of constants and arrays means.
            ("standard_conforming_strings", "on"), ("array_nulls", "on"),
            // A policy filters rows; without this it would refuse the statement instead.
            ("row_security", "on"),
            // Statements name their schemas; a path would let whoever may create objects in it replace an operator.
            ("search_path", "pg_catalog"),
            // Both cost more than they bring under many small statements.
            ("jit", "off"), ("max_parallel_workers_per_gather", "0"),
            // An idle connection is ours to keep; a transaction is never left open.
            ("idle_session_timeout", "0"), ("idle_in_transaction_session_timeout", "60000"),
            ("statement_timeout", String(statementTimeout)), ("lock_timeout", String(lockTimeout)),
            ("default_transaction_read_only", isReadOnly ? "on" : "off"),
            ("default_transaction_isolation", isReadOnly ? "repeatable read" : "read committed"),
            ("default_transaction_deferrable", "off"),
        ]
    }
}
