extension StringProtocol {
    /// Whether another text has the same bytes, in a time that grows with them. For every text of a client: `==` and hashing
    /// also find what Unicode calls equivalent, and to a run of combining marks that costs the square of its length.
    package func hasSameBytes(as other: some StringProtocol) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// Whether it can equal a name of ours or of GraphQL's, or a word of HTTP.
    package var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
