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
