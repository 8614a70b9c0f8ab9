package import JSONText

/// The values of a request's variables, coerced to their types with defaults filled in (GraphQL specification, section
/// 6.1.2). An absent variable has no entry; null is `.null`; the same holds for the members of input objects.
package struct Variables: Hashable, Sendable {
    package var values: [String: JSON]

    package init(_ values: [String: JSON] = [:]) {
        self.values = values
    }
}
