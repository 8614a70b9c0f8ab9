/// Appends a value as compact JSON text.
package func writeJSON(_ value: JSON, into bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let text): bytes += text.utf8
    case .string(let text): writeJSONString(text, into: &bytes)
    case .array(let elements):
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            writeJSON(element, into: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    case .object(let object):
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in object.members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            writeJSONString(member.key, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            writeJSON(member.value, into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

extension JSON {
    /// Compact text.
    package var text: String {
        var bytes: [UInt8] = []
        writeJSON(self, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Text for people: two spaces a level, and what fits on a line of `width` characters stays on one.
    package func prettyText(width: Int = 100) -> String {
        prettyText(indentation: "", width: width)
    }

    private func prettyText(indentation: String, width: Int) -> String {
        let compact = spacedText
        if indentation.utf8.count + compact.utf8.count <= width { return compact }
        let inner = indentation + "  "
        switch self {
        case .array(let elements):
            let lines = elements.map { inner + $0.prettyText(indentation: inner, width: width) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indentation)]"
        case .object(let object):
            let lines = object.members.map { member in
                "\(inner)\(JSON.string(member.key).text): \(member.value.prettyText(indentation: inner, width: width))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indentation)}"
        default: return compact
        }
    }

    private var spacedText: String {
        switch self {
        case .array(let elements): return "[" + elements.map(\.spacedText).joined(separator: ", ") + "]"
        case .object(let object):
            let members = object.members.map { "\(JSON.string($0.key).text): \($0.value.spacedText)" }
            return members.isEmpty ? "{}" : "{ " + members.joined(separator: ", ") + " }"
        default: return text
        }
    }
}
