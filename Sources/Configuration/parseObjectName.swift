import SQLText

/// The parts of `schema.relation` or `schema.relation.column`: each as the database spells it, letter case included, in
/// double quotes when it holds a dot or a quote (`public."a.b"`). Nil when a part is empty or a quote is not closed.
func splitObjectName(_ text: String) -> [String]? {
    var parts: [String] = []
    var rest = Substring(text).unicodeScalars
    while true {
        guard let part = takePart(&rest), !part.isEmpty else { return nil }
        parts.append(part)
        guard let separator = rest.popFirst() else { return parts }
        guard separator == "." else { return nil }
    }
}

// Scalar by scalar: a quote and the combining mark behind it are one Character.
private func takePart(_ rest: inout Substring.UnicodeScalarView) -> String? {
    guard rest.first == "\"" else {
        let part = rest.prefix { $0 != "." && $0 != "\"" }
        rest = rest[part.endIndex...]
        return String(part)
    }
    rest.removeFirst()
    var part = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
        if scalar != "\"" {
            part.append(scalar)
        } else if rest.first == "\"" {
            part.append(rest.removeFirst())
        } else {
            return String(part)
        }
    }
    return nil
}

/// The opposite of `splitObjectName`.
package func joinObjectName(_ parts: [String]) -> String {
    parts.map { part in
        guard part.unicodeScalars.contains(where: { $0 == "." || $0 == "\"" }) else { return part }
        var quoted = "\""
        for scalar in part.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
        return quoted + "\""
    }.joined(separator: ".")
}

/// A relation by its full name.
func parseRelationName(_ text: String) -> QualifiedName? {
    guard let parts = splitObjectName(text), parts.count == 2 else { return nil }
    return QualifiedName(parts[0], parts[1])
}

/// GraphQL specification, section 2.1.9; names that begin with two underscores belong to introspection.
package func isGraphQLName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first), !name.hasPrefix("__") else { return false }
    return name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
}
