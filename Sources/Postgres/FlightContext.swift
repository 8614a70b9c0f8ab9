import SQLText

/// Who a flight runs as. It travels as the first statement of the flight and ends with its Sync, also after an error:
///
///     select pg_catalog.set_config('role', $1, true), pg_catalog.set_config('fraiseql.tenant_id', $2, true)
///
/// This is the only code that gives a request its role and claims. Without an identity nothing is sent.
package struct FlightContext: Hashable, Sendable {
    package struct Setting: Hashable, Sendable {
        /// Below `fraiseql.`, such as `tenant_id`.
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package let role: String?
    package let settings: [Setting]
    /// Nil when there is nothing to set.
    let statement: ExactText?
    let parameters: [String?]
    private let hash: Int

    package init(role: String? = nil, settings: [Setting] = []) {
        self.role = role
        self.settings = settings
        var names = settings.map { "fraiseql.\($0.name)" }
        var values = settings.map(\.value)
        if let role {
            names.insert("role", at: 0)
            values.insert(role, at: 0)
        }
        var sql: SQL<String> = "select "
        for (index, name) in names.enumerated() {
            if index > 0 { sql += ", " }
            sql += "pg_catalog.set_config(\(literal: name), \(bind: values[index]), true)"
        }
        let rendered = render(sql)
        statement = names.isEmpty ? nil : ExactText(rendered.text)
        parameters = rendered.binds.map { $0 }
        var hasher = Hasher()
        hasher.combine(role)
        hasher.combine(settings)
        hash = hasher.finalize()
    }

    package static let none = FlightContext()

    package static func == (left: FlightContext, right: FlightContext) -> Bool {
        left.hash == right.hash && left.role == right.role && left.settings == right.settings
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }
}
