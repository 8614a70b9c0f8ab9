/// The name of a relation, type or function together with its schema, unquoted.
@usableFromInline
package struct QualifiedName: Hashable, Comparable, Sendable, CustomStringConvertible {
    @usableFromInline package var schema: String
    @usableFromInline package var name: String

    package init(_ schema: String, _ name: String) {
        self.schema = schema
        self.name = name
    }

    /// As SQL writes it: `public."Order"`.
    @usableFromInline package var description: String { "\(quoteIdentifier(schema)).\(quoteIdentifier(name))" }

    @usableFromInline package static func < (left: QualifiedName, right: QualifiedName) -> Bool {
        (left.schema, left.name) < (right.schema, right.name)
    }
}
