package import JSONText
private import SQLText

/// What a grant gives, as `fraiseql.installed_object.shape` keeps it: USAGE on a schema, EXECUTE on a function, else SELECT.
package struct GrantShape: Hashable, Sendable {
    package enum Target: String, Hashable, Sendable {
        case schema
        case relation
        case columns
        case function
    }

    package var on: Target
    /// As SQL writes it.
    package var name: String
    package var role: String
    /// For `columns` only.
    package var columns: [String]

    package init(on: Target, name: String, role: String, columns: [String] = []) {
        self.on = on
        self.name = name
        self.role = role
        self.columns = columns
    }

    package var identity: ObjectIdentity {
        let target = on == .schema || on == .function ? "\(on.rawValue) \(name)" : name
        return ObjectIdentity(.grant, "\(target) to \(quoteIdentifier(role))")
    }

    /// What of it another grant on the same object does not give; nil where nothing is left.
    package func subtracting(_ other: GrantShape?) -> GrantShape? {
        guard let other, other.identity == identity else { return self }
        guard on == .columns, other.on == .columns else { return nil }
        var rest = self
        rest.columns.removeAll { other.columns.contains($0) }
        return rest.columns.isEmpty ? nil : rest
    }

    /// What makes a role that can be granted something and cannot log in.
    package static func statement(making role: String) -> String {
        renderText("create role \(identifier: role) nologin;")
    }

    /// The GRANT that gives it.
    package var statement: String { renderText("grant \(privilege) to \(identifier: role);") }

    /// `select (id) on public.orders`. Safe: the name is as SQL writes it, and as regprocedure quotes that of a function.
    private var privilege: DDL {
        switch on {
        case .schema: return "usage on schema \(unsafe: name)"
        case .relation: return "select on \(unsafe: name)"
        case .function: return "execute on function \(unsafe: name)"
        case .columns:
            let columns = columns.map { column -> DDL in "\(identifier: column)" }.joined(by: ", ")
            return "select (\(columns)) on \(unsafe: name)"
        }
    }

    package var json: JSON {
        var object: JSONObject = ["on": .string(on.rawValue), "name": .string(name), "role": .string(role)]
        if on == .columns { object.append("columns", .array(columns.map { .string($0) })) }
        return .object(object)
    }

    package init(_ reader: JSONReader) throws(JSONError) {
        let member = try reader.member("on")
        guard let target = Target(rawValue: try member.string()) else { throw member.fail("no target of a grant") }
        on = target
        name = try reader.string("name")
        role = try reader.string("role")
        columns = target == .columns ? try reader.strings("columns") : []
    }
}
