/// How much one request may ask for, counted while it is planned; docs/errors.md lists them.
enum RequestLimits {
    /// Response keys on one level of a selection. PostgreSQL allows a row of 1,664 columns.
    static let fieldsPerLevel = 1_600
    /// Terms of one `orderBy`, columns of one `groupBy`.
    static let orderTerms = 32
    /// Of a cursor: the terms of its order and the columns of the longest primary key.
    static let cursorValues = 64
    /// Bytes of the words of a search: PostgreSQL's time for them grows with the square, and nothing interrupts it there.
    static let searchText = 2_048
    /// Operators, `and`, `or`, `not`, relations and order terms of the whole request.
    static let conditions = 1_000
    /// Those of them that read related rows: each costs PostgreSQL the planning of another table.
    static let relatedConditions = 100
    /// Bytes of a response key: it stands in every row of an answer.
    static let responseKey = 255
}
