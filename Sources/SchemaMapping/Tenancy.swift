import JSONText
package import SQLText

/// How tenants are kept apart: what the policies of the database are made of, and what the sidecar expects of it.
package struct Tenancy: Hashable, Sendable {
    /// The one type of every tenant column, as SQL writes it: `uuid`.
    package var type: String
    /// The logins whose setting `fraiseql.tenant_id` is believed.
    package var trustedLogins: [String]
    /// Those that are adopted and belong to tenants, in name order. What is not among them has no policy of FraiseQL's.
    package var tables: [TenantTable]

    package init(type: String, trustedLogins: [String], tables: [TenantTable]) {
        self.type = type
        self.trustedLogins = trustedLogins
        self.tables = tables
    }

    package func table(_ relation: QualifiedName) -> TenantTable? { tables.first { $0.relation == relation } }
}

/// A table of which each tenant sees its own rows.
package struct TenantTable: Hashable, Sendable {
    package var relation: QualifiedName
    /// The column that says whose a row is.
    package var column: String
    /// Whether that has a default of its own, which stays.
    package var hasDefault: Bool
    /// Whether row security was on before FraiseQL came: it stays on after.
    package var hadRowSecurity: Bool

    package init(
        relation: QualifiedName, column: String, hasDefault: Bool = false, hadRowSecurity: Bool = false
    ) {
        self.hadRowSecurity = hadRowSecurity
        self.relation = relation
        self.column = column
        self.hasDefault = hasDefault
    }

    /// The policies that it has then, in the order in which they are made.
    package var policies: [String] { PolicyCommand.allCases.map { "fraiseql_\($0.rawValue)" } }
}

/// What a policy is for: `create policy ... for select`.
package enum PolicyCommand: String, Hashable, Sendable, CaseIterable {
    case select
    case insert
    case update
    case delete
}

extension Tenancy {
    var json: JSON {
        .object([
            "type": .string(type), "trustedLogins": .array(trustedLogins.map { .string($0) }),
            "tables": .array(tables.map(\.json)),
        ])
    }

    init(_ reader: JSONReader) throws(JSONError) {
        self.init(
            type: try reader.string("type"), trustedLogins: try reader.strings("trustedLogins"),
            tables: try reader.array("tables") { (item) throws(JSONError) in try TenantTable(item) })
    }
}

extension TenantTable {
    var json: JSON {
        var object: JSONObject = [
            "relation": nameJSON(relation),
            "column": .string(column),
        ]
        if hadRowSecurity { object.append("rowSecurityBefore", .bool(true)) }
        if hasDefault { object.append("default", .bool(true)) }
        // For whoever serves the API: what must be there.
        object.append("policies", .array(policies.map { .string($0) }))
        return .object(object)
    }

    init(_ reader: JSONReader) throws(JSONError) {
        self.init(
            relation: try readName(reader.member("relation")), column: try reader.string("column"),
            hasDefault: try reader.optionalMember("default")?.bool() ?? false,
            hadRowSecurity: try reader.optionalMember("rowSecurityBefore")?.bool() ?? false)
    }
}
