package import JSONText

/// JSON for review: a value that fits stays on its line, and what stands `levels` deep stays on one line in any case. A
/// catalog of four levels has one line for each column, key and type.
package func goldenJSON(_ json: JSON, levels: Int = 4) -> String {
    lines(json, indentation: "", levels: levels)
}

private func lines(_ json: JSON, indentation: String, levels: Int) -> String {
    let line = json.prettyText(width: .max)
    if levels == 0 || indentation.utf8.count + line.utf8.count <= 118 { return line }
    let inner = indentation + "  "
    switch json {
    case .array(let elements):
        let texts = elements.map { inner + lines($0, indentation: inner, levels: levels - 1) }
        return "[\n\(texts.joined(separator: ",\n"))\n\(indentation)]"
    case .object(let object):
        var texts: [String] = []
        var followsScalar = false
        for member in object.members {
            let value = lines(member.value, indentation: inner, levels: levels - 1)
            let text = "\(JSON.string(member.key).text): \(value)"
            // What names a thing stands together on its first line.
            if followsScalar, member.value.isScalar, let last = texts.last, last.utf8.count + text.utf8.count < 114 {
                texts[texts.count - 1] = "\(last), \(text)"
            } else {
                texts.append(inner + text)
            }
            followsScalar = member.value.isScalar
        }
        return "{\n\(texts.joined(separator: ",\n"))\n\(indentation)}"
    default: return line
    }
}

extension JSON {
    fileprivate var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
