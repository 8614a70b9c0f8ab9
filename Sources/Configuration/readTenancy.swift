import SQLText

extension ConfigurationReader {
    /// `[tenancy.existing_roles]`.
    mutating func readExistingRoles(_ node: TOMLNode) {
        for entry in entries(node, "[tenancy.existing_roles]") {
            let title = "[tenancy.existing_roles] \(entry.key)"
            guard let text = text(entry.node, title) else { continue }
            guard let sight = ExistingRole.Sight(rawValue: text) else {
                fail(
                    "\(title) must be \"all\" (every row, as before) or \"tenant\" (the rows of the tenant that "
                        + "fraiseql.login_tenant gives the login), not \"\(text)\"", at: entry.node.place)
                continue
            }
            configuration.tenancy.existingRoles.append(
                ExistingRole(name: entry.key, sees: sight, place: entry.keyPlace))
        }
    }

    /// `tenancy` of `[tables."schema.relation"]`.
    mutating func readTenancyRule(_ entry: TOMLEntry, _ relation: QualifiedName, title: String) {
        configuration.tenancy.rulePlaces[relation] = entry.keyPlace
        if case .string(let text) = entry.node.value {
            if text == "shared" {
                configuration.tenancy.rules[relation] = .shared
            } else {
                fail("\(title) must be \"shared\" or { column = \"...\" }, not \"\(text)\"", at: entry.node.place)
            }
            return
        }
        guard case .table(let members) = entry.node.value, members.count == 1, let member = members.first else {
            fail("\(title) must be \"shared\" or { column = \"...\" }", at: entry.node.place)
            return
        }
        guard member.key == "column" else {
            failUnknown(member, in: "\(title)", known: ["column"])
            return
        }
        guard let column = text(member.node, "\(title).column") else { return }
        configuration.mentions.append(
            ConfigurationMention(.column(ColumnName(relation, column)), at: member.node.place))
        configuration.tenancy.rules[relation] = .column(column)
    }

    /// What no single key of `[tenancy]` can tell.
    mutating func checkTenancy(_ places: [String: ConfigurationPlace]) {
        let tenancy = configuration.tenancy
        configuration.tenancy.columnPlace = places["tenancy.column"]
        guard let place = places["tenancy.column"] else {
            let other = places.filter { $0.key.hasPrefix("tenancy.") }.values
            let all = Array(other) + tenancy.existingRoles.map(\.place) + Array(tenancy.rulePlaces.values)
            if let first = all.min() {
                fail("tenancy needs [tenancy] column, which tells the tenants apart", at: first)
            }
            return
        }
        if tenancy.trustedLogins.isEmpty {
            fail(
                "[tenancy] column needs trusted_logins: the logins of the sidecar, whose setting fraiseql.tenant_id is "
                    + "believed", at: place)
        }
        if configuration.grantRole == nil {
            fail("[tenancy] column needs [api] role, to whom the policies are written", at: place)
        }
        for role in tenancy.existingRoles {
            if tenancy.trustedLogins.contains(role.name) {
                fail("[tenancy.existing_roles] \(role.name) is one of trusted_logins", at: role.place)
            }
            if configuration.grantRole == role.name {
                fail("[tenancy.existing_roles] \(role.name) is the role of [api]", at: role.place)
            }
        }
    }
}
