/// A migration before it has a name: the groups of changes, each a step, and the API model that comes into force with
/// the last step.
package struct MigrationPlan: Hashable, Sendable {
    package var groups: [ChangeGroup]
    /// nil where the model stays as it is.
    package var model: ModelChange?
    /// The columns of the user that the changes rely on.
    package var reliesOn: [ReliedColumns]
    /// The migration that it would follow.
    package var parent: MigrationHeader.Parent?
    /// Migrations of the folder that wait to be applied: the plan is one against the database without them.
    package var pending: [String] = []

    package init(
        groups: [ChangeGroup], model: ModelChange?, reliesOn: [ReliedColumns] = [],
        parent: MigrationHeader.Parent? = nil
    ) {
        self.parent = parent
        self.groups = groups
        self.model = model
        self.reliesOn = reliesOn
    }

    package var isEmpty: Bool { groups.isEmpty && model == nil }
    package var stepCount: Int { groups.count + (model == nil ? 0 : 1) }
}

/// Models as JSON text with the number of their format.
package struct ModelChange: Hashable, Sendable {
    package struct Text: Hashable, Sendable {
        package var format: Int
        package var text: String

        package init(format: Int, text: String) {
            self.format = format
            self.text = text
        }
    }

    package var new: Text
    package var former: Text?

    package init(new: Text, former: Text?) {
        self.new = new
        self.former = former
    }
}

/// What names a migration and puts it in the chain.
package struct MigrationHeader: Hashable, Sendable {
    /// Fourteen digits: `20260131120000`.
    package var version: String
    package var name: String
    package var parent: Parent?
    /// How long a step waits for a lock, also when psql runs it.
    package var lockTimeout: Duration

    package struct Parent: Hashable, Sendable {
        package var version: String
        /// SHA-256 of the parent's up.sql, in hexadecimal; nil where nobody knows it.
        package var checksum: String?

        package init(version: String, checksum: String?) {
            self.version = version
            self.checksum = checksum
        }
    }

    package init(version: String, name: String, parent: Parent?, lockTimeout: Duration) {
        self.version = version
        self.name = name
        self.parent = parent
        self.lockTimeout = lockTimeout
    }
}
