/// A JSON value being read together with its path, so that an error says where: `expected a string at $.columns[2].name`.
package struct JSONReader {
    package let value: JSON
    package let path: String

    package init(_ value: JSON, path: String = "$") {
        self.value = value
        self.path = path
    }

    package func fail(_ message: String) -> JSONError {
        JSONError(message, path: path)
    }

    /// A member that must be there.
    package func member(_ key: String) throws(JSONError) -> JSONReader {
        guard let member = try optionalMember(key) else { throw fail("missing member \"\(key)\"") }
        return member
    }

    /// A member that may be missing or null.
    package func optionalMember(_ key: String) throws(JSONError) -> JSONReader? {
        guard case .object(let object) = value else { throw fail("expected an object") }
        guard let member = object[key], member != .null else { return nil }
        return JSONReader(member, path: "\(path).\(key)")
    }

    package func string() throws(JSONError) -> String {
        guard case .string(let text) = value else { throw fail("expected a string") }
        return text
    }

    package func bool() throws(JSONError) -> Bool {
        guard case .bool(let flag) = value else { throw fail("expected true or false") }
        return flag
    }

    package func int() throws(JSONError) -> Int {
        guard case .number(let text) = value, let number = Int(text) else { throw fail("expected an integer") }
        return number
    }

    package func array<Element>(_ element: (JSONReader) throws(JSONError) -> Element) throws(JSONError) -> [Element] {
        guard case .array(let elements) = value else { throw fail("expected an array") }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for (index, item) in elements.enumerated() {
            result.append(try element(JSONReader(item, path: "\(path)[\(index)]")))
        }
        return result
    }

    package func string(_ key: String) throws(JSONError) -> String { try member(key).string() }
    package func bool(_ key: String) throws(JSONError) -> Bool { try member(key).bool() }
    package func int(_ key: String) throws(JSONError) -> Int { try member(key).int() }
    package func optionalString(_ key: String) throws(JSONError) -> String? { try optionalMember(key)?.string() }
    package func strings(_ key: String) throws(JSONError) -> [String] {
        try member(key).array { (item) throws(JSONError) in try item.string() }
    }

    package func array<Element>(
        _ key: String, _ element: (JSONReader) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        try member(key).array(element)
    }
}
