import JSONText

/// Appends the value of a response's `errors` as JSON (GraphQL specification, section 7.1.2): the one writer of errors.
package func writeErrors(_ errors: [GraphQLError], into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, error) in errors.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        write(error, into: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
}

private func write(_ error: GraphQLError, into bytes: inout [UInt8]) {
    bytes += #"{"message":"#.utf8
    writeJSONString(error.message, into: &bytes)
    if !error.locations.isEmpty {
        bytes += #","locations":"#.utf8
        writeList(error.locations, into: &bytes) { location, bytes in
            bytes += #"{"line":\#(location.line),"column":\#(location.column)}"#.utf8
        }
    }
    if !error.path.isEmpty {
        bytes += #","path":"#.utf8
        writeList(error.path, into: &bytes) { element, bytes in
            switch element {
            case .key(let key): writeJSONString(key, into: &bytes)
            case .index(let index): bytes += String(index).utf8
            }
        }
    }
    bytes += #","extensions":{"code":"\#(error.code.rawValue)"}}"#.utf8
}

private func writeList<Element>(
    _ elements: [Element], into bytes: inout [UInt8], _ write: (Element, inout [UInt8]) -> Void
) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        write(element, &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
}
