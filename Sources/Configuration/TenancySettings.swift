package import SQLText

/// `[tenancy]`, and `tenancy` of the tables. Nothing of tenancy exists without a column.
package struct TenancySettings: Hashable, Sendable {
    /// `column`: what tells the tenants apart, in every table without a rule of its own.
    package var column: String?
    /// `trusted_logins`: whose setting `fraiseql.tenant_id` is believed.
    package var trustedLogins: [String] = []
    /// `tables`: those that are adopted so far; nil for every exposed table.
    package var adopted: [QualifiedName]?
    /// `force`: whether the policies hold for the owners of the tables, too.
    package var isForced: Bool = false
    /// `[tenancy.existing_roles]`, in the order of the file.
    package var existingRoles: [ExistingRole] = []
    /// `[tables."schema.relation"] tenancy`.
    package var rules: [QualifiedName: TenancyRule] = [:]
    /// Where each rule stands.
    package var rulePlaces: [QualifiedName: ConfigurationPlace] = [:]
    package var columnPlace: ConfigurationPlace?

    package init() {}

    package func adopts(_ relation: QualifiedName) -> Bool { adopted?.contains(relation) ?? true }

    /// Whether policies hide rows of a relation.
    package func hidesRows(of relation: QualifiedName) -> Bool {
        column != nil && adopts(relation) && rules[relation] != .shared
    }
}

/// A role that holds privileges on tables from before.
package struct ExistingRole: Hashable, Sendable {
    package enum Sight: String, Hashable, Sendable, CaseIterable {
        /// Every row, as before: the running application.
        case all
        /// The rows of the tenant that `fraiseql.login_tenant` gives the login.
        case tenant
    }

    package var name: String
    package var sees: Sight
    package var place: ConfigurationPlace

    package init(name: String, sees: Sight, place: ConfigurationPlace = .start) {
        self.name = name
        self.sees = sees
        self.place = place
    }
}

/// How the rows of a table belong to tenants.
package enum TenancyRule: Hashable, Sendable {
    /// `{ column = "id" }`: another column than that of `[tenancy]`.
    case column(String)
    /// `"shared"`: every tenant reads all rows; no policy.
    case shared
}
