package import SQLText

package struct ObjectIdentity: Hashable, Sendable, CustomStringConvertible {
    package var kind: ObjectKind
    /// As SQL writes it: `api.v_order`.
    package var name: String

    package init(_ kind: ObjectKind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    package var description: String { "\(kind.name) \(name)" }

    /// `drop view if exists api.v_order;`, which is read back by `droppedObjects`; nil where the kind has no keyword.
    package var drop: String? { kind.keyword.map { "drop \($0) if exists \(name);" } }
}

/// An object that the configuration asks for, with the statements that make it and the one that removes it.
package struct InstallObject: Hashable, Sendable {
    package var identity: ObjectIdentity
    /// The user's relation that it stands on; its objects share a step.
    package var relation: QualifiedName?
    /// Objects that must be there before it.
    package var dependsOn: [ObjectIdentity]
    /// Columns with their types for a view, parameters and result for a function: what PostgreSQL does not change in
    /// place.
    package var shape: String?
    /// Statements, each ended by a semicolon.
    package var create: String
    /// Statements, each ended by a semicolon.
    package var drop: String
    /// What is recorded as its definition, for objects that PostgreSQL cannot print back.
    package var definition: String?
    /// Privileges of others that an object of this name had before it was made again, as statements.
    package var restoredGrants: [String] = []
    /// The tables that `create` makes, for records.
    package var tables: [String] = []

    /// - Parameter drop: nil for `drop ... if exists`.
    package init(
        _ identity: ObjectIdentity, relation: QualifiedName? = nil, dependsOn: [ObjectIdentity] = [],
        shape: String? = nil, create: String, drop: String? = nil, definition: String? = nil
    ) {
        guard let drop = drop ?? identity.drop else {
            preconditionFailure("\(identity) needs a statement that removes it")
        }
        self.identity = identity
        self.relation = relation
        self.dependsOn = dependsOn
        self.shape = shape
        self.create = create
        self.drop = drop
        self.definition = definition
    }

    /// The statements that turn an installed object of the same shape into this one.
    package var replace: String { identity.kind.inPlace(create, drop: drop) }

    /// True for what migrations themselves run on.
    package var isOfCompanion: Bool { relation == nil && identity.kind.isOfCompanion(identity.name) }

    /// Tells one text from another.
    package var textHash: String { hexadecimal(stableHash(create)) }
}

/// An object as `fraiseql.installed_object` remembers it.
package struct InstalledObject: Hashable, Sendable {
    package var identity: ObjectIdentity
    package var relation: String?
    package var dependsOn: [String]
    package var shape: String?
    package var textHash: String
    /// As the server printed it right after it was made.
    package var definition: String?
    /// The privileges of others on it, as statements.
    package var grants: [String]
    /// Those among them that nobody but its owner should hold.
    package var strayGrants: [String]
    package var drop: String
    package var isBound: Bool
    package var serverMajor: Int
    package var condition: Condition

    /// What hands other than the migrations' have made of it.
    package enum Condition: Hashable, Sendable {
        case asMade
        /// The shape is that of now, nil for what has none or one that nobody can tell; the definition that of the record.
        case changed(shape: String?, recorded: String?)
        case missing
    }

    /// True for what migrations themselves run on.
    package var isOfCompanion: Bool { relation == nil && identity.kind.isOfCompanion(identity.name) }

    package init(
        _ identity: ObjectIdentity, relation: String? = nil, dependsOn: [String] = [], shape: String? = nil,
        textHash: String, definition: String? = nil, grants: [String] = [], strayGrants: [String] = [], drop: String,
        isBound: Bool = true, serverMajor: Int = 15, condition: Condition = .asMade
    ) {
        self.identity = identity
        self.relation = relation
        self.dependsOn = dependsOn
        self.shape = shape
        self.textHash = textHash
        self.definition = definition
        self.grants = grants
        self.strayGrants = strayGrants
        self.drop = drop
        self.isBound = isBound
        self.serverMajor = serverMajor
        self.condition = condition
    }

    /// The privileges that others keep when it is made again.
    var keptGrants: [String] { grants.filter { !strayGrants.contains($0) } }
}
