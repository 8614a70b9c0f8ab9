package import SQLText

/// A function that a query could call: no procedure, aggregate, window function or trigger.
package struct CatalogFunction: Hashable, Sendable {
    /// `pg_proc.provolatile`: what a function promises of its effects.
    package enum Volatility: String, Hashable, Sendable, CaseIterable {
        case immutable
        case stable
        case volatile
    }

    /// A parameter's or a result's type.
    package struct ValueType: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            case value
            /// A row of the relation of this name; of an array, such rows.
            case row
            /// `record`, `anyelement`, `void`.
            case pseudoType = "pseudo-type"
        }

        package var reference: TypeReference
        package var kind: Kind

        package init(_ reference: TypeReference, _ kind: Kind = .value) {
            self.reference = reference
            self.kind = kind
        }

        /// The relation whose row it is.
        package var row: QualifiedName? { kind == .row && !reference.isArray ? reference.name : nil }
    }

    package struct Parameter: Hashable, Sendable {
        /// Nil for one that is known by its position alone.
        package var name: String?
        package var type: ValueType
        package var hasDefault: Bool

        package init(name: String?, type: ValueType, hasDefault: Bool = false) {
            self.name = name
            self.type = type
            self.hasDefault = hasDefault
        }
    }

    package var name: QualifiedName
    /// As `regprocedure` prints it with an empty search path: `public.full_name(public.users)`.
    package var signature: String
    package var volatility: Volatility
    /// Whether a null argument makes the result null, or no rows, without a call.
    package var isStrict: Bool
    /// Whether it runs with the rights of its owner.
    package var isSecurityDefiner: Bool
    package var isVariadic: Bool
    /// What a call gives, in order.
    package var parameters: [Parameter]
    package var result: ValueType
    package var returnsSet: Bool
    /// Whether the names in its body mean what they meant when it was made, whatever the session's search path.
    package var findsNames: Bool
    package var comment: String?

    package init(
        name: QualifiedName, signature: String, volatility: Volatility = .stable, isStrict: Bool = false,
        isSecurityDefiner: Bool = false, isVariadic: Bool = false, parameters: [Parameter] = [], result: ValueType,
        returnsSet: Bool = false, findsNames: Bool = true, comment: String? = nil
    ) {
        self.name = name
        self.signature = signature
        self.volatility = volatility
        self.isStrict = isStrict
        self.isSecurityDefiner = isSecurityDefiner
        self.isVariadic = isVariadic
        self.parameters = parameters
        self.result = result
        self.returnsSet = returnsSet
        self.findsNames = findsNames
        self.comment = comment
    }

    /// The relation of whose rows it tells something: its first parameter is one of them.
    package var subject: QualifiedName? { parameters.first?.type.row }
}
