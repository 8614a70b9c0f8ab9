/// The name of a relation, type or function together with its schema, unquoted.
package struct QualifiedName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var schema: String
    package var name: String

    package init(_ schema: String, _ name: String) {
        self.schema = schema
        self.name = name
    }

    /// As SQL writes it: `public."Order"`.
    package var description: String { "\(quoteIdentifier(schema)).\(quoteIdentifier(name))" }

    package static func < (left: QualifiedName, right: QualifiedName) -> Bool {
        (left.schema, left.name) < (right.schema, right.name)
    }
}
