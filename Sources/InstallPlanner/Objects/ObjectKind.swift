/// A kind of object that migrations make, with everything that is decided by kind. Each stands in the file that makes its
/// objects, such as `view.swift`. How PostgreSQL finds and prints it: `sql/runtime/object_address.sql` and
/// `object_definition.sql`.
package struct ObjectKind: Sendable {
    /// Every kind. The order of making is that of `wantedObjects`; dropped is in the reverse order.
    package static let all: [ObjectKind] = [
        .records, .function, .schema, .rowSecurity, .policy, .columnDefault, .view, .grant, .eventTrigger,
    ]

    /// What `fraiseql.installed_object.kind` calls it.
    package let name: String
    /// What SQL calls it after `drop`, `comment on` and `on`; nil for what no such statement names.
    package var keyword: String?
    /// How one that is not as it is wanted becomes so.
    package var renewal = Renewal.replacedInPlace
    /// What stands for `create` where the object may be there; nil where the statements that make it bear that.
    package var createInPlace: String?
    /// PostgreSQL prints it: printed otherwise than right after it was made, it was changed by hand. Else its text is
    /// its definition.
    package var isPrinted = true
    /// The way back makes it as it was before the migration, whoever made it so; else as it was recorded.
    package var isRestoredAsFound = false
    /// It names columns of the user, which cannot be altered or dropped while it is there: `unbind` drops it, `bind` makes
    /// it again, and the way to base does not make a former one again, whose columns may be gone.
    package var pinsColumns = false
    /// The lock that making it takes on the user's relation.
    package var lockToMake: RelationLock?
    /// The lock that dropping it takes there; nil where it locks itself alone.
    package var lockToDrop: RelationLock?
    /// PostgreSQL has no statement that replaces it: in place means dropped and made again, in one transaction.
    package var isReplacedByDropping = false
    /// It goes with the object that it depends on, and needs no statement of its own for that.
    package var goesWithItsBase = false
    /// It is a privilege and no object: it is revoked, not dropped, its definition is the GRANT that gives it, and its
    /// shape a `GrantShape`.
    package var isPrivilege = false
    /// What others than its owner may do with it besides what FraiseQL granted, as privileges in lower case; nil where that
    /// is up to those who granted it. Everything else is drift, and the next plan takes it back.
    package var othersMay: [String]?
    /// What the steps that stand on no relation are called for it.
    package var stepTitle: String?
    /// Objects of this kind, by name, that migrations themselves run on.
    package var isOfCompanion: @Sendable (_ name: String) -> Bool = { _ in false }
    /// The shape of one that was changed by hand, in the words of the recorded shape; nil where it has none or another
    /// one that nobody can tell.
    package var shapeFound: @Sendable (_ found: FoundObject) -> String? = { _ in nil }

    package enum Renewal: Sendable {
        /// Replaced in place where its shape stays, else dropped and made again.
        case replacedInPlace
        /// Made once more where its text stays, which does no harm, else dropped and made again.
        case madeOnceMore
        /// Never: tables with data in them only ever grow.
        case never
    }

    /// The kind with this name; nil for one of another release.
    package static func named(_ name: String) -> ObjectKind? { all.first { $0.name == name } }

    /// The statements that make an object, as those that turn one of the same shape into it.
    /// - Parameter drop: the one that removes the object that is there.
    func inPlace(_ statements: String, drop: String) -> String {
        if isReplacedByDropping { return "\(drop)\n\(statements)" }
        guard let keyword, let createInPlace, statements.hasPrefix("create \(keyword) ") else { return statements }
        return createInPlace + statements.dropFirst("create \(keyword)".count)
    }
}

extension ObjectKind: Hashable {
    package static func == (one: ObjectKind, other: ObjectKind) -> Bool { one.name == other.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A lock on a relation of the user, and what it means to those who use the relation.
package enum RelationLock: Comparable, Sendable {
    case accessShare
    case accessExclusive

    func note(_ relation: String) -> String {
        switch self {
        case .accessShare: "ACCESS SHARE on \(relation), for an instant: its readers and writers go on"
        case .accessExclusive:
            "ACCESS EXCLUSIVE on \(relation), for an instant: its readers and writers wait until the step is done"
        }
    }
}

/// What became of an object that hands changed.
package struct FoundObject: Sendable {
    /// As PostgreSQL prints it now, and as it printed it right after it was made.
    package var definition: String
    package var recorded: String
    /// The shape at that time.
    package var recordedShape: String?
    /// Its columns with their types, of what has columns.
    package var columns: String?

    package init(definition: String, recorded: String, recordedShape: String?, columns: String?) {
        self.definition = definition
        self.recorded = recorded
        self.recordedShape = recordedShape
        self.columns = columns
    }
}
