package import SQLText

/// The type of a column. For an array, `name` is the element's type.
package struct TypeReference: Hashable, Sendable {
    package var name: QualifiedName
    package var isArray: Bool
    /// As `format_type` prints it with an empty search path, modifier included: `numeric(5,2)`, `public.mood[]`.
    package var formatted: String

    package init(name: QualifiedName, isArray: Bool = false, formatted: String) {
        self.name = name
        self.isArray = isArray
        self.formatted = formatted
    }
}

/// A type outside pg_catalog that some column uses, directly or through a domain, array, range or composite.
package struct CatalogType: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case base
        /// Labels in sort order.
        case enumeration(labels: [String])
        /// The type below, and whether the domain itself forbids null.
        case domain(base: TypeReference, isNotNull: Bool)
        case range(subtype: TypeReference)
        case multirange(subtype: TypeReference)
        case composite(attributes: [Attribute])
    }

    package struct Attribute: Hashable, Sendable {
        package var name: String
        package var type: TypeReference

        package init(name: String, type: TypeReference) {
            self.name = name
            self.type = type
        }
    }

    package var name: QualifiedName
    package var kind: Kind
    package var comment: String?

    package init(name: QualifiedName, kind: Kind, comment: String? = nil) {
        self.name = name
        self.kind = kind
        self.comment = comment
    }
}
