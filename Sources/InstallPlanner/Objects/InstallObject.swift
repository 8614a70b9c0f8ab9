package import SQLText

/// What kinds of objects a migration makes; `fraiseql.installed_object.kind`. This is the only list of them, but for
/// `sql/runtime/object_definition.sql`, which prints those that PostgreSQL can print.
package enum ObjectKind: String, Hashable, Sendable, CaseIterable {
    /// A numbered folder of `migrations/`: tables of the companion.
    case records
    /// A function or procedure; its name has the types of its parameters.
    case function
    case schema
    case view
    case grant

    /// Tables with data in them only ever grow: a plan neither changes nor drops them.
    package var onlyGrows: Bool { self == .records }

    /// `unbind` drops it and `bind` makes it again, as the record says.
    package var isRebindable: Bool { self == .view }
}

package struct ObjectIdentity: Hashable, Sendable, CustomStringConvertible {
    package var kind: ObjectKind
    /// As SQL writes it: `api.v_order`.
    package var name: String

    package init(_ kind: ObjectKind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    package var description: String { "\(kind.rawValue) \(name)" }

    /// The companion's tables, and functions of its schema: those that no relation of the user has.
    fileprivate var isOfCompanion: Bool {
        kind == .records || kind == .function && name.hasPrefix("fraiseql.")
    }
}

/// An object that the configuration asks for, with the statements that make it and the one that removes it.
package struct InstallObject: Hashable, Sendable {
    package var identity: ObjectIdentity
    /// The user's relation that it stands on; its objects share a step.
    package var relation: QualifiedName?
    /// Objects that must be there before it.
    package var dependsOn: [ObjectIdentity]
    /// Columns with their types for a view, parameters and result for a function: one of the same shape is replaced in
    /// place.
    package var shape: String?
    /// Statements, each ended by a semicolon.
    package var create: String
    /// The statements that turn an installed object of the same shape into this one, where that is possible.
    package var replace: String?
    /// Statements, each ended by a semicolon.
    package var drop: String
    /// What is recorded as its definition, for objects that PostgreSQL cannot print back.
    package var definition: String?
    /// Privileges of others that an object of this name had before it was made again, as statements.
    package var restoredGrants: [String] = []
    /// The tables that `create` makes, for records.
    package var tables: [String] = []

    package init(
        _ identity: ObjectIdentity, relation: QualifiedName? = nil, dependsOn: [ObjectIdentity] = [],
        shape: String? = nil, create: String, replace: String? = nil, drop: String, definition: String? = nil
    ) {
        self.identity = identity
        self.relation = relation
        self.dependsOn = dependsOn
        self.shape = shape
        self.create = create
        self.replace = replace
        self.drop = drop
        self.definition = definition
    }

    /// True for what migrations themselves run on.
    package var isOfCompanion: Bool { relation == nil && identity.isOfCompanion }

    /// Tells one text from another, against accidents and not against malice: FNV-1a, 64 bits, in hexadecimal.
    package var textHash: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in create.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
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
    package var drop: String
    package var isBound: Bool
    package var serverMajor: Int
    package var condition: Condition

    /// What hands other than the migrations' have made of it.
    package enum Condition: Hashable, Sendable {
        case asMade
        /// The shape is that of now, nil for what has none; the definition that of the record.
        case changed(shape: String?, recorded: String?)
        case missing
    }

    /// True for what migrations themselves run on.
    package var isOfCompanion: Bool { relation == nil && identity.isOfCompanion }

    package init(
        _ identity: ObjectIdentity, relation: String? = nil, dependsOn: [String] = [], shape: String? = nil,
        textHash: String, definition: String? = nil, grants: [String] = [], drop: String, isBound: Bool = true,
        serverMajor: Int = 15, condition: Condition = .asMade
    ) {
        self.identity = identity
        self.relation = relation
        self.dependsOn = dependsOn
        self.shape = shape
        self.textHash = textHash
        self.definition = definition
        self.grants = grants
        self.drop = drop
        self.isBound = isBound
        self.serverMajor = serverMajor
        self.condition = condition
    }
}
