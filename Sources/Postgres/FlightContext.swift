package import SQLText

/// Who a flight runs as. It travels as the first statement of the flight and ends with its Sync, also after an error:
///
///     select pg_catalog.set_config('role', $1, true), pg_catalog.set_config('fraiseql.tenant_id', $2, true)
///
/// This is the only code that gives a request its role and claims. Without an identity nothing is sent. Two contexts
/// are equal when their bytes are: two tenants whose names Unicode calls equivalent share no flight.
package struct FlightContext: Hashable, Sendable {
    package struct Setting: Hashable, Sendable {
        /// Below `fraiseql.`, such as `tenant_id`.
        package var name: ExactText
        package var value: ExactText

        package init(_ name: String, _ value: String) {
            self.name = ExactText(name)
            self.value = ExactText(value)
        }
    }

    package let role: ExactText?
    package let settings: [Setting]
    /// Nil when there is nothing to set.
    let statement: ExactText?
    let parameters: [String?]
    private let hash: Int

    package init(role: String? = nil, settings: [Setting] = []) {
        self.init(role: role.map { ExactText($0) }, settings: settings)
    }

    init(role: ExactText?, settings: [Setting]) {
        self.role = role
        self.settings = settings
        var names = settings.map { "fraiseql.\($0.name.text)" }
        var values = settings.map(\.value.text)
        if let role {
            names.insert("role", at: 0)
            values.insert(role.text, at: 0)
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

    /// Why it may not be sent. `none` is what ends `set role`: the flight would run as the login.
    var refusal: PostgresError? {
        guard role?.text == "none" else { return nil }
        return PostgresError(sqlState: SQLState.invalidParameterValue, message: "role \"none\" is no role")
    }

    package static func == (left: FlightContext, right: FlightContext) -> Bool {
        left.hash == right.hash && left.role == right.role && left.settings == right.settings
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }
}
